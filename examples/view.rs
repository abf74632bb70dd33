use callboard::render::diagram::*;
fn n(label: &str, kind: &str, owner: &str) -> Node {
    Node {
        name: format!("{kind}:default/{label}"),
        label: label.into(),
        kind: kind.into(),
        detail: if owner.is_empty() { None } else { Some(owner.into()) },
        href: Some("x.html".into()),
        role: Role::Normal,
    }
}
fn e(from: usize, to: usize, label: &str) -> Edge {
    Edge { from, to, label: label.into() }
}
fn main() {
    let css = std::fs::read_to_string("theme/styles/diagram.css").unwrap();
    let mut out = String::from("<!doctype html><meta charset=utf-8><style>");
    out.push_str(r#":root{color-scheme:light;--text:#24211c;--text-2:#6b655c;--line-strong:#a8a196;--surface:#fff;--surface-2:#f5f2ed;--accent:#3b4cc0;--on-accent:#fff;--bad:#b3261e;background:#fdfcfa}
  @media(prefers-color-scheme:dark){:root{color-scheme:dark;--text:#ece8e1;--text-2:#a39c91;--line-strong:#6b655c;--surface:#1f1d1a;--surface-2:#282521;--accent:#8fa0ff;--on-accent:#14120f;--bad:#ff8a80;background:#161412}}
  body{font:14px system-ui} .kind-component{--kind:#2a7de1}.kind-api{--kind:#a0522d}.kind-resource{--kind:#2e8b57}.kind-system{--kind:#8a2be2}"#);
    out.push_str(&css);
    out.push_str(r##"</style><svg width=0 height=0 style="position:absolute"><symbol id="icon-component" viewBox="0 0 16 16"><rect x=2 y=2 width=12 height=12 rx=2 fill=none stroke=currentColor stroke-width=1.5 /></symbol><symbol id="icon-api" viewBox="0 0 16 16"><circle cx=8 cy=8 r=6 fill=none stroke=currentColor stroke-width=1.5 /></symbol><symbol id="icon-resource" viewBox="0 0 16 16"><ellipse cx=8 cy=8 rx=6 ry=3 fill=none stroke=currentColor stroke-width=1.5 /></symbol><symbol id="icon-system" viewBox="0 0 16 16"><path d="M8 2l6 6-6 6-6-6z" fill=none stroke=currentColor stroke-width=1.5 /></symbol></svg>"##);
    let mut graphs = vec![];
    let mut nodes = vec![
        n("checkout", "component", "Team Payments"),
        n("Storefront", "system", "Commerce"),
        n("web-shop", "component", "Team Web"),
        n("mobile-backend-for-frontend", "component", "Team Mobile"),
        n("orders-db", "resource", "Team Payments"),
        n("Payments API", "api", "Team Payments"),
        n("ledger.v2.internal.example.com", "api", "Finance Platform and Reporting Office"),
        n("notification-gateway", "component", "Messaging"),
        n("fraud", "component", ""),
    ];
    nodes[0].role = Role::Centre;
    nodes[8].role = Role::Missing;
    nodes[8].detail = Some("not in the catalog".into());
    nodes[8].href = None;
    graphs.push(Graph {
        title: "Relations of checkout".into(),
        nodes,
        edges: vec![
            e(1, 0, "contains"),
            e(2, 0, "depends on"),
            e(3, 0, "depends on"),
            e(0, 4, "depends on"),
            e(0, 7, "depends on"),
            e(0, 8, "depends on"),
            e(0, 5, "provides"),
            e(0, 6, "consumes"),
            e(2, 5, "consumes"),
            e(3, 5, "consumes"),
            e(7, 6, "consumes"),
        ],
    });
    // system contents
    let mut nodes: Vec<Node> = vec![n("Storefront", "system", "Commerce")];
    nodes[0].role = Role::Centre;
    for (l, k) in [
        ("web-shop", "component"),
        ("mobile-bff", "component"),
        ("catalog", "component"),
        ("cart", "component"),
        ("checkout", "component"),
        ("catalog-db", "resource"),
        ("cart-redis", "resource"),
        ("Catalog API", "api"),
        ("Cart API", "api"),
        ("orders-topic", "resource"),
    ] {
        nodes.push(n(l, k, "Commerce"))
    }
    nodes.push(Node { role: Role::Outside, ..n("Payments", "system", "Finance") });
    nodes.push(Node { role: Role::Outside, ..n("Warehouse", "system", "Logistics") });
    graphs.push(Graph {
        title: "Storefront".into(),
        nodes,
        edges: vec![
            e(0, 1, "contains"),
            e(0, 2, "contains"),
            e(1, 8, "consumes"),
            e(2, 8, "consumes"),
            e(1, 9, "consumes"),
            e(2, 9, "consumes"),
            e(3, 8, "provides"),
            e(4, 9, "provides"),
            e(3, 6, "depends on"),
            e(4, 7, "depends on"),
            e(1, 5, "depends on"),
            e(5, 11, "depends on"),
            e(5, 10, "depends on"),
            e(12, 10, "depends on"),
            e(5, 4, "depends on"),
            e(0, 3, "contains"),
        ],
    });
    // fan
    let mut nodes: Vec<Node> = vec![n("auth", "component", "Platform")];
    nodes[0].role = Role::Centre;
    let mut edges = vec![];
    for i in 1..17 {
        nodes.push(n(&format!("service-{i}"), "component", "Team"));
        edges.push(e(i, 0, "depends on"));
    }
    for i in 17..20 {
        nodes.push(n(&format!("db-{i}"), "resource", "Team"));
        edges.push(e(0, i, "depends on"));
    }
    graphs.push(Graph { title: "auth".into(), nodes, edges });
    // cycle
    let mut nodes: Vec<Node> =
        vec![n("a", "component", "x"), n("b", "component", "x"), n("c", "component", ""), n("d", "api", "x")];
    nodes[0].role = Role::Centre;
    graphs.push(Graph {
        title: "cycle".into(),
        nodes,
        edges: vec![
            e(0, 1, "depends on"),
            e(1, 2, "depends on"),
            e(2, 0, "depends on"),
            e(0, 3, "provides"),
            e(2, 3, "consumes"),
            e(0, 2, "depends on"),
        ],
    });
    // random 40
    let mut s = 7u64;
    let mut r = |m: usize| {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((s >> 33) % m as u64) as usize
    };
    let kinds = ["component", "api", "resource", "system"];
    let nodes: Vec<Node> = (0..40).map(|i| n(&format!("some-service-{i}"), kinds[i % 4], "Team")).collect();
    let edges: Vec<Edge> = (0..55)
        .map(|_| {
            let a = r(40);
            let b = r(40);
            e(a.min(b), a.max(b), ["depends on", "consumes"][r(2)])
        })
        .collect();
    graphs.push(Graph { title: "random".into(), nodes, edges });
    for g in &graphs {
        let t = std::time::Instant::now();
        let s = svg(g).unwrap();
        eprintln!("{} {} nodes {:?} {} bytes", g.title, g.nodes.len(), t.elapsed(), s.as_str().len());
        out.push_str("<div class=diagram-frame>");
        out.push_str(s.as_str());
        out.push_str("</div><hr>");
    }
    std::fs::write("/tmp/diagram/view.html", out).unwrap();
}
