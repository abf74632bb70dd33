//! What makes a build a preview.

use std::path::PathBuf;

use clap::ValueHint;

use super::{
    diff::{self, ReviewFormat},
    report,
    settings::{Failure, Session},
};
use crate::{
    collect::Pair,
    model::{Preview, SafeUrl},
    pipeline::{self, Compared, Outcome},
};

/// Arguments of previews.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Previews")]
pub struct Options {
    /// Say on every page that this is a preview, and of what, e.g. "Pull request #7"
    #[arg(long, value_name = "LABEL")]
    preview: Option<String>,

    /// Where it is discussed
    #[arg(long, value_name = "URL", requires = "preview", value_parser = web)]
    preview_url: Option<SafeUrl>,

    /// The commit that is shown, when it is not the one that is checked out
    #[arg(long, value_name = "COMMIT", requires = "preview", value_parser = commit)]
    preview_commit: Option<String>,

    /// Compare with where the work tree left this revision: what changed is marked and listed, and only new problems
    /// are told
    #[arg(long, value_name = "BASE", requires = "preview")]
    base: Option<String>,

    /// The clone that is compared; it is read in place of what it is a clone of [default: the working directory's]
    #[arg(long, value_name = "PATH", requires = "base", value_hint = ValueHint::DirPath)]
    repo: Option<PathBuf>,

    /// Also write what `callboard diff` tells, in one of its formats, into a file; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", requires = "base", value_parser = diff::filed)]
    review: Vec<(ReviewFormat, PathBuf)>,
}

/// Longer labels are cut, in characters.
const LONGEST: usize = 80;

fn web(text: &str) -> Result<SafeUrl, String> {
    SafeUrl::parse(text).filter(|url| url.as_str().starts_with("http")).ok_or_else(|| "is no web address".to_owned())
}

fn commit(text: &str) -> Result<String, String> {
    let plain = (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| text.to_ascii_lowercase()).ok_or_else(|| "is no commit: 7 to 64 hexadecimal digits".to_owned())
}

impl Options {
    /// Makes the build of a session a preview, if it is to be one; gives what was compared.
    pub fn apply(&self, session: &mut Session<'_>) -> Result<Option<Compared>, Failure> {
        let Some(label) = &self.preview else { return Ok(None) };
        let mut preview = Preview {
            label: label.chars().take(LONGEST).collect(),
            url: self.preview_url.clone(),
            commit: self.preview_commit.clone(),
            ..Preview::default()
        };
        let compared = self.base.as_ref().map(|base| self.compare(base, session)).transpose()?;
        if let Some(compared) = &compared {
            pipeline::tell(&mut preview, &compared.review);
            session.config.stand_in = Some(self.clone_in(session));
        }
        session.config.preview = Some(preview);
        Ok(compared)
    }

    fn clone_in(&self, session: &Session<'_>) -> PathBuf {
        session.environment.folder.join(self.repo.as_deref().unwrap_or_else(|| ".".as_ref()))
    }

    fn compare(&self, base: &str, session: &Session<'_>) -> Result<Compared, Failure> {
        let repo = self.clone_in(session);
        let pair = Pair { repo: &repo, base, head: None };
        let compared = session
            .run(|surroundings| pipeline::compare(&session.config, surroundings, &pair))
            .map_err(Failure::Usage)?;
        let view = report::plain_view(&compared.folders, session.environment);
        for (format, file) in &self.review {
            report::write(session.environment, file, &diff::show(*format, &compared, (None, None), &view))?;
        }
        Ok(compared)
    }
}

/// Leaves only what the change brought to be told.
pub fn narrow(outcome: &mut Outcome, compared: Option<&Compared>) {
    if let Some(compared) = compared {
        outcome.diagnostics.clone_from(&compared.findings);
        outcome.folders.extend(compared.folders.clone());
    }
}
