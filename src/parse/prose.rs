//! Descriptions, which are Markdown in every page that shows them.

use super::{
    problem::{Problem, Problems},
    rules::UNSAFE_DESCRIPTION,
};
use crate::{
    markdown::{self, Resolve, Target},
    model::Node,
};

/// Links are judged where they are shown; here only the markup counts.
struct AnyLink;

impl Resolve for AnyLink {
    fn link(&self, _destination: &str) -> Target {
        Target::Dropped
    }

    fn image(&self, _destination: &str) -> Target {
        Target::Dropped
    }
}

/// Says that a description holds markup which pages leave out.
pub(super) fn check_description(document: &Node, problems: &mut Problems) {
    let Some(node) = document.at(&["metadata", "description"]) else { return };
    let Some(text) = node.as_str().filter(|text| text.contains('<')) else { return };
    if let Some((_, _, message)) = markdown::render(text, &AnyLink).problems.into_iter().next() {
        let message = format!("the description is shown without some of its markup: {message}");
        problems.push(Problem::new(&UNSAFE_DESCRIPTION, node, message).hint("write it in Markdown"));
    }
}
