//! The drawing written anew: known elements and attributes alone, styles as attributes, colours of the theme.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use roxmltree::{Document, Node};

use super::{
    Drawing, Fault,
    colour::Paint,
    mermaid::{FONT_SIZE, ID},
    style::Sheet,
    values,
};
use crate::model::Html;

/// Elements that are written.
const ELEMENTS: [&str; 16] = [
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "marker",
    "symbol",
    "use",
    "linearGradient",
    "stop",
    "clipPath",
];

/// Attributes that hold places and sizes.
const GEOMETRY: [&str; 33] = [
    "x",
    "y",
    "width",
    "height",
    "rx",
    "ry",
    "cx",
    "cy",
    "r",
    "x1",
    "y1",
    "x2",
    "y2",
    "d",
    "points",
    "transform",
    "viewBox",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
    "preserveAspectRatio",
    "dx",
    "dy",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "fill-rule",
    "clip-rule",
    "clipPathUnits",
    "textLength",
];

/// Properties that are written as attributes when they say something.
const PROPERTIES: [(&str, &str); 19] = [
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("opacity", "1"),
    ("stop-opacity", "1"),
    ("stroke-width", ""),
    ("stroke-dasharray", "none"),
    ("stroke-dashoffset", "0"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("font-size", FONT_SIZE),
    ("font-weight", "normal"),
    ("font-style", "normal"),
    ("text-anchor", "start"),
    ("dominant-baseline", "auto"),
    ("text-decoration", "none"),
    ("visibility", "visible"),
    ("display", "inline"),
    ("letter-spacing", "normal"),
    ("word-spacing", "normal"),
];

const PAINTS: [&str; 3] = ["fill", "stroke", "stop-color"];

const REFERENCES: [&str; 4] = ["marker-start", "marker-mid", "marker-end", "clip-path"];

/// The corners of boxes are those of the portal's cards.
const CORNER: &str = "5";

/// Elements nested deeper than this are left out.
const DEEPEST: usize = 80;

/// A drawing longer than this, in bytes, is no help to anybody.
const LONGEST: usize = 1 << 20;

/// Writes what merman drew as one safe `<svg>`, whose ids begin with `prefix`.
pub fn rewrite(svg: &str, prefix: &str) -> Result<Drawing, Fault> {
    let fault = |message: &str| Fault { line: 1, message: message.to_owned() };
    let document = Document::parse(svg).map_err(|_| fault("the drawing library wrote a broken drawing"))?;
    let root = document.root_element();
    let css: String =
        root.descendants().filter(|node| node.has_tag_name("style")).filter_map(|node| node.text()).collect();
    let by_id = root.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let mut writer = Writer {
        sheet: Sheet::parse(&css),
        by_id,
        prefix,
        used: BTreeSet::new(),
        out: String::new(),
        words: Vec::new(),
    };
    writer.children(root, 0, None);
    let mut definitions = BTreeMap::new();
    // What is referred to may refer to more.
    while let Some(id) = writer.used.iter().find(|id| !definitions.contains_key(*id)).cloned() {
        let body = std::mem::take(&mut writer.out);
        if let Some(node) = writer.by_id.get(id.as_str()).copied() {
            writer.element(node, 0, None, Some(&id));
        }
        definitions.insert(id, std::mem::replace(&mut writer.out, body));
    }
    let view: Vec<f64> =
        root.attribute("viewBox").unwrap_or_default().split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    let [x, y, width, height] = view[..] else { return Err(fault("the drawing has no size")) };
    if !(width.is_finite()
        && height.is_finite()
        && width > 0.0
        && height > 0.0
        && width < 30_000.0
        && height < 30_000.0)
    {
        return Err(fault("the diagram is too large to be drawn"));
    }
    let frame = [x, y, width, height].map(|number| {
        let mut text = String::new();
        values::short(number, &mut text);
        text
    });
    let definitions: String = definitions.into_values().collect();
    let out = format!(
        "<svg class=\"drawing-picture\" viewBox=\"{}\" width=\"{}\" height=\"{}\" aria-hidden=\"true\">\
         <defs>{definitions}</defs>{}</svg>",
        frame.join(" "),
        frame[2],
        frame[3],
        writer.out
    );
    if out.len() > LONGEST {
        return Err(fault("the diagram is too large to be drawn"));
    }
    let kind = root.attribute("aria-roledescription").unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 30 000")]
    Ok(Drawing { svg: Html::trusted(out), name: name(kind, &writer.words), width: width as u32 })
}

struct Writer<'a> {
    sheet: Sheet,
    by_id: HashMap<&'a str, Node<'a, 'a>>,
    prefix: &'a str,
    /// Ids that something written refers to.
    used: BTreeSet<String>,
    out: String,
    /// Texts in the order of the drawing.
    words: Vec<String>,
}

