//! What hostile or merely large books may cost, counted.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{super::shelve, Shelf, catalog, typeset};
use crate::model::{FileEntry, FileKind, Files, ReadError, Repo, RepoPath, Snapshot};

/// Files in memory that count how often they are read.
struct Counted {
    files: BTreeMap<RepoPath, Vec<u8>>,
    reads: Arc<AtomicUsize>,
}

impl Files for Counted {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.files.read(path)
    }
}

/// Reads, problems and pieces of advice of a book.
fn cost(files: &[(&str, String)]) -> (usize, usize, usize) {
    let named = |(path, text): &(&str, String)| (RepoPath::new(path).expect("plain"), text.clone().into_bytes());
    let files: BTreeMap<RepoPath, Vec<u8>> = files.iter().map(named).collect();
    let entry = |bytes: &Vec<u8>| FileEntry { kind: FileKind::File { executable: false }, size: bytes.len() as u64 };
    let listing = files.iter().map(|(path, bytes)| (path.clone(), entry(bytes))).collect();
    let reads = Arc::new(AtomicUsize::new(0));
    let content = Counted { files, reads: Arc::clone(&reads) };
    let snapshots = [Snapshot::new(Repo::named("r"), listing, Arc::new(content))];
    let catalog = catalog(&snapshots, Vec::new());
    let (library, mut diagnostics) = shelve(&snapshots, &catalog);
    let shelf = Shelf::new(&snapshots, &catalog, &library);
    diagnostics.extend(library.page_numbers().into_iter().flat_map(|(book, page)| typeset(&shelf, book, page).1));
    let advice = diagnostics.iter().filter(|found| found.hint.as_ref().is_some_and(|hint| hint.contains("did you")));
    (reads.load(Ordering::Relaxed), diagnostics.len(), advice.count())
}

/// A head and many lines.
fn lines(head: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(head.to_owned(), |mut text, number| {
        writeln!(text, "{}", line(number)).expect("a string takes all");
        text
    })
}

#[test]
fn what_a_book_costs_is_bounded() {
    let page = || ("docs/page.md", "# Page\n".to_owned());
    let settings = |line: fn(usize) -> String| ("mkdocs.yml", lines("site_name: x\nnav:\n", 300, line));
    let missing = |number: usize| format!("[a](pag-{number}.md)");
    for (what, files, most_reads, problems, advice) in [
        // Each of 300 lines includes the file itself, four deep: 300 to the power of four without a bound.
        ("includes", vec![settings(|_| "  - '!include ./mkdocs.yml'".to_owned()), page()], 4_000, None, 0),
        ("navigation", vec![settings(|number| format!("  - pag-{number}.md")), page()], 10, Some(300), 201),
        ("links", vec![("docs/index.md", lines("# X\n\n", 300, missing)), page()], 10, Some(300), 51),
        ("one link", vec![("docs/index.md", lines("# X\n\n", 300, |_| missing(1))), page()], 10, Some(300), 300),
    ] {
        let (reads, found, advised) = cost(&files);
        assert!(reads <= most_reads, "{what}: {reads} reads");
        assert!(problems.is_none_or(|problems| found == problems), "{what}: {found} problems");
        assert_eq!(advised, advice, "{what}: pieces of advice");
    }
}
