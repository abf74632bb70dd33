//! What `.gitattributes` says of files, as far as languages go.

use crate::{
    model::{RepoPath, Snapshot},
    observe::pattern::PathPattern,
};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 << 10;

/// More lines are not read.
const MOST: usize = 2_000;

/// What is said of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) vendored: Option<bool>,
    pub(super) document: Option<bool>,
    pub(super) generated: Option<bool>,
    pub(super) detectable: Option<bool>,
    pub(super) language: Option<String>,
}

/// One line that says something of languages.
struct Line {
    folder: String,
    pattern: PathPattern,
    words: Vec<String>,
}

/// All lines of a repository, in the order in which later ones win.
pub(super) struct Attributes(Vec<Line>);

impl Attributes {
    /// Reads all `.gitattributes`: those of folders come after those above them.
    pub(super) fn read(snapshot: &Snapshot) -> Self {
        let mut lines = Vec::new();
        let files = snapshot.files().filter(|(path, entry)| {
            let name = path.as_str().rsplit('/').next();
            name == Some(".gitattributes") && entry.size <= LARGEST
        });
        let mut paths: Vec<&RepoPath> = files.map(|(path, _)| path).collect();
        paths.sort_by_key(|path| path.as_str().matches('/').count());
        for path in paths {
            let Ok(bytes) = snapshot.read(path) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let folder = path.parent().to_string();
            let found = text.lines().filter_map(|line| read(&folder, line));
            lines.extend(found.take(MOST - lines.len().min(MOST)));
        }
        Self(lines)
    }

    /// What is said of the file at `path`.
    pub(super) fn of(&self, path: &str) -> Said {
        let mut said = Said::default();
        for line in &self.0 {
            let below = match line.folder.as_str() {
                "" => Some(path),
                folder => path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
            };
            if below.is_some_and(|below| line.pattern.matches(below)) {
                line.words.iter().for_each(|word| said.hear(word));
            }
        }
        said
    }
}

impl Said {
    fn hear(&mut self, word: &str) {
        let (name, value) = match word.strip_prefix(['-', '!']) {
            Some(name) => (name, "false"),
            None => word.split_once('=').unwrap_or((word, "true")),
        };
        let truth = Some(value != "false" && value != "0").filter(|_| !word.starts_with('!'));
        match name {
            "linguist-vendored" => self.vendored = truth,
            "linguist-documentation" => self.document = truth,
            "linguist-generated" => self.generated = truth,
            "linguist-detectable" => self.detectable = truth,
            "linguist-language" => self.language = Some(value.to_owned()).filter(|_| truth == Some(true)),
            _ => {}
        }
    }
}

fn read(folder: &str, line: &str) -> Option<Line> {
    let mut words = line.split_whitespace();
    let pattern = words.next().filter(|pattern| !pattern.starts_with('#'))?;
    let words: Vec<String> = words.filter(|word| word.contains("linguist-")).map(str::to_owned).collect();
    if words.is_empty() {
        return None;
    }
    Some(Line { folder: folder.to_owned(), pattern: PathPattern::attributes(pattern)?, words })
}
