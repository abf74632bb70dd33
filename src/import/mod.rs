//! What is there already, as what Callboard reads. In: the configuration of a Backstage instance, or the files of a
//! repository that nobody has described. Out: the texts of a `callboard.yaml` and of a `catalog-info.yaml`, each line with
//! where it was concluded from, for people to look through. It must not know where they are written, nor resolve anything
//! from the environment.

mod proposal;
mod settings;

pub use proposal::{Known, Member, Proposal, alone, members, name as system_name, propose, propose_system};
pub use settings::{Imported, settings};

/// Text that can stand in a comment: one line without anything that a terminal or a reader would trip over.
fn remark(text: &str) -> String {
    let kept = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = text.chars().take(LONGEST_REMARK).map(kept).collect();
    line.trim().to_owned()
}

/// The longest piece of somebody's text in a comment, in characters.
const LONGEST_REMARK: usize = 400;

/// A scalar for YAML: bare when it can be nothing else, in quotes otherwise.
fn scalar(text: &str) -> String {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    let words = ["true", "false", "null", "yes", "no", "on", "off"];
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(inner)
        && !text.ends_with(':')
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { serde_json::to_string(text).expect("a text is JSON") }
}
