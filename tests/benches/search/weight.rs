//! What an index takes to make, beside that of Pagefind over the same pages: processor time, memory and size.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use super::documents::Document;

/// Ticks of a second in `/proc`.
const TICKS: f64 = 100.0;

/// Prints a line for each of the two programs, which both read the pages from files: one of JSON lines, or one of HTML
/// each.
pub fn print(documents: &[Document]) {
    let folder = tempfile::tempdir().expect("a folder");
    let own = std::env::current_exe().expect("a bench is a file");
    let mut callboard = Command::new(own);
    let lines = folder.path().join("documents.jsonl");
    fs::write(&lines, super::engines::jsonl(documents)).expect("written");
    callboard.args(["index".as_ref(), lines.as_os_str()]).arg(folder.path().join("own"));
    show("callboard", &mut callboard, &folder.path().join("own/search"), &[]);
    let Some(program) = pagefind() else {
        println!("          pagefind   NOT RUN: `npm ci --prefix tests/benches/search` first");
        return;
    };
    let site = folder.path().join("site");
    fs::create_dir_all(&site).expect("a folder");
    for (number, document) in documents.iter().enumerate() {
        fs::write(site.join(format!("{number}.html")), page(document)).expect("written");
    }
    let mut pagefind = Command::new(program);
    pagefind.arg("--site").arg(&site).arg("--output-path").arg(folder.path().join("pagefind"));
    show("pagefind", &mut pagefind, &folder.path().join("pagefind"), &["index", "fragment", "pagefind.en"]);
}

/// Runs a program to its end and prints what it took, and the files of its output, those whose path has one of `parts`.
fn show(name: &str, program: &mut Command, output: &Path, parts: &[&str]) {
    let mut child = program.stdout(Stdio::null()).spawn().expect("the program starts");
    let (mut memory, mut seconds) = (0.0_f64, 0.0_f64);
    let success = loop {
        let of = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default();
        let peak =
            of("status").lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory = memory.max(peak.unwrap_or(0.0) / 1e3);
        let stat = of("stat");
        let ticks = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
        seconds = seconds.max(ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS);
        if let Some(status) = child.try_wait().expect("the program is a child") {
            break status.success();
        }
        sleep(Duration::from_millis(5));
    };
    assert!(success, "{name} fails");
    let sizes: Vec<u64> = ignore::WalkBuilder::new(output)
        .standard_filters(false)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter(|entry| parts.is_empty() || parts.iter().any(|part| entry.path().to_string_lossy().contains(part)))
        .filter_map(|entry| Some(entry.metadata().ok()?.len()))
        .collect();
    let (files, size) = (sizes.len(), sizes.iter().sum::<u64>() as f64 / 1e6);
    println!(
        "          {name:<10} index {seconds:.1} s of processor, {memory:.0} MB at most, {size:.1} MB in {files} files"
    );
}

/// The program itself; what npm puts in front of it is node.
fn pagefind() -> Option<PathBuf> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/benches/search/node_modules/@pagefind");
    let platform = fs::read_dir(packages).ok()?.filter_map(Result::ok).next()?.path();
    let programs = fs::read_dir(platform.join("bin")).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    programs.filter(|path| path.extension().is_none()).min()
}

fn page(document: &Document) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let section = |(place, (heading, text)): (usize, &(Option<String>, String))| {
        let heading =
            heading.as_ref().map_or_else(String::new, |text| format!("<h2 id=\"h{place}\">{}</h2>", escape(text)));
        format!("{heading}<p>{}</p>", escape(text))
    };
    let sections: String = document.sections.iter().enumerate().map(section).collect();
    let title = escape(&document.title);
    format!("<!doctype html><html lang=\"en\"><title>{title}</title><body><h1>{title}</h1>{sections}</body></html>")
}
