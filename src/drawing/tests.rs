//! Which kinds are drawn, that nothing unsafe comes out whatever goes in, and where faults are.

use super::{Drawing, Fault, Language, dot, draw};

fn mermaid(source: &str) -> Result<Drawing, Fault> {
    draw(Language::Mermaid, source, "x:").expect("Mermaid is drawn")
}

#[test]
fn kinds_are_drawn() {
    for (source, name) in [
        ("graph LR\n  A[Start] -->|go| B{Done?}\n  subgraph S\n    B --> C\n  end", "Flowchart: "),
        ("sequenceDiagram\n  Alice->>Bob: Hello\n  Note over Bob: thinks\n  Bob-->>Alice: Hi", "Sequence diagram: "),
        ("classDiagram\n  class Order {\n    +id: int\n    +total()\n  }\n  Order --> Customer", "Class diagram: "),
        ("stateDiagram-v2\n  [*] --> Open\n  Open --> Closed: close\n  Closed --> [*]", "State diagram: "),
        ("erDiagram\n  BOOKING ||--o{ SEAT : has\n  SEAT {\n    int row\n  }", "Entity relationship diagram: "),
        ("gantt\n  dateFormat YYYY-MM-DD\n  section A\n  One :a, 2026-01-01, 3d\n  Two :after a, 2d", "Gantt chart: "),
        ("pie title Seats\n  \"Window\" : 40\n  \"Aisle\" : 60", "Pie chart: "),
        ("gitGraph\n  commit\n  branch b\n  commit\n  checkout main\n  merge b", "Git graph: "),
        ("journey\n  title Day\n  section Go\n    Walk: 5: Me", "User journey: "),
        ("mindmap\n  root((Mind))\n    One\n    Two", "Mind map: "),
        ("timeline\n  title Years\n  2025 : One\n  2026 : Two", "Timeline: "),
        ("quadrantChart\n  x-axis Low --> High\n  y-axis Low --> High\n  A: [0.3, 0.6]", "Quadrant chart: "),
        ("C4Context\n  Person(a, \"Reader\")\n  System(b, \"Portal\")\n  Rel(a, b, \"reads\")", "C4 diagram: "),
        ("requirementDiagram\n  requirement r {\n    id: 1\n    text: fast\n  }", "Requirement diagram: "),
        ("xychart-beta\n  x-axis [a, b]\n  bar [1, 2]", "Chart: "),
        ("sankey-beta\n  A,B,10\n  A,C,5", "Sankey diagram: "),
        ("kanban\n  todo[To do]\n    one[One]", "Board: "),
        ("block-beta\n  columns 2\n  a b", "Diagram: "),
    ] {
        let drawing = mermaid(source).unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
        assert!(drawing.name.starts_with(name), "{}", drawing.name);
        assert!(drawing.width > 20, "{source}");
        safe(drawing.svg.as_str());
        assert_eq!(mermaid(source).expect("it was drawn").svg, drawing.svg, "the same bytes again");
    }
}

/// Holds a drawing to what may stand in a page.
fn safe(svg: &str) {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(!matches!(name, "script" | "style" | "foreignObject" | "a" | "image" | "iframe" | "filter"), "{name}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(name != "style" && name != "class" || node == document.root_element(), "{name}={value}");
            assert!(!name.starts_with("on"), "{name}={value}");
            assert!(!value.contains("//") && !value.to_lowercase().contains("script:"), "{name}={value}");
            let refers = value.contains("url(") || name == "href";
            let own = value.starts_with("url(#x:") || value.starts_with("#x:");
            assert!((!refers || own) && (name != "id" || value.starts_with("x:")), "{name}={value}");
        }
    }
}

