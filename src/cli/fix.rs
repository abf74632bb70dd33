//! `callboard fix`.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, process::ExitCode};

use super::{
    environment::Environment,
    options::Common,
    report,
    settings::{Failure, Session},
};
use crate::{
    diagnostic::{Finding, Format, Patch, Side, harmless, nearest},
    model::{Catalog, RepoIndex, RepoPath},
    pipeline::{self, Repairs},
    query::{self, Today},
    rules,
};

/// Show where catalog files contradict their repositories, and mend what can safely be mended
///
/// Each contradiction is shown with both sides, and with the change of the catalog file where that is safe. Nothing is
/// written without --write. Examples:
///
///   callboard fix 'owner:group:default/payments'
///   callboard fix --only docs-undeclared --write
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// Of which entities; the empty query means all
    #[arg(value_name = "QUERY", allow_hyphen_values = true, default_value = "")]
    query: String,

    #[command(flatten)]
    common: Common,

    /// Only what these rules of drift find, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    only: Vec<String>,

    /// Change the catalog files of local folders; links, and files that are not as they were read, stay as they are
    #[arg(long)]
    write: bool,
}

/// The patches of each catalog file.
type Files<'f> = BTreeMap<(RepoIndex, &'f RepoPath), Vec<&'f Patch>>;

/// Reads, compares, prints and writes.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    arguments.only.iter().try_for_each(|rule| known(rule))?;
    let session = Session::begin(&arguments.common, Format::Human, environment)?;
    let repairs = session.run(|surroundings| pipeline::repairs(&session.config, surroundings))?;
    let query = query::parse(&arguments.query, repairs.ground.vocabulary())
        .map_err(|error| Failure::Request(error.show(&arguments.query)))?;
    let today = Today::parse(&environment.today).ok_or_else(|| Failure::World("the clock is wrong".to_owned()))?;
    let mut wanted = query::answer(&repairs.ground, &query, today);
    wanted.sort_unstable();
    let is_wanted = |finding: &&Finding| {
        wanted.binary_search(&finding.entity.0).is_ok()
            && (arguments.only.is_empty() || arguments.only.iter().any(|rule| rule == finding.rule.id))
    };
    let findings: Vec<&Finding> = repairs.drift.findings.iter().filter(is_wanted).collect();
    report::answer(&findings.iter().map(|finding| told(&repairs.catalog, finding)).collect::<String>());
    let mut files = Files::new();
    for patch in findings.iter().filter_map(|finding| finding.patch.as_ref()) {
        files.entry((patch.repo, &patch.path)).or_default().push(patch);
    }
    let ready: usize = files.values().map(Vec::len).sum();
    if arguments.write {
        files.iter().try_for_each(|(file, patches)| write(&repairs, *file, patches))?;
    } else if ready > 0 {
        report::note(&format!("{ready} of {} can be mended here; --write does it", findings.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a rule that does not exist.
fn known(rule: &str) -> Result<(), Failure> {
    let ids = || rules::of_drift().into_iter().map(|rule| rule.id);
    if ids().any(|id| id == rule) {
        return Ok(());
    }
    let hint = nearest(rule, ids()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Err(Failure::Usage(format!("no rule of drift is called `{rule}`{hint}")))
}

/// A finding with both sides and its change.
fn told(catalog: &Catalog, finding: &Finding) -> String {
    let (severity, id) = (finding.severity.name(), finding.rule.id);
    let mut text = format!("{}: {severity}[{id}]: {}\n", catalog[finding.entity].id, harmless(&finding.message));
    for (what, side) in [("catalog", &finding.declared), ("repository", &finding.shown)] {
        let _ = writeln!(text, "  {what}: {} ({})", place(catalog, side), harmless(&side.words));
    }
    let _ = writeln!(text, "  hint: {}", finding.rule.advice);
    for line in finding.patch.iter().flat_map(|patch| patch.diff.lines()) {
        let _ = writeln!(text, "{}", harmless(line));
    }
    text.push('\n');
    text
}

fn place(catalog: &Catalog, side: &Side) -> String {
    let evidence = &side.evidence;
    let mut text = format!("{}/{}", catalog[evidence.repo].name, evidence.path).trim_end_matches('/').to_owned();
    for number in [evidence.line, side.column].into_iter().take_while(|number| *number > 0) {
        let _ = write!(text, ":{number}");
    }
    if let Some(commit) = &evidence.commit {
        let _ = write!(text, "@{}", commit.get(..10).unwrap_or(commit));
    }
    text
}

/// Writes a catalog file with its patches, when it lies on this disk as it was read.
#[expect(clippy::disallowed_methods, reason = "the command line changes the files that it was asked to")]
fn write(repairs: &Repairs, file: (RepoIndex, &RepoPath), patches: &[&Patch]) -> Result<(), Failure> {
    let (repo, path) = file;
    let name = format!("{}/{path}", repairs.catalog[repo].name);
    let stays = |why: &str| {
        report::note(&format!("{name} stays as it is: {why}"));
        Ok(())
    };
    let Some(folder) = repairs.folder(repo) else { return stays("its repository lies in no folder here") };
    let place = folder.join(path.as_str());
    if is_link(&folder, &place) {
        return stays("a link leads to it");
    }
    let Some((old, new, count)) = repairs.mended(file, patches) else { return stays("it cannot be read") };
    if std::fs::read(&place).ok().as_deref() != Some(old.as_bytes()) {
        return stays("it is not as it was read; commit it, or take the change back");
    }
    std::fs::write(&place, new).map_err(|error| Failure::World(format!("{}: {error}", place.display())))?;
    if count < patches.len() {
        report::note(&format!("{name}: {count} of {} mended; run it again for the others", patches.len()));
        return Ok(());
    }
    report::note(&format!("{name}: {count} mended"));
    Ok(())
}

/// Whether a file or a folder on the way to it is a link.
fn is_link(folder: &Path, place: &Path) -> bool {
    let on_the_way = place.ancestors().take_while(|path| *path != folder);
    on_the_way.into_iter().any(|path| path.is_symlink())
}
