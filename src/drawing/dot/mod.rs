//! Graphviz' language, as far as small graphs use it, as a Mermaid flowchart: nodes with shapes and colours, edges with
//! labels, clusters, the direction. Ranks, ports and positions are for Graphviz alone and are not observed.

mod tokens;

use std::{collections::BTreeMap, fmt::Write};

use self::tokens::{Token, Tokens};
use super::Fault;

/// Subgraphs nested deeper than this are refused.
const DEEPEST: usize = 24;

type Attributes = BTreeMap<String, String>;

/// Writes a graph as a flowchart.
///
/// # Errors
/// With the line on which the graph stops being understood.
pub fn to_mermaid(source: &str) -> Result<String, Fault> {
    let mut graph = Graph { tokens: Tokens::new(source), ..Graph::default() };
    graph.read()?;
    Ok(graph.write())
}

#[derive(Default)]
struct Graph<'a> {
    tokens: Tokens<'a>,
    directed: bool,
    attributes: Attributes,
    /// Names in the order of their first use; the place is the number.
    nodes: Vec<Node>,
    numbers: BTreeMap<String, usize>,
    edges: Vec<Edge>,
    clusters: Vec<Cluster>,
}

struct Node {
    name: String,
    attributes: Attributes,
    cluster: Option<usize>,
}

struct Edge {
    from: usize,
    to: usize,
    attributes: Attributes,
}

#[derive(Default)]
struct Cluster {
    attributes: Attributes,
    parent: Option<usize>,
}

/// What holds inside one pair of braces.
#[derive(Clone, Default)]
struct Scope {
    node: Attributes,
    edge: Attributes,
    cluster: Option<usize>,
    /// Whether attributes belong to nothing that is drawn.
    loose: bool,
    depth: usize,
}

