//! `yarn.lock`, of the first version and of those after it. It is always written by a program, line by line.

use crate::packages::written::{Lock, Node, Trouble, range};

/// A block on its way.
#[derive(Default)]
struct Block {
    /// What is asked for, as `name@range`.
    asked: Vec<String>,
    needs: Vec<String>,
    resolution: String,
}

pub(super) fn lock(source: &str) -> Result<Lock, Trouble> {
    let mut lock = Lock { kind: "npm", ..Lock::default() };
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for (line, text) in (1..).zip(source.lines()) {
        let indent = text.len() - text.trim_start_matches(' ').len();
        let text = text.trim();
        match (indent, text) {
            (_, text) if text.is_empty() || text.starts_with('#') => {}
            (0, text) => {
                let Some(keys) = text.strip_suffix(':') else {
                    return Err(Trouble::new(line, "a line that is no key"));
                };
                let asked: Vec<String> = keys.split(", ").map(|key| descriptor(key.trim_matches('"'))).collect();
                let name = asked[0].rfind('@').filter(|at| *at > 0).map_or("", |at| &asked[0][..at]);
                lock.nodes.push(Node { package: format!("npm/{name}"), line, ..Node::default() });
                blocks.push(Block { asked, ..Block::default() });
                inside = false;
            }
            (2, text) => inside = field(text, &mut lock.nodes, &mut blocks),
            (4, text) if inside => {
                let (name, wanted) = pair(text);
                blocks
                    .last_mut()
                    .into_iter()
                    .for_each(|block| block.needs.push(descriptor(&format!("{name}@{wanted}"))));
            }
            _ => {}
        }
    }
    connect(&mut lock, &blocks);
    if lock.nodes.is_empty() && !source.contains("yarn lockfile") && !source.contains("__metadata") {
        return Err(Trouble::new(1, "no package is in it"));
    }
    Ok(lock)
}

/// `name@npm:range` as `name@range`, without what plug-ins bind to it after `::`.
fn descriptor(text: &str) -> String {
    text.split("::").next().unwrap_or(text).replacen("@npm:", "@", 1)
}

/// `"name" "value"`, or with a colon between.
fn pair(text: &str) -> (&str, &str) {
    let (name, value) = match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((name, value)) => (name, value),
        None => text.split_once([' ', ':']).unwrap_or((text, "")),
    };
    (name.trim_end_matches(':'), value.trim_start_matches(':').trim().trim_matches('"'))
}

/// Reads a field of the last block; whether what follows it are packages that it needs.
fn field(text: &str, nodes: &mut [Node], blocks: &mut [Block]) -> bool {
    let (Some(node), Some(block)) = (nodes.last_mut(), blocks.last_mut()) else { return false };
    let (name, value) = pair(text);
    match name {
        "version" => node.version = range(value),
        "resolution" => {
            value.clone_into(&mut block.resolution);
            node.own = value.contains("@workspace:");
            if let Some(at) = value.find("@npm:").or_else(|| value.find("@workspace:")).filter(|at| *at > 0) {
                node.package = format!("npm/{}", &value[..at]);
            }
        }
        _ => {}
    }
    matches!(name, "dependencies" | "optionalDependencies")
}

fn connect(lock: &mut Lock, blocks: &[Block]) {
    for (place, block) in (0..).zip(blocks) {
        block.asked.iter().for_each(|asked| {
            lock.names.insert(format!("npm/{asked}"), place);
        });
        lock.name(place);
    }
    // The first block of newer versions is about the file itself.
    lock.nodes.iter_mut().filter(|node| node.package == "npm/").for_each(|node| node.own = true);
    for (place, block) in blocks.iter().enumerate() {
        let find = |asked: &String| lock.names.get(&format!("npm/{asked}")).copied();
        let needs: Vec<u32> = block.needs.iter().filter_map(find).collect();
        if let Some((_, folder)) = block.resolution.split_once("@workspace:") {
            lock.importers.insert(folder.trim_start_matches('.').to_owned(), needs.clone());
        }
        lock.nodes[place].needs = needs;
    }
    lock.complete = !lock.importers.is_empty();
}
