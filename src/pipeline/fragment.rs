//! Collecting for another run.

use std::{collections::BTreeMap, sync::Arc};

use super::{Outcome, Surroundings, know::collecting};
use crate::{
    collect::{self, Fragment, Plan},
    config::Config,
    diagnostic::judge,
};

/// Asks the forges what there is to read.
///
/// # Errors
/// When one of them does not list an organisation.
pub fn plan(config: &Config, surroundings: &Surroundings<'_>) -> Result<Plan, String> {
    (surroundings.stage)("plan");
    Plan::make(&config.sources, &collecting(config, surroundings))
}

/// Reads the sources, or one shard of them, and writes them to a fragment. Gives how many repositories there are in all
/// shards as well.
///
/// # Errors
/// When the disk fails, or something else lies where the fragment is to be.
pub fn fragment(
    config: &Config,
    surroundings: &Surroundings<'_>,
    plan: Option<Plan>,
    fragment: &Fragment,
) -> Result<(Outcome, usize), String> {
    (surroundings.stage)("collect");
    let mut options = collecting(config, surroundings);
    options.plan = plan.map(Arc::new);
    options.skip.push(fragment.output.clone());
    let mut written = collect::write_fragment(&config.sources, &options, surroundings.progress, fragment)?;
    judge(&config.rules, &[], &mut written.diagnostics);
    let outcome = Outcome {
        diagnostics: written.diagnostics,
        entities: 0,
        repositories: written.repositories,
        pages: 0,
        written: (written.files, written.bytes),
        site: String::new(),
        folders: BTreeMap::new(),
    };
    Ok((outcome, written.of))
}