impl Graph<'_> {
    fn read(&mut self) -> Result<(), Fault> {
        if self.tokens.is_word("strict") {
            self.tokens.next()?;
        }
        self.directed = match self.tokens.next()? {
            Some(Token::Id(word)) if word.eq_ignore_ascii_case("digraph") => true,
            Some(Token::Id(word)) if word.eq_ignore_ascii_case("graph") => false,
            _ => return Err(self.tokens.fault("a graph begins with `digraph` or `graph`")),
        };
        if matches!(self.tokens.peek(), Some(Token::Id(_))) {
            self.tokens.next()?;
        }
        self.tokens.expect('{')?;
        self.body(&mut Scope::default()).map(|_| ())
    }

    /// Statements up to the closing brace; gives the nodes they name.
    fn body(&mut self, scope: &mut Scope) -> Result<Vec<usize>, Fault> {
        let mut named = Vec::new();
        loop {
            match self.tokens.peek() {
                Some(Token::Mark('}')) => {
                    self.tokens.next()?;
                    return Ok(named);
                }
                Some(Token::Mark(';' | ',')) => {
                    self.tokens.next()?;
                }
                Some(_) => named.extend(self.statement(scope)?),
                None => return Err(self.tokens.fault("the graph does not end: `}` is missing")),
            }
        }
    }

    fn statement(&mut self, scope: &mut Scope) -> Result<Vec<usize>, Fault> {
        for (word, edge) in [("node", false), ("edge", true)] {
            if self.tokens.is_word(word) {
                self.tokens.next()?;
                let attributes = self.attribute_lists()?;
                if edge { &mut scope.edge } else { &mut scope.node }.extend(attributes);
                return Ok(Vec::new());
            }
        }
        if self.tokens.is_word("graph") {
            self.tokens.next()?;
            let attributes = self.attribute_lists()?;
            self.describe(scope, attributes);
            return Ok(Vec::new());
        }
        let mut ends = vec![self.end(scope)?];
        if let ([End::Name(name)], Some(Token::Mark('='))) = (&ends[..], self.tokens.peek()) {
            let name = name.clone();
            self.tokens.next()?;
            let value = self.tokens.id()?;
            self.describe(scope, Attributes::from([(name, value)]));
            return Ok(Vec::new());
        }
        while matches!(self.tokens.peek(), Some(Token::Edge)) {
            self.tokens.next()?;
            ends.push(self.end(scope)?);
        }
        let attributes = self.attribute_lists()?;
        let single = ends.len() == 1;
        let sets: Vec<Vec<usize>> = ends.into_iter().map(|end| self.members(end, scope)).collect();
        if single {
            for number in &sets[0] {
                self.nodes[*number].attributes.extend(attributes.clone());
            }
        }
        self.connect(&sets, &attributes, scope)?;
        Ok(sets.concat())
    }

    fn connect(&mut self, sets: &[Vec<usize>], attributes: &Attributes, scope: &Scope) -> Result<(), Fault> {
        const MOST_EDGES: usize = 2000;
        let pairs =
            sets.windows(2).flat_map(|pair| pair[0].iter().flat_map(|from| pair[1].iter().map(move |to| (from, to))));
        for (from, to) in pairs {
            let mut all = scope.edge.clone();
            all.extend(attributes.clone());
            self.edges.push(Edge { from: *from, to: *to, attributes: all });
            if self.edges.len() > MOST_EDGES {
                return Err(self.tokens.fault("the graph has more edges than anybody can follow"));
            }
        }
        Ok(())
    }

    /// Attributes of the graph or of the cluster at hand.
    fn describe(&mut self, scope: &Scope, attributes: Attributes) {
        match scope.cluster {
            _ if scope.loose => {}
            Some(cluster) => self.clusters[cluster].attributes.extend(attributes),
            None => self.attributes.extend(attributes),
        }
    }

    /// One end of an edge: a name with or without port, or a subgraph.
    fn end(&mut self, scope: &Scope) -> Result<End, Fault> {
        let named = self.tokens.is_word("subgraph");
        if !named && self.tokens.peek() != Some(&Token::Mark('{')) {
            let name = self.tokens.id()?;
            while self.tokens.peek() == Some(&Token::Mark(':')) {
                self.tokens.next()?;
                self.tokens.id()?;
            }
            return Ok(End::Name(name));
        }
        if scope.depth >= DEEPEST {
            return Err(self.tokens.fault("subgraphs are nested too deep"));
        }
        let mut inner = Scope { depth: scope.depth + 1, loose: true, ..scope.clone() };
        if named {
            self.tokens.next()?;
            if let Some(Token::Id(_)) = self.tokens.peek() {
                let name = self.tokens.id()?;
                if name.starts_with("cluster") {
                    self.clusters.push(Cluster { parent: scope.cluster, ..Cluster::default() });
                    inner.cluster = Some(self.clusters.len() - 1);
                    inner.loose = false;
                }
            }
            if self.tokens.peek() != Some(&Token::Mark('{')) {
                return Ok(End::Members(Vec::new()));
            }
        }
        self.tokens.expect('{')?;
        self.body(&mut inner).map(End::Members)
    }

    fn members(&mut self, end: End, scope: &Scope) -> Vec<usize> {
        let name = match end {
            End::Members(members) => return members,
            End::Name(name) => name,
        };
        let next = self.nodes.len();
        let number = *self.numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.nodes.push(Node { name, attributes: scope.node.clone(), cluster: scope.cluster });
        }
        vec![number]
    }

    fn attribute_lists(&mut self) -> Result<Attributes, Fault> {
        let mut attributes = Attributes::new();
        while self.tokens.peek() == Some(&Token::Mark('[')) {
            self.tokens.next()?;
            while self.tokens.peek() != Some(&Token::Mark(']')) {
                if matches!(self.tokens.peek(), Some(Token::Mark(',' | ';'))) {
                    self.tokens.next()?;
                    continue;
                }
                let name = self.tokens.id()?;
                let valued = self.tokens.peek() == Some(&Token::Mark('='));
                if valued {
                    self.tokens.next()?;
                }
                let value = if valued { self.tokens.id()? } else { "true".to_owned() };
                attributes.insert(name, value);
            }
            self.tokens.expect(']')?;
        }
        Ok(attributes)
    }

    fn write(&self) -> String {
        let direction = self.attributes.get("rankdir").map(String::as_str);
        let direction = direction.filter(|direction| matches!(*direction, "LR" | "RL" | "BT")).unwrap_or("TB");
        let mut out = format!("flowchart {direction}\n");
        self.write_cluster(None, &mut out);
        for edge in &self.edges {
            let _ = writeln!(out, "n{} {} n{}", edge.from, self.arrow(edge), edge.to);
        }
        for (number, node) in self.nodes.iter().enumerate() {
            let style = style(&node.attributes);
            if !style.is_empty() {
                let _ = writeln!(out, "style n{number} {style}");
            }
        }
        out
    }

    fn write_cluster(&self, cluster: Option<usize>, out: &mut String) {
        for (number, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.cluster == cluster) {
            let label = node.attributes.get("label").filter(|label| *label != "\\N").unwrap_or(&node.name);
            let shape = node.attributes.get("shape").map_or("ellipse", String::as_str);
            let (open, close) = match shape {
                "circle" | "doublecircle" | "point" => ("((", "))"),
                "diamond" | "Mdiamond" => ("{", "}"),
                "cylinder" => ("[(", ")]"),
                "hexagon" => ("{{", "}}"),
                "parallelogram" => ("[/", "/]"),
                "trapezium" => ("[/", "\\]"),
                "ellipse" | "oval" | "egg" => ("([", "])"),
                _ => ("[", "]"),
            };
            let label = if shape.contains("record") {
                label.replace(['{', '}'], "").replace('|', "\\n")
            } else {
                label.clone()
            };
            let _ = writeln!(out, "n{number}{open}\"{}\"{close}", text(&label));
        }
        for (number, inner) in self.clusters.iter().enumerate().filter(|(_, inner)| inner.parent == cluster) {
            let label = inner.attributes.get("label").map_or(" ", String::as_str);
            let _ = writeln!(out, "subgraph c{number} [\"{}\"]", text(label));
            self.write_cluster(Some(number), out);
            out.push_str("end\n");
        }
    }

    fn arrow(&self, edge: &Edge) -> String {
        let get = |name: &str| edge.attributes.get(name).map(String::as_str);
        let style = get("style").unwrap_or_default();
        let line = match style {
            "dashed" | "dotted" => "-.-",
            "bold" => "===",
            "invis" => "~~~",
            _ => "---",
        };
        let (back, forward) = match (get("dir"), self.directed) {
            _ if style == "invis" => (false, false),
            (Some("both"), _) => (true, true),
            (Some("back"), _) => (true, false),
            (Some("none"), _) | (None, false) => (false, false),
            _ => (false, true),
        };
        let line = if forward { format!("{}>", &line[..if line == "-.-" { 3 } else { 2 }]) } else { line.to_owned() };
        let line = if back { format!("<{line}") } else { line };
        match get("label").filter(|label| !label.is_empty() && style != "invis") {
            Some(label) => format!("{line}|\"{}\"|", text(label)),
            None => line,
        }
    }
}

