//! The reports of the configuration.

use super::Known;
use crate::{
    config::Config,
    diagnostic::Diagnostic,
    model::Output,
    query::{self, Facts, Ground, Today},
    render,
};

/// What is wrong with the reports. Which fields there are does not depend on what else is known of entities.
pub(super) fn check(config: &Config, known: &Known) -> Vec<Diagnostic> {
    if config.reports.is_empty() {
        return Vec::new();
    }
    let facts = vec![Facts::default(); known.catalog.entities().len()];
    let ground = Ground::new(&known.catalog, &facts);
    let ground = match known.scores.get() {
        Some(scores) => ground.with_scores(scores),
        None => ground,
    };
    query::check(&config.reports, ground.vocabulary())
}

/// Answers all reports, as pages and files.
pub(super) fn publish(
    config: &Config,
    known: &Known,
    (site, ground): (&mut render::Site<'_>, &Ground),
    put: &super::Put<'_>,
) -> Result<(), String> {
    let today = today(known);
    for report in &config.reports {
        let Some(answer) = today.and_then(|today| query::report(report, ground, today)) else {
            continue;
        };
        put(&site.answer(report, &answer)?)?;
        put(&Output { path: report.path("csv"), bytes: answer.csv.into_bytes() })?;
        put(&Output { path: report.path("json"), bytes: answer.json.into_bytes() })?;
    }
    Ok(())
}

/// The day from which ages are counted: that of the newest commit, as the portal shows what was then.
pub(super) fn today(known: &Known) -> Option<Today> {
    Today::parse(day(known).unwrap_or(NO_DAY))
}

/// The day that stands for one that is not known.
pub(super) const NO_DAY: &str = "1970-01-01";

/// The day of the newest commit; none when no source is a repository.
pub(super) fn day(known: &Known) -> Option<&str> {
    let days = known.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10));
    days.filter(|day| Today::parse(day).is_some()).max()
}
