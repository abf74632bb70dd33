//! The drawing as SVG: text stays text, looks are class names, each box is a link.

use std::{collections::BTreeMap, fmt::Write};

use crate::model::Html;

use super::{
    Cluster, Graph, Line, Node, Role,
    place::{Drawing, Rect, Route},
    text,
};

/// A node with its text broken and measured.
#[derive(Clone, Debug)]
pub(super) struct Box {
    lines: Vec<String>,
    detail: Option<String>,
    /// Whether the label was cut.
    cut: bool,
    /// The frame that it stands in.
    pub(super) cluster: Option<usize>,
    /// The least width.
    pub(super) width: i32,
    /// The least height; even, so that halves are whole.
    pub(super) height: i32,
}

const LABEL_SIZE: i32 = 13;
const LABEL_HEIGHT: i32 = 16;
const DETAIL_SIZE: i32 = 11;
const DETAIL_HEIGHT: i32 = 14;
const ICON: i32 = 16;
const PADDING: i32 = 10;
/// From the icon to the text.
const GAP: i32 = 8;
/// The widest text.
const ROOM: i32 = 168;
const LEAST_WIDTH: i32 = 112;

impl Box {
    pub(super) fn new(node: &Node) -> Self {
        let (lines, cut) = text::fit(&node.label, LABEL_SIZE, ROOM);
        let detail = node.detail.as_ref().map(|detail| text::cut(detail, DETAIL_SIZE, ROOM));
        let widest = lines.iter().map(|line| text::width(line, LABEL_SIZE)).max().unwrap_or(0);
        let widest = widest.max(detail.as_ref().map_or(0, |detail| text::width(detail, DETAIL_SIZE)));
        let rows = if lines.len() > 1 { 2 } else { 1 };
        let height = 2 * PADDING + rows * LABEL_HEIGHT + if detail.is_some() { DETAIL_HEIGHT } else { 0 };
        let width = (2 * PADDING + ICON + GAP + widest).max(LEAST_WIDTH);
        Self { lines, detail, cut, cluster: node.cluster, width, height }
    }

    fn text_height(&self) -> i32 {
        let rows = i32::try_from(self.lines.len()).unwrap_or(0);
        rows * LABEL_HEIGHT + if self.detail.is_some() { DETAIL_HEIGHT } else { 0 }
    }
}

/// Widths in pixels that a page may scale down.
const FITTING: std::ops::RangeInclusive<i32> = 720..=1160;

/// Writes the whole `<svg>`.
pub(super) fn draw(graph: &Graph, boxes: &[Box], lines: &[Line], drawing: &Drawing) -> Html {
    let mut svg = String::with_capacity(1024 + 512 * boxes.len());
    let Drawing { width, height, .. } = drawing;
    // A little too wide is scaled to fit; much too wide keeps its size and scrolls, so that words stay readable.
    let fit = if FITTING.contains(width) { " diagram-fit" } else { "" };
    put(
        &mut svg,
        format_args!(
            "<svg class=\"diagram-picture{fit}\" role=\"group\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <title>{}</title><desc>{}</desc>",
            escape(&graph.title),
            escape(&describe(graph)),
        ),
    );
    for (cluster, rect) in &drawing.frames {
        draw_frame(&mut svg, &graph.clusters[*cluster], rect);
    }
    svg.push_str("<g class=\"diagram-lines\" aria-hidden=\"true\">");
    for route in &drawing.routes {
        draw_route(&mut svg, route, &lines[route.line]);
    }
    for words in &drawing.words {
        let ((x, y), anchor) = (words.at, if words.at_end { " text-anchor=\"end\"" } else { "" });
        put(
            &mut svg,
            format_args!("<text class=\"diagram-words\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", escape(&words.text)),
        );
    }
    svg.push_str("</g>");
    let owners = owners(graph);
    for ((node, content), rect) in graph.nodes.iter().zip(boxes).zip(&drawing.boxes) {
        let owner = node.owner.as_ref().and_then(|owner| owners.iter().position(|one| *one == owner));
        draw_box(&mut svg, (node, owner), content, rect);
    }
    svg.push_str("</svg>");
    Html::trusted(svg)
}

/// A curve for each gap, level in between, and a head at each end that it points at.
fn draw_route(svg: &mut String, route: &Route, line: &Line) {
    let class = line.label.split(", ").next().unwrap_or_default().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let ((x, y), (end, _)) = (route.start, route.end);
    let start = if line.arrow_left { x + 6 } else { x };
    put(svg, format_args!("<path class=\"diagram-line line-{class}\" d=\"M{start} {y}"));
    for [(x1, y1), (x2, y2)] in &route.curves {
        let middle = i32::midpoint(*x1, *x2);
        put(svg, format_args!("H{x1}C{middle} {y1} {middle} {y2} {x2} {y2}"));
    }
    put(svg, format_args!("H{}\"/>", if line.arrow_right { end - 6 } else { end }));
    let mut head = |(x, y): (i32, i32), back: i32| {
        put(svg, format_args!("<path class=\"diagram-head line-{class}\" d=\"M{x} {y}l{back} -4v8z\"/>"));
    };
    if line.arrow_left {
        head(route.start, 8);
    }
    if line.arrow_right {
        head(route.end, -8);
    }
}

