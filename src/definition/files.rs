//! The files that make up a definition: the first one, and those of its repository that `$ref` leads to.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
};

use super::spot::Spot;
use crate::{
    model::{LARGEST_DEFINITION, Node, RepoPath, Snapshot, Value},
    yaml::{self, Dialect},
};

/// So many other files are read for one definition.
const MOST_FILES: usize = 5_000;

/// So many bytes of other files are read for one definition.
const MOST_BYTES: u64 = LARGEST_DEFINITION;

/// A repository's files, some of them as they were before a change.
pub(super) struct Version<'a> {
    pub(super) snapshot: &'a Snapshot,
    older: BTreeMap<RepoPath, Vec<u8>>,
}

impl<'a> Version<'a> {
    /// As they are.
    pub(super) fn now(snapshot: &'a Snapshot) -> Self {
        Self::before(snapshot, BTreeMap::new())
    }

    /// With what `older` holds in place of what is there now.
    pub(super) fn before(snapshot: &'a Snapshot, older: BTreeMap<RepoPath, Vec<u8>>) -> Self {
        Self { snapshot, older }
    }

    /// Bytes; very many for a file that is not there.
    pub(super) fn size(&self, path: &RepoPath) -> u64 {
        let older = self.older.get(path).map(|bytes| bytes.len() as u64);
        older.or_else(|| Some(self.snapshot.entry(path)?.size)).unwrap_or(u64::MAX)
    }

    /// A text; none when the file is none or is not there.
    pub(super) fn read(&self, path: &RepoPath) -> Option<String> {
        let bytes = self.older.get(path).map_or_else(|| self.snapshot.read(path).ok(), |bytes| Some(bytes.clone()));
        String::from_utf8(bytes?).ok()
    }
}

/// One file, read.
pub(super) struct File {
    pub(super) path: RepoPath,
    pub(super) root: Node,
}

/// All files of a definition.
pub(super) struct Files {
    pub(super) files: Vec<File>,
    by_path: HashMap<RepoPath, usize>,
    /// Nodes that name themselves by `$id` or `$anchor`: the steps that lead there.
    by_id: HashMap<(usize, String), Vec<usize>>,
    /// Positions of keys in large mappings, by the mapping's address.
    keys: RefCell<HashMap<usize, HashMap<String, usize>>>,
}

/// Why a reference is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// It leads to another host or out of the repository.
    Outside,
    /// No such file, or it does not parse.
    NoFile(String),
    /// The file has no such place; the keys that stand where the first missing one was looked for.
    NoPlace(String),
}

/// Parses a text; the tree may be there beside errors.
pub(super) fn parse(text: &str) -> (Option<Node>, Vec<yaml::Error>) {
    let mut documents = yaml::read(text, Dialect::DEFINITION)
        .into_iter()
        .filter(|document| document.root.is_some() || !document.errors.is_empty());
    documents.next().map_or((None, Vec::new()), |document| (document.root, document.errors))
}

impl Files {
    /// Takes the first file, and reads what it leads to, breadth first.
    pub(super) fn load(version: &Version<'_>, path: RepoPath, root: Node) -> Self {
        let mut files =
            Self { files: Vec::new(), by_path: HashMap::new(), by_id: HashMap::new(), keys: RefCell::default() };
        let mut waiting: VecDeque<RepoPath> = VecDeque::new();
        let mut asked: HashSet<RepoPath> = HashSet::from([path.clone()]);
        let mut bytes_left = MOST_BYTES;
        files.add(path, root, &mut waiting);
        while let Some(path) = waiting.pop_front() {
            if files.files.len() > MOST_FILES || !asked.insert(path.clone()) {
                continue;
            }
            let size = version.size(&path);
            if size > bytes_left {
                continue;
            }
            bytes_left -= size;
            if let Some((Some(root), _)) = version.read(&path).as_deref().map(parse) {
                files.add(path, root, &mut waiting);
            }
        }
        files
    }

    fn add(&mut self, path: RepoPath, root: Node, waiting: &mut VecDeque<RepoPath>) {
        let number = self.files.len();
        let mut found =
            Found { folder: path.parent(), steps: Vec::new(), files: waiting, ids: &mut self.by_id, number };
        found.scan(&root);
        self.by_path.insert(path.clone(), number);
        self.files.push(File { path, root });
    }

