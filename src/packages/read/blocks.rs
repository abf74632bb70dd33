//! `Cargo.lock`, `poetry.lock` and `uv.lock`: blocks of TOML that programs write, one key to a line.

use std::collections::HashMap;

use crate::packages::written::{Lock, Node, Trouble, python};

/// A `[[package]]` on its way.
#[derive(Default)]
struct Block {
    line: u32,
    name: String,
    version: String,
    /// Where it comes from, as written.
    source: String,
    development: bool,
    /// Name, and the version when it is told.
    needs: Vec<(String, String)>,
}

/// `Cargo.lock`. What is of the repository itself has no source.
pub(super) fn cargo(source: &str) -> Result<Lock, Trouble> {
    Ok(connect("cargo", blocks(source)?, (|name| format!("cargo/{name}"), str::is_empty)))
}

/// `poetry.lock` and `uv.lock`. What is of the repository itself is said to be so.
pub(super) fn of_python(source: &str) -> Result<Lock, Trouble> {
    let is_own = |source: &str| {
        let kind = source.trim_start_matches(['{', ' ']);
        ["editable", "virtual", "directory"].iter().any(|word| kind.starts_with(word))
    };
    Ok(connect("pypi", blocks(source)?, (python, is_own)))
}

/// What the lines at hand are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Package,
    /// A list of packages, which is not closed yet.
    List,
    /// A table whose keys are packages.
    Table,
    /// Where a package comes from.
    Source,
    Other,
}

fn blocks(text: &str) -> Result<Vec<Block>, Trouble> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut part = Part::Other;
    for (line, text) in (1..).zip(text.lines().map(str::trim)) {
        if text.starts_with("<<<<<<<") {
            return Err(Trouble::new(line, "a conflict of a merge is not resolved"));
        }
        if text == "[[package]]" {
            blocks.push(Block { line, ..Block::default() });
            part = Part::Package;
            continue;
        }
        let Some(block) = blocks.last_mut() else { continue };
        part = step(block, text, part);
    }
    match blocks.iter().find(|block| block.name.is_empty()) {
        Some(block) => Err(Trouble::new(block.line, "a package without a name")),
        None if blocks.is_empty() && !text.contains("version") => Err(Trouble::new(1, "no package is in it")),
        None => Ok(blocks),
    }
}

/// Reads a line of a block; what the next one is about.
fn step(block: &mut Block, text: &str, part: Part) -> Part {
    if text.starts_with('[') && text.ends_with(']') && part != Part::List {
        return match text.trim_matches(['[', ']']) {
            "package.dependencies" => Part::Table,
            "package.source" => Part::Source,
            "package.optional-dependencies" | "package.dev-dependencies" => Part::Package,
            _ => Part::Other,
        };
    }
    if part == Part::List {
        block.needs.extend(item(text));
        return if text.starts_with(']') { Part::Package } else { Part::List };
    }
    let Some((key, value)) = text.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else { return part };
    let plain = value.trim_matches('"');
    match (part, key) {
        (Part::Table, key) => block.needs.push((key.trim_matches('"').to_owned(), String::new())),
        (Part::Source, "type") => plain.clone_into(&mut block.source),
        (Part::Package, "name") => plain.clone_into(&mut block.name),
        (Part::Package, "version") => plain.clone_into(&mut block.version),
        (Part::Package, "source") => plain.clone_into(&mut block.source),
        (Part::Package, "category") => block.development = plain == "dev",
        (Part::Package, "groups") => block.development = !value.contains("\"main\""),
        (Part::Package, key) if is_list(key) && value.starts_with('[') => {
            let inner = value.trim_start_matches('[');
            inner.split("},").for_each(|one| block.needs.extend(item(one)));
            return if value.ends_with(']') { Part::Package } else { Part::List };
        }
        _ => {}
    }
    part
}

/// Whether a key of a package names others. Keys of optional and development packages are names of one's own.
fn is_list(key: &str) -> bool {
    !matches!(key, "wheels" | "files" | "groups" | "extras" | "resolution-markers" | "markers" | "provides-extras")
}

/// `{ name = "a", version = "1" }`, `"a 1.0 (registry)"` or `"a"`.
fn item(text: &str) -> Option<(String, String)> {
    let quoted = |key: &str| {
        let (_, rest) = text.split_once(&format!("{key} = \""))?;
        Some(rest.split('"').next().unwrap_or(rest).to_owned())
    };
    if text.contains('{') {
        return Some((quoted("name")?, quoted("version").unwrap_or_default()));
    }
    let text = text.trim_matches([',', ' ', ']']).strip_prefix('"')?.split('"').next()?;
    let mut words = text.split(' ');
    Some((words.next()?.to_owned(), words.next().unwrap_or_default().to_owned()))
}

/// How a name is written everywhere, and which sources are the repository itself.
type Rules<N, O> = (N, O);

fn connect(
    kind: &'static str,
    blocks: Vec<Block>,
    (folded, is_own): Rules<impl Fn(&str) -> String, impl Fn(&str) -> bool>,
) -> Lock {
    let mut lock = Lock { kind, ..Lock::default() };
    let mut exact: HashMap<(String, String), u32> = HashMap::new();
    for (place, block) in (0..).zip(&blocks) {
        let package = folded(&block.name);
        exact.insert((package.clone(), block.version.clone()), place);
        let own = is_own(&block.source);
        if own {
            lock.members.insert(package.clone(), place);
        }
        lock.nodes.push(Node {
            package,
            version: block.version.clone(),
            line: block.line,
            own,
            development: block.development,
            needs: Vec::new(),
        });
        lock.name(place);
    }
    for (place, block) in blocks.into_iter().enumerate() {
        let find = |(name, version): (String, String)| {
            let package = folded(&name);
            lock.names
                .get(&package)
                .copied()
                .filter(|_| version.is_empty())
                .or_else(|| exact.get(&(package, version)).copied())
        };
        let needs: Vec<u32> = block.needs.into_iter().filter_map(find).collect();
        lock.nodes[place].needs = needs;
    }
    lock
}
