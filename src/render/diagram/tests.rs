use super::{
    draw::Box,
    layers::{self, Layered},
    order,
    place::{self, Drawing, Rect},
    *,
};

/// Numbers that look random and are the same everywhere (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap()
    }
}

fn random_graph(seed: u64) -> Graph {
    let mut dice = Dice(seed);
    let count = 2 + dice.below(38);
    let labels = ["depends on", "provides", "consumes", "contains", ""];
    let node = |dice: &mut Dice| Node {
        label: "some-name-".repeat(1 + dice.below(4)),
        detail: (dice.below(2) == 0).then(|| "team".to_owned()),
        icon: "component",
        ..Node::default()
    };
    let nodes = (0..count).map(|_| node(&mut dice)).collect();
    let edges = 1 + dice.below(count * 2);
    let edge = |dice: &mut Dice| Edge {
        from: dice.below(count),
        to: dice.below(count),
        label: labels[dice.below(labels.len())].to_owned(),
    };
    let edges = (0..edges).map(|_| edge(&mut dice)).collect();
    let mut graph = Graph { title: "Random".to_owned(), nodes, edges, clusters: Vec::new() };
    let whole = |at: usize| (!at.is_multiple_of(3)).then_some(at % 5);
    let cluster = |whole: &usize| Cluster { label: format!("System {whole}"), href: "#".to_owned() };
    clusters::frame(&mut graph, 2, whole, cluster);
    graph
}

fn lay_out(graph: &Graph) -> (Layered, Drawing) {
    let boxes: Vec<Box> = graph.nodes.iter().map(Box::new).collect();
    let mut layered = layers::assign(&boxes, &merge(graph));
    order::order(&mut layered);
    clusters::gather(&mut layered);
    let drawing = place::place(&layered, &boxes);
    (layered, drawing)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Whether the upright rectangle that two points span touches a box.
fn touches(rect: &Rect, (x1, y1): (i32, i32), (x2, y2): (i32, i32)) -> bool {
    x1.min(x2) < rect.x + rect.width
        && rect.x < x1.max(x2)
        && y1.min(y2) < rect.y + rect.height
        && rect.y < y1.max(y2).max(y1.min(y2) + 1)
}

#[test]
fn boxes_never_overlap_and_lines_never_pass_through_them() {
    for seed in 0..300 {
        let graph = random_graph(seed);
        let (layered, drawing) = lay_out(&graph);
        for (at, a) in drawing.boxes.iter().enumerate() {
            assert!(a.x >= 0 && a.y >= 0, "seed {seed}: box {at} is outside");
            assert!(a.x + a.width <= drawing.width && a.y + a.height <= drawing.height, "seed {seed}: box {at}");
            assert!(!drawing.boxes[at + 1..].iter().any(|b| overlap(a, b)), "seed {seed}: box {at} overlaps");
        }
        for (at, (cluster, frame)) in drawing.frames.iter().enumerate() {
            assert!(frame.x >= 0 && frame.y >= 0, "seed {seed}: frame {at} is outside");
            assert!(frame.x + frame.width <= drawing.width && frame.y + frame.height <= drawing.height, "seed {seed}");
            let others = &drawing.frames[at + 1..];
            assert!(!others.iter().any(|(_, other)| overlap(frame, other)), "seed {seed}: frame {at} overlaps");
            for (node, _) in graph.nodes.iter().zip(&drawing.boxes).filter(|(_, rect)| overlap(frame, rect)) {
                assert_eq!(node.cluster, Some(*cluster), "seed {seed}: a box of another is in frame {at}");
            }
        }
        assert_eq!(drawing.routes.len(), layered.lines.len(), "seed {seed}");
        for route in &drawing.routes {
            let line = &layered.lines[route.line];
            let (left, right) = (&drawing.boxes[line.left], &drawing.boxes[line.right]);
            assert_eq!((left.x + left.width, right.x), (route.start.0, route.end.0), "seed {seed}: ends");
            let mut points = vec![route.start];
            points.extend(route.curves.iter().flatten());
            points.push(route.end);
            for pair in points.windows(2) {
                assert!(pair[0].0 <= pair[1].0, "seed {seed}: a line runs back");
                let hit = drawing.boxes.iter().position(|rect| touches(rect, pair[0], pair[1]));
                assert_eq!(hit, None, "seed {seed}: line {line:?} at {pair:?}");
            }
        }
    }
}

#[test]
fn lines_lead_to_the_right_unless_they_close_a_cycle() {
    let forward = |seed| {
        let mut graph = random_graph(seed);
        graph.edges.retain(|edge| edge.from < edge.to);
        graph
    };
    for graph in (0..100).map(forward) {
        let (layered, _) = lay_out(&graph);
        assert!(layered.lines.iter().all(|line| line.arrow_right && !line.arrow_left));
    }
    let graph = chain(&[(0, 1), (1, 2), (2, 0), (2, 1)]);
    let (layered, _) = lay_out(&graph);
    let turned = layered.lines.iter().filter(|line| line.arrow_left).count();
    assert_eq!((layered.lines.len(), turned), (3, 2), "one line closes the cycle, one points both ways");
}

#[test]
fn ordering_removes_crossings() {
    // Two fans that share no box, given in an order that crosses.
    let graph = chain(&[(0, 3), (0, 5), (1, 2), (1, 4), (2, 7), (3, 6), (4, 7), (5, 6)]);
    let (layered, _) = lay_out(&graph);
    let ties = order::Ties::new(&layered);
    assert_eq!(order::crossings(&layered, &ties, &order::positions(&layered)), 0);
}

#[test]
fn the_picture_is_the_same_each_time_and_escaped() {
    let mut graph = random_graph(7);
    graph.nodes[0].label = "<script>alert(1)</script>".to_owned();
    graph.nodes[0].href = Some("\"><script>".to_owned());
    graph.edges[0].label = "a\"><script>".to_owned();
    let svg = super::svg(&graph).expect("it has lines");
    assert_eq!(Some(&svg), super::svg(&graph).as_ref());
    assert!(!svg.as_str().contains("<script"), "{}", svg.as_str());
    assert_eq!(super::svg(&chain(&[])), None);
    assert_eq!(super::svg(&chain(&[(0, 0), (0, 99)])), None);
}

fn chain(edges: &[(usize, usize)]) -> Graph {
    let node = |at: usize| Node { label: format!("n{at}"), ..Node::default() };
    let edge = |(from, to): &(usize, usize)| Edge { from: *from, to: *to, label: "depends on".to_owned() };
    let (nodes, edges) = ((0..8).map(node).collect(), edges.iter().map(edge).collect());
    Graph { title: "Chain".to_owned(), nodes, edges, clusters: Vec::new() }
}