enum End {
    Name(String),
    Members(Vec<usize>),
}

/// Colours of a node that is filled, or has a coloured frame.
fn style(attributes: &Attributes) -> String {
    let get = |name: &str| {
        let value = attributes.get(name)?;
        let word = |c: char| c.is_ascii_alphanumeric();
        let sound = value.strip_prefix('#').unwrap_or(value).chars().all(word) && value.parse::<u8>().is_err();
        sound.then(|| value.to_ascii_lowercase())
    };
    let filled = attributes.get("style").is_some_and(|style| style.contains("filled"));
    let fill = get("fillcolor").or_else(|| get("color")).filter(|_| filled);
    let parts = [("fill", fill), ("stroke", get("color")), ("color", get("fontcolor"))];
    let parts: Vec<String> = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}:{}", value?))).collect();
    parts.join(",")
}

/// A label in quotes as Mermaid reads it.
fn text(label: &str) -> String {
    let label = if label.trim().is_empty() { " " } else { label };
    let mut out = String::with_capacity(label.len());
    let mut chars = label.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'l' | 'r') => out.push_str("<br/>"),
                Some(other) => escape(other, &mut out),
                None => {}
            },
            '\n' => out.push_str("<br/>"),
            c => escape(c, &mut out),
        }
    }
    out.trim_end_matches("<br/>").to_owned()
}

fn escape(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("#quot;"),
        '<' => out.push_str("#lt;"),
        '>' => out.push_str("#gt;"),
        '&' => out.push_str("#amp;"),
        '#' | ';' | '`' | '\\' | '$' | '%' => {
            let _ = write!(out, "#{};", u32::from(c));
        }
        c if c.is_control() => {}
        c => out.push(c),
    }
}