#[test]
fn hostile_sources_are_tamed() {
    let deep = "subgraph a\n".repeat(3000);
    let many: String = (0..4000).map(|n| format!("a{n}-->b{n}\n")).collect();
    for (source, drawn) in [
        ("graph LR\n  A[\"<img src=x onerror=alert(1)>\"] --> B[\"<script>alert(1)</script>\"]", true),
        ("graph LR\n  A --> B\n  click A \"javascript:alert(1)\"\n  click B href \"https://example.com\" _blank", true),
        ("graph LR\n  A --> B\n  style A fill:url(https://example.com/x)", true),
        ("graph LR\n  A:::c --> B\n  classDef c fill:#f9f,stroke-width:4px,cursor:url(//example.com)", true),
        ("%%{init: {\"theme\": \"dark\", \"themeCSS\": \"@import url(//example.com)\"}}%%\ngraph LR\n  A --> B", true),
        ("%%{init: {\"securityLevel\": \"loose\"}}%%\ngraph LR\n  A[\"<iframe src='//x'>\"] --> B", true),
        (
            "sequenceDiagram\n  participant A as <b onclick=alert(1)>A</b>\n  A->>A: </text><script>alert(1)</script>",
            true,
        ),
        ("graph LR\n  A[\"x\"]@{ img: \"https://example.com/x.png\" }", true),
        (&deep, false),
        (&many, false),
        ("graph LR\n  A[[[[[[[[", false),
        ("\u{0}\u{FFFD}", false),
        ("", false),
    ] {
        let outcome = mermaid(source);
        let shown: String = source.chars().take(60).collect();
        if drawn {
            safe(outcome.unwrap_or_else(|fault| panic!("{shown}: {fault:?}")).svg.as_str());
        } else {
            assert!(outcome.is_err(), "{shown}");
        }
    }
}

#[test]
fn faults_have_lines() {
    for (source, line) in [
        ("graph LR\n  A --> B\n  A -->", 3),
        ("\nnothing known\n  A --> B", 2),
        ("sequenceDiagram\n  A->>B: x\n  end end", 3),
    ] {
        let fault = mermaid(source).expect_err(source);
        assert_eq!(fault.line, line, "{source}: {fault:?}");
    }
    let dot = |source: &str| draw(Language::Dot, source, "x:").expect("it is drawn");
    assert_eq!(dot("digraph {\n a -> b\n c ->").expect_err("it does not end").line, 3);
    assert_eq!(dot("digraph {\n a ! b }").expect_err("a stray mark").line, 2);
    assert_eq!(draw(Language::Source("D2"), "a -> b", "x:"), None);
}

#[test]
fn graphviz_becomes_a_flowchart() {
    for (source, expected) in [
        ("digraph G { a -> b -> c }", "flowchart TB\nn0([\"a\"])\nn1([\"b\"])\nn2([\"c\"])\nn0 --> n1\nn1 --> n2\n"),
        (
            "strict graph \"g\" { rankdir=LR; node [shape=box]; a [label=\"A \\\"1\\\"\\nx\"]; a -- {b c} [label=<<b>e</b>&1>, style=dashed] }",
            "flowchart LR\nn0[\"A #quot;1#quot;<br/>x\"]\nn1[\"b\"]\nn2[\"c\"]\nn0 -.-|\"e#amp;1\"| n1\nn0 -.-|\"e#amp;1\"| n2\n",
        ),
        (
            "digraph {\n// c\nsubgraph cluster_x { label=\"X;\"; a:p:n [style=filled, fillcolor=\"#ff0000\"] }\na -> b [dir=both] /* d */ }",
            "flowchart TB\nn1([\"b\"])\nsubgraph c0 [\"X#59;\"]\nn0([\"a\"])\nend\nn0 <--> n1\nstyle n0 fill:#ff0000\n",
        ),
        (
            "digraph { a [shape=record, label=\"{x|<p> y}\"]; b [color=\"red;x\"] }",
            "flowchart TB\nn0[\"x<br/>#lt;p#gt; y\"]\nn1([\"b\"])\n",
        ),
    ] {
        assert_eq!(dot::to_mermaid(source).as_deref(), Ok(expected), "{source}");
    }
}
