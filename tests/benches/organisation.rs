//! A whole portal of a large made-up organisation: time, pages and bytes a second, peak memory.
//!
//! ```text
//! cargo bench --bench organisation -- large              # 1,000 repositories, 20,000 entities, 20,000 pages
//! cargo bench --bench organisation -- small              # a tenth of that
//! cargo bench --bench organisation -- again              # large: from nothing, unchanged, 1 % changed, with ratios
//! cargo bench --bench organisation -- reviewed           # large: the review of a change of one repository
//! ```
//!
//! Each run is a process of its own, `callboard build` over bare repositories on this machine, and is measured
//! from outside; the organisation is made once. On two cores at rest a run
//! of `large` took 11.2 to 12.7 s, and 10.1 to 11.0 s with the profile `dist`: 3,100 to 4,000 pages a second, 64 to
//! 81 MB a second, and at most 562 MB.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench runs the program, times it and prints")]

#[path = "../support/git.rs"]
#[expect(dead_code, reason = "tests need more of it")]
mod git;
#[path = "../support/organisation.rs"]
mod organisation;
#[path = "../support/prose.rs"]
mod prose;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use divan::counter::ItemsCount;
use organisation::Size;

const LARGE: Size = Size { repositories: 1_000, entities: 20_000, pages: 20_000 };
const SMALL: Size = Size { repositories: 100, entities: 2_000, pages: 2_000 };

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn large(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, LARGE);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn small(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, SMALL);
}

/// Builds from nothing, then with nothing changed, then with 1 % of all repositories changed, into the same folder; the
/// last two several times, as the site before the last one counts as well. Ratios are those of medians.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn again(bencher: divan::Bencher<'_, '_>) {
    let organisation = make(LARGE);
    let site = organisation.folder.path().join("site");
    bencher.bench_local(|| {
        let cold = build(&organisation, LARGE, &site);
        let unchanged = [(); 3].map(|()| build(&organisation, LARGE, &site));
        let changed = [1, 2, 3].map(|times| {
            organisation::change(organisation.folder.path(), LARGE, LARGE.repositories / 100, times);
            build(&organisation, LARGE, &site)
        });
        for (name, runs) in [("nothing changed", unchanged), ("1 % changed", changed)] {
            let median = |of: fn(&(f64, f64)) -> f64| {
                let mut values = runs.each_ref().map(of);
                values.sort_by(f64::total_cmp);
                values[1]
            };
            let (seconds, processor) = (median(|run| run.0) / cold.0, median(|run| run.1) / cold.1);
            println!("{name}: {seconds:.2} of the time, {processor:.2} of the processor time");
        }
    });
}

/// Reviews a change of one repository that takes a page and an entity away.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn reviewed(bencher: divan::Bencher<'_, '_>) {
    let organisation = make(LARGE);
    let place = organisation.folder.path();
    let clone = place.join("clone");
    git::git(place, &["clone", "--quiet", &organisation.repositories[500].to_string_lossy(), "clone"]);
    let page = git::git(&clone, &["ls-files", "docs"]).lines().next().expect("a page").to_owned();
    git::git(&clone, &["rm", "--quiet", &page]);
    let file = clone.join("catalog-info.yaml");
    let catalog = std::fs::read_to_string(&file).expect("a catalog file");
    let (less, _) = catalog.rsplit_once("\n---\n").expect("more than one entity");
    std::fs::write(&file, less).expect("the file can be written");
    git::commit(&clone, "less");
    std::fs::write(place.join("callboard.yaml"), "sources:\n  - path: repo-*.git\n").expect("the configuration");
    bencher.bench_local(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        command.args(["diff", "origin/main", "--quiet", "--fail-on", "never", "--config", "../callboard.yaml"]);
        let (seconds, processor, peak) = run(command.current_dir(&clone).stdout(Stdio::null()));
        println!("{seconds:.1} s, {processor:.1} s of processors, {peak} kB at most");
    });
}

/// An organisation on disk.
struct Organisation {
    folder: tempfile::TempDir,
    repositories: Vec<PathBuf>,
    bytes: u64,
}

/// Builds the site again and again, each time in a new place: ext4 makes files slowly for some seconds after as many
/// were removed.
fn measure(bencher: divan::Bencher<'_, '_>, size: Size) {
    let organisation = make(size);
    let mut sites = (0..).map(|number| organisation.folder.path().join(format!("site-{number}")));
    bencher
        .counter(ItemsCount::new(size.pages + size.entities))
        .with_inputs(|| sites.next().expect("numbers do not end"))
        .bench_local_values(|site| {
            build(&organisation, size, &site);
        });
}

fn make(size: Size) -> Organisation {
    let folder = tempfile::tempdir().expect("a folder");
    let repositories = organisation::write(folder.path(), size);
    let files = (0..size.repositories).flat_map(|number| organisation::files(size, number));
    Organisation { bytes: files.map(|(_, text)| text.len() as u64).sum(), repositories, folder }
}

/// Builds the site once and prints what divan does not know. Gives seconds by the clock and of processor time.
fn build(organisation: &Organisation, size: Size, site: &Path) -> (f64, f64) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.args(["build", "--quiet", "--cache"]).arg(organisation.folder.path().join("cache"));
    command.arg("--output").arg(site).args(&organisation.repositories);
    let (seconds, processor, peak) = run(command.stdout(Stdio::null()));
    println!(
        "{seconds:.1} s, {processor:.1} s of processors, {:.0} pages/s, {:.1} MB/s of source, {peak} kB at most",
        (size.pages + size.entities) as f64 / seconds,
        organisation.bytes as f64 / 1e6 / seconds,
    );
    (seconds, processor)
}

/// Runs a program to its end. Gives seconds by the clock and of processor time, and the most memory in kB.
fn run(command: &mut Command) -> (f64, f64, u64) {
    let start = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let process = Path::new("/proc").join(child.id().to_string());
    let (mut peak, mut processor) = (0, 0.0_f64);
    while child.try_wait().expect("the program is ours").is_none() {
        peak = peak.max(high_water(&process.join("status")));
        processor = processor.max(processor_time(&process.join("stat")));
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(child.wait().expect("the program ends").success());
    (start.elapsed().as_secs_f64(), processor, peak)
}

/// Seconds that processors have worked for a process so far (Linux only; else 0), in hundredths.
fn processor_time(stat: &Path) -> f64 {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that a process had so far, in kB (`VmHWM`, Linux only; else 0).
fn high_water(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