impl<'a> Writer<'a> {
    fn children(&mut self, node: Node<'a, 'a>, depth: usize, ink: Option<&'static str>) {
        for child in node.children() {
            if child.is_element() {
                self.element(child, depth, ink, None);
            } else if let Some(text) = child.text().filter(|_| matches!(node.tag_name().name(), "text" | "tspan")) {
                self.out.push_str(Html::escape(text).as_str());
            }
        }
    }

    /// Writes an element. `ink` is what is read best on the shape that the element stands on; `id` is written when the
    /// element is a definition.
    fn element(&mut self, node: Node<'a, 'a>, depth: usize, ink: Option<&'static str>, id: Option<&str>) {
        if depth > DEEPEST || self.out.len() > LONGEST {
            return;
        }
        let name = node.tag_name().name();
        let definition = matches!(name, "marker" | "symbol" | "linearGradient" | "clipPath") && id.is_none();
        if definition || name == "defs" || self.label(node, depth, ink) {
            return;
        }
        if name == "svg" || name == "a" {
            let (x, y) = (node.attribute("x").unwrap_or("0"), node.attribute("y").unwrap_or("0"));
            let moved = (x, y) != ("0", "0") && values::is_geometry(x) && values::is_geometry(y);
            let (open, close) =
                if moved { (format!("<g transform=\"translate({x} {y})\">"), "</g>") } else { (String::new(), "") };
            self.out.push_str(&open);
            self.children(node, depth + 1, ink);
            self.out.push_str(close);
            return;
        }
        if !ELEMENTS.contains(&name) || (name == "rect" && is_label_frame(node)) {
            return;
        }
        let ink = if name == "g" { self.ink(node).or(ink) } else { ink };
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        if let Some(id) = id {
            self.out.push_str(&format!(" id=\"{}{}\"", self.prefix, values::id(id)));
        }
        self.attributes(node, ink);
        self.out.push('>');
        let opened = self.out.len();
        self.children(node, depth + 1, ink);
        if name == "text" {
            let words: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            self.words.extend(Some(words).filter(|words| !words.is_empty()));
        }
        if self.out.len() == opened && matches!(name, "g" | "text") {
            self.out.truncate(start);
            return;
        }
        self.out.push_str(&format!("</{name}>"));
    }

    /// Writes a label that stands among the definitions where it is used; false when the element uses none.
    fn label(&mut self, node: Node<'a, 'a>, depth: usize, ink: Option<&'static str>) -> bool {
        let target = node.attribute("href").and_then(|href| href.strip_prefix('#'));
        let Some(target) = target.filter(|id| node.has_tag_name("use") && id.contains("foreignobject-label")) else {
            return false;
        };
        if let Some(label) = self.by_id.get(target).copied() {
            self.children(label, depth + 1, ink);
        }
        true
    }