    /// The root of the first file.
    pub(super) fn root(&self) -> Spot<'_> {
        Spot::new(0, &self.files[0].root)
    }

    /// What a reference in `file` leads to, and a key that is the same for all references to that place.
    pub(super) fn follow(&self, file: usize, reference: &str) -> Result<(Spot<'_>, (usize, String)), Lost> {
        let (address, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        if let Some(steps) = self.by_id.get(&(file, reference.trim_end_matches('#').to_owned())) {
            let (node, pointer) = walk(&self.files[file].root, steps);
            return Ok((Spot::new(file, node), (file, pointer)));
        }
        let target = self.file(file, address)?;
        let root = Spot::new(target, &self.files[target].root);
        let spot = self.at(root, pointer)?;
        Ok((spot, (target, pointer.to_owned())))
    }

    fn file(&self, from: usize, address: &str) -> Result<usize, Lost> {
        if address.is_empty() {
            return Ok(from);
        }
        if is_remote(address) {
            return Err(Lost::Outside);
        }
        let path = self.files[from].path.parent().join(address).map_err(|_| Lost::Outside)?;
        self.by_path.get(&path).copied().ok_or_else(|| Lost::NoFile(path.as_str().to_owned()))
    }

    /// Follows a JSON pointer (RFC 6901) from the root of a file.
    fn at<'a>(&'a self, root: Spot<'a>, pointer: &str) -> Result<Spot<'a>, Lost> {
        let steps = pointer.strip_prefix('/').map(|rest| rest.split('/'));
        let mut spot = root;
        if let (None, false) = (&steps, pointer.is_empty()) {
            return Err(Lost::NoPlace(pointer.to_owned()));
        }
        for step in steps.into_iter().flatten() {
            let key = decode(step);
            spot = self.child(spot, &key).ok_or(Lost::NoPlace(key))?;
        }
        Ok(spot)
    }

    /// The value under a key; large mappings are indexed once, so that many references stay cheap.
    fn child<'a>(&self, spot: Spot<'a>, key: &str) -> Option<Spot<'a>> {
        let entries = match &spot.node.value {
            Value::Mapping(entries) if entries.len() > 32 => entries,
            _ => return spot.node.at(&[key]).map(|node| Spot { node, ..spot }),
        };
        let mut keys = self.keys.borrow_mut();
        let index = keys.entry(std::ptr::from_ref(spot.node) as usize).or_insert_with(|| {
            let named = entries.iter().enumerate().rev();
            named.filter_map(|(at, (key, _))| Some((key.as_str()?.to_owned(), at))).collect()
        });
        index.get(key).map(|at| Spot { node: &entries[*at].1, ..spot })
    }
}

fn is_remote(address: &str) -> bool {
    address.starts_with("//") || address.split(['/', '.', '#']).next().is_some_and(|start| start.contains(':'))
}

/// The node at the end of some steps, and the JSON pointer to it.
fn walk<'a>(root: &'a Node, steps: &[usize]) -> (&'a Node, String) {
    let mut pointer = String::new();
    let mut node = root;
    for step in steps {
        let (name, below) = match &node.value {
            Value::Mapping(entries) => (entries[*step].0.as_str().unwrap_or_default(), &entries[*step].1),
            Value::Sequence(items) => (&*step.to_string(), &items[*step]),
            _ => continue,
        };
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        node = below;
    }
    (node, pointer)
}

/// One step of a pointer, as it stands in a URL's fragment.
fn decode(step: &str) -> String {
    let step = if step.contains('%') {
        let kept = step.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
        let first = url::form_urlencoded::parse(kept.as_bytes()).next();
        first.map_or_else(String::new, |(key, _)| key.into_owned())
    } else {
        step.to_owned()
    };
    step.replace("~1", "/").replace("~0", "~")
}

/// Walks a tree once for the files and the names in it.
struct Found<'a> {
    folder: RepoPath,
    steps: Vec<usize>,
    files: &'a mut VecDeque<RepoPath>,
    ids: &'a mut HashMap<(usize, String), Vec<usize>>,
    number: usize,
}

impl Found<'_> {
    fn scan(&mut self, node: &Node) {
        for (at, item) in node.items().iter().enumerate() {
            self.below(at, item);
        }
        for (at, (key, value)) in node.entries().iter().enumerate() {
            match (key.as_str(), value.as_str()) {
                (Some("$ref"), Some(reference)) => self.reference(reference),
                (Some("$id" | "id"), Some(id)) if id.contains("://") => {
                    self.ids
                        .entry((self.number, id.trim_end_matches('#').to_owned()))
                        .or_insert_with(|| self.steps.clone());
                }
                (Some("$anchor"), Some(name)) => {
                    self.ids.entry((self.number, format!("#{name}"))).or_insert_with(|| self.steps.clone());
                }
                _ => self.below(at, value),
            }
        }
    }

    fn below(&mut self, at: usize, node: &Node) {
        self.steps.push(at);
        self.scan(node);
        self.steps.pop();
    }

    fn reference(&mut self, reference: &str) {
        let address = reference.split('#').next().unwrap_or_default();
        if !address.is_empty() && !is_remote(address) {
            self.files.extend(self.folder.join(address).ok());
        }
    }
}