/// So many owners have a colour; more could not be told apart.
const MOST_OWNERS: usize = 8;

/// The owners that have a colour, those of most boxes first; none when all boxes are of one.
fn owners(graph: &Graph) -> Vec<&String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for owner in graph.nodes.iter().filter_map(|node| node.owner.as_ref()) {
        *counts.entry(owner).or_default() += 1;
    }
    let mut owners: Vec<&String> = counts.keys().copied().collect();
    owners.sort_by_key(|owner| std::cmp::Reverse(counts[owner]));
    owners.truncate(if owners.len() > 1 { MOST_OWNERS } else { 0 });
    owners
}

fn draw_frame(svg: &mut String, cluster: &Cluster, rect: &Rect) {
    let Rect { x, y, width, height } = rect;
    put(
        svg,
        format_args!(
            "<rect class=\"diagram-frame\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\
             <a class=\"diagram-whole\" href=\"{}\"><title>{}</title><text x=\"{}\" y=\"{}\">{}</text></a>",
            escape(&cluster.href),
            escape(&cluster.label),
            x + 8,
            y + 15,
            escape(&text::cut(&cluster.label, DETAIL_SIZE, width - 14)),
        ),
    );
}

fn draw_box(svg: &mut String, (node, owner): (&Node, Option<usize>), content: &Box, rect: &Rect) {
    let role = match node.role {
        Role::Centre => " is-centre",
        Role::Normal => "",
        Role::Outside => " is-outside",
        Role::Missing => " is-missing",
        Role::Fold => " is-fold",
    };
    let Node { icon, hue, .. } = node;
    let class = format!("class=\"diagram-box hue-{hue}{role}\"");
    let current = if node.role == Role::Centre { " aria-current=\"true\"" } else { "" };
    match &node.href {
        Some(href) => put(svg, format_args!("<a {class} href=\"{}\"{current}>", escape(href))),
        None => put(svg, format_args!("<g {class}>")),
    }
    if content.cut || !node.name.is_empty() {
        let name = if node.name.is_empty() { &node.label } else { &node.name };
        put(svg, format_args!("<title>{}</title>", escape(name)));
    }
    let Rect { x, y, width, height } = rect;
    put(svg, format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"));
    if let Some(owner) = owner {
        let (x, y, number) = (x + 5, y + 9, owner + 1);
        put(svg, format_args!("<path class=\"diagram-owner owner-{number}\" d=\"M{x} {y}v{}\"/>", height - 18));
    }
    let (icon_x, icon_y) = (x + PADDING, y + (height - ICON) / 2);
    put(
        svg,
        format_args!(
            "<use class=\"diagram-icon\" href=\"#i:{icon}\" x=\"{icon_x}\" y=\"{icon_y}\" width=\"{ICON}\" height=\"{ICON}\"/>"
        ),
    );
    let left = icon_x + ICON + GAP;
    let mut base = y + (height - content.text_height()) / 2;
    for line in &content.lines {
        put(
            svg,
            format_args!("<text class=\"diagram-label\" x=\"{left}\" y=\"{}\">{}</text>", base + 12, escape(line)),
        );
        base += LABEL_HEIGHT;
    }
    if let Some(detail) = &content.detail {
        put(
            svg,
            format_args!("<text class=\"diagram-detail\" x=\"{left}\" y=\"{}\">{}</text>", base + 11, escape(detail)),
        );
    }
    svg.push_str(if node.href.is_some() { "</a>" } else { "</g>" });
}

/// Most relations that the description spells out; the table on the page has them all.
const DESCRIBED: usize = 12;

/// The diagram in words, for those who do not see it.
fn describe(graph: &Graph) -> String {
    let sentence = |edge: &super::Edge| {
        let (from, to) = (graph.nodes.get(edge.from)?, graph.nodes.get(edge.to)?);
        Some(format!("{} {} {}", from.label, edge.label, to.label))
    };
    let mut sentences: Vec<String> = graph.edges.iter().take(DESCRIBED).filter_map(sentence).collect();
    if graph.edges.len() > DESCRIBED {
        sentences.push(format!("and {} more", graph.edges.len() - DESCRIBED));
    }
    format!("{}.", sentences.join("; "))
}

fn escape(text: &str) -> String {
    Html::escape(text).as_str().to_owned()
}

fn put(svg: &mut String, text: std::fmt::Arguments<'_>) {
    svg.write_fmt(text).expect("writing to a string cannot fail");
}