    /// What is read on the shape of a node whose author coloured it.
    fn ink(&self, node: Node<'a, 'a>) -> Option<&'static str> {
        let classes = node.attribute("class").unwrap_or_default();
        let is_node =
            classes.split(' ').any(|class| matches!(class, "node" | "cluster" | "statediagram-state" | "section"));
        if !is_node {
            return None;
        }
        let is_shape = |node: &Node<'_, '_>| {
            matches!(node.tag_name().name(), "rect" | "path" | "polygon" | "circle" | "ellipse")
                && !is_label_frame(*node)
        };
        let shape = node.descendants().find(is_shape)?;
        let declared = self.sheet.declarations(shape);
        let fill = declared.iter().rev().find(|(name, _)| name == "fill").map(|(_, value)| value.as_str());
        Paint::parse(fill.or_else(|| shape.attribute("fill"))?)?.0.ink()
    }

    fn attributes(&mut self, node: Node<'a, 'a>, ink: Option<&'static str>) {
        let mut written: BTreeMap<&str, String> = BTreeMap::new();
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if GEOMETRY.contains(&name) && values::is_geometry(value) {
                written.insert(name, values::rounded(value));
            } else if name == "href" {
                let target = value.strip_prefix('#').filter(|_| node.has_tag_name("use"));
                written.extend(target.map(|id| ("href", format!("#{}", self.refer(id)))));
            } else {
                self.property(name, value, &mut written);
            }
        }
        let declared = self.sheet.declarations(node);
        for (name, value) in &declared {
            let name =
                PROPERTIES.iter().map(|(name, _)| *name).chain(PAINTS).chain(REFERENCES).find(|known| known == name);
            if let Some(name) = name {
                self.property(name, value, &mut written);
            }
        }
        let moves = |value: &str| !matches!(value, "none" | "matrix(1 0 0 1 0 0)") && values::is_geometry(value);
        let transform = declared.iter().find(|(name, value)| name == "transform" && moves(value));
        written.extend(transform.map(|(_, value)| ("transform", values::rounded(value))));
        if node.attribute("class").is_some_and(|class| class.contains("label-container")) && node.has_tag_name("rect") {
            written.entry("rx").or_insert_with(|| CORNER.to_owned());
        }
        if matches!(node.tag_name().name(), "text" | "tspan") {
            let themed = written.get("fill").is_none_or(|fill| fill.starts_with("var("));
            if let Some(ink) = ink.filter(|_| themed && node.has_tag_name("text")) {
                written.insert("fill", ink.to_owned());
            }
        }
        for (name, value) in written {
            self.out.push_str(&format!(" {name}=\"{}\"", Html::escape(&value).as_str()));
        }
    }

    /// Notes the value of a property, when it may be written and says something.
    fn property(&mut self, name: &'a str, value: &str, written: &mut BTreeMap<&'a str, String>) {
        if REFERENCES.contains(&name) {
            if let Some((Paint::Reference(id), _)) = Paint::parse(value) {
                let id = self.refer(&id);
                written.insert(name, format!("url(#{id})"));
            }
            return;
        }
        if PAINTS.contains(&name) {
            let Some((paint, alpha)) = Paint::parse(value) else { return };
            if let Paint::Reference(id) = &paint {
                self.refer(id);
            }
            written.insert(name, paint.write(self.prefix));
            let opacity = match name {
                "fill" => "fill-opacity",
                "stroke" => "stroke-opacity",
                _ => "stop-opacity",
            };
            if alpha < 255 {
                let mut text = String::new();
                values::short(f64::from(alpha) / 255.0, &mut text);
                written.insert(opacity, text);
            }
            return;
        }
        let Some((_, usual)) = PROPERTIES.iter().find(|(known, _)| *known == name) else { return };
        let value = value.trim();
        let said = !matches!(value, "inherit" | "initial" | "revert" | "unset" | "");
        if value == *usual {
            written.remove(name);
        } else if said && values::is_geometry(value) {
            let value = values::rounded(value);
            written.insert(name, value.strip_suffix("px").map_or(value.clone(), ToOwned::to_owned));
        }
    }

    /// The written form of an id that something refers to.
    fn refer(&mut self, id: &str) -> String {
        self.used.insert(id.to_owned());
        format!("{}{}", self.prefix, values::id(id))
    }
}

/// Whether a rectangle is the frame that merman lays under a label.
fn is_label_frame(node: Node<'_, '_>) -> bool {
    let style = node.attribute("style").unwrap_or_default();
    style.contains("fill:none") && style.contains("stroke:none")
}

/// What a diagram is, and its first words.
fn name(kind: &str, words: &[String]) -> String {
    let kind = kind.trim_start_matches(ID).trim_end_matches("-v2");
    let kind = match kind {
        "flowchart" => "Flowchart",
        "sequence" => "Sequence diagram",
        "class" | "classDiagram" => "Class diagram",
        "stateDiagram" | "state" => "State diagram",
        "er" => "Entity relationship diagram",
        "gantt" => "Gantt chart",
        "pie" => "Pie chart",
        "gitGraph" => "Git graph",
        "journey" => "User journey",
        "mindmap" => "Mind map",
        "timeline" => "Timeline",
        "quadrantChart" => "Quadrant chart",
        "xychart" => "Chart",
        "sankey" => "Sankey diagram",
        "kanban" => "Board",
        "requirement" | "requirementDiagram" => "Requirement diagram",
        "c4" => "C4 diagram",
        _ => "Diagram",
    };
    const SAID: usize = 8;
    let mut said: Vec<&str> = Vec::new();
    for word in words {
        if said.len() < SAID && !said.contains(&word.as_str()) {
            said.push(word);
        }
    }
    let more = if words.len() > said.len() { " …" } else { "" };
    if said.is_empty() { kind.to_owned() } else { format!("{kind}: {}{more}", said.join(", ")) }
}
