//! What makes a build a preview.

use super::settings::{Failure, Session};
use crate::model::{Preview, SafeUrl};

/// Arguments of previews.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Previews")]
pub struct Options {
    /// Say on every page that this is a preview, and of what, e.g. "Pull request #7"
    #[arg(long, value_name = "LABEL")]
    pub preview: Option<String>,

    /// Where it is discussed
    #[arg(long, value_name = "URL", requires = "preview", value_parser = web)]
    pub preview_url: Option<SafeUrl>,

    /// The commit that is shown, when it is not the one that is checked out
    #[arg(long, value_name = "COMMIT", requires = "preview", value_parser = commit)]
    pub preview_commit: Option<String>,
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
    /// Makes the build of a session a preview, if it is to be one.
    pub fn apply(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        let Some(label) = &self.preview else { return Ok(()) };
        session.config.preview = Some(Preview {
            label: label.chars().take(LONGEST).collect(),
            url: self.preview_url.clone(),
            commit: self.preview_commit.clone(),
            ..Preview::default()
        });
        Ok(())
    }
}
