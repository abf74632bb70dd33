//! The tools whose descriptors are read, and how their files are known.

use super::{
    compass, cortex, datadog,
    draft::{Reading, Target},
    opslevel, port, score,
};
use crate::model::{Node, RelationField, RepoPath};

/// A tool with a catalog of its own.
pub(in crate::parse) struct Tool {
    /// What people call it.
    pub(super) title: &'static str,
    /// The names of its files, without `.yaml` or `.yml`.
    pub(super) names: &'static [&'static str],
    /// A folder that holds nothing but its files, whatever they are called; empty when there is none.
    pub(super) folder: &'static str,
    /// Whether a name says that the file is one of the tool's; other tools have files of the same name otherwise.
    pub(super) is_named: bool,
    /// What the text of each file holds, of which the name does not say enough; one of them is there.
    pub(super) marks: &'static [&'static str],
    /// Takes what a document declares.
    pub(super) read: fn(&Node, &mut Reading),
    /// What a name means that stands in a field, when nothing that was read is called like it.
    pub(super) target: fn(&str, &RelationField) -> Target,
}

/// All tools. In one folder the descriptors of the first count: it says most.
pub(super) static TOOLS: [Tool; 6] = [
    Tool {
        title: "Datadog",
        names: &["service.datadog", "entity.datadog"],
        folder: "",
        is_named: true,
        marks: &[],
        read: datadog::read,
        target: datadog::target,
    },
    Tool {
        title: "Cortex",
        names: &["cortex"],
        folder: ".cortex",
        is_named: false,
        marks: &["x-cortex-"],
        read: cortex::read,
        target: Target::of_field,
    },
    Tool {
        title: "OpsLevel",
        names: &["opslevel"],
        folder: "",
        is_named: true,
        marks: &[],
        read: opslevel::read,
        target: Target::of_field,
    },
    Tool {
        title: "Compass",
        names: &["compass"],
        folder: "",
        is_named: false,
        marks: &["typeId", "ownerId", "configVersion", "ari:cloud:compass"],
        read: compass::read,
        target: compass::target,
    },
    Tool {
        title: "Port",
        names: &["port"],
        folder: "",
        is_named: false,
        marks: &["blueprint"],
        read: port::read,
        target: port::target,
    },
    Tool {
        title: "Score",
        names: &["score"],
        folder: "",
        is_named: false,
        marks: &["score.dev/"],
        read: score::read,
        target: Target::of_field,
    },
];

/// The tool that a file is for, by its name.
pub(super) fn of(path: &RepoPath) -> Option<&'static Tool> {
    let name = path.file_name();
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
    let folder = path.parent();
    TOOLS.iter().find(|tool| {
        let inside = !tool.folder.is_empty() && folder.as_str().split('/').any(|part| part == tool.folder);
        inside || tool.names.contains(&stem)
    })
}
