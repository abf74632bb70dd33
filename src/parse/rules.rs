//! What this stage checks.

use crate::diagnostic::{Rule, Severity};

/// All rules of this stage.
pub const ALL: &[&Rule] = &[
    &UNREADABLE_FILE,
    &YAML_SYNTAX,
    &ENTITY_SCHEMA,
    &ENTITY_FORMAT,
    &INVALID_REFERENCE,
    &UNKNOWN_KIND,
    &MISSPELT_KIND,
    &UNSAFE_URL,
    &UNSAFE_DESCRIPTION,
    &DEPRECATED_ANNOTATION,
    &LOCATION_TARGET,
    &LOCATION_OUTSIDE,
    &PLACEHOLDER_TARGET,
    &PLACEHOLDER_OUTSIDE,
    &SKELETON_FILES,
    &DESCRIPTOR_FORMAT,
    &DESCRIPTOR_UNUSED,
];

/// A file that is no text, too large, or a link to nowhere.
pub static UNREADABLE_FILE: Rule = Rule {
    id: "unreadable-file",
    severity: Severity::Error,
    summary: "A catalog file cannot be read: it is too large, not UTF-8, holds control characters, or is a broken link",
};

/// A document that YAML forbids.
pub static YAML_SYNTAX: Rule = Rule {
    id: "yaml-syntax",
    severity: Severity::Error,
    summary: "A document is not valid YAML, repeats a key, or is larger or deeper than a portal reads",
};

/// A document that Backstage's schema forbids.
pub static ENTITY_SCHEMA: Rule = Rule {
    id: "entity-schema",
    severity: Severity::Error,
    summary: "An entity lacks a required field, has a field of the wrong type, or one that its kind does not know",
};

/// A name, key or value that Backstage's format rules forbid.
pub static ENTITY_FORMAT: Rule = Rule {
    id: "entity-format",
    severity: Severity::Error,
    summary: "A name, namespace, label, annotation, tag or link is not written as Backstage requires",
};

/// A relation field that holds no entity reference.
pub static INVALID_REFERENCE: Rule = Rule {
    id: "invalid-reference",
    severity: Severity::Error,
    summary: "A relation field does not hold an entity reference of the form [kind:][namespace/]name",
};

/// A kind that Backstage does not know.
pub static UNKNOWN_KIND: Rule = Rule {
    id: "unknown-kind",
    severity: Severity::Info,
    summary: "An entity is of a kind that Backstage does not know; it is shown as it is",
};

/// A kind or version that is nearly one that Backstage knows.
pub static MISSPELT_KIND: Rule = Rule {
    id: "misspelt-kind",
    severity: Severity::Warning,
    summary: "The kind or apiVersion of an entity is nearly one that Backstage knows, which therefore ignores the entity",
};

/// A URL that no click may open.
pub static UNSAFE_URL: Rule = Rule {
    id: "unsafe-url",
    severity: Severity::Warning,
    summary: "A link is not http, https, mailto or tel, so that the portal does not make it clickable",
};

/// Raw HTML that pages leave out.
pub static UNSAFE_DESCRIPTION: Rule = Rule {
    id: "unsafe-description",
    severity: Severity::Warning,
    summary: "The description of an entity holds markup that is not published",
};

/// An annotation that Backstage has replaced.
pub static DEPRECATED_ANNOTATION: Rule =
    Rule { id: "deprecated-annotation", severity: Severity::Info, summary: "An annotation is deprecated in Backstage" };

/// A Location that leads nowhere.
pub static LOCATION_TARGET: Rule =
    Rule { id: "location-target", severity: Severity::Error, summary: "A target of a Location does not exist" };

/// A Location that leads out of what was collected.
pub static LOCATION_OUTSIDE: Rule = Rule {
    id: "location-outside",
    severity: Severity::Info,
    summary: "A target of a Location lies outside the collected repositories and is not followed",
};

/// A placeholder whose file cannot be put in.
pub static PLACEHOLDER_TARGET: Rule = Rule {
    id: "placeholder-target",
    severity: Severity::Error,
    summary: "A $text, $json or $yaml placeholder names a file that does not exist or does not parse",
};

/// A placeholder that leads out of its repository.
pub static PLACEHOLDER_OUTSIDE: Rule = Rule {
    id: "placeholder-outside",
    severity: Severity::Warning,
    summary: "A $text, $json or $yaml placeholder leads out of its repository and is not read",
};

/// Documents that are templates of entities.
pub static SKELETON_FILES: Rule = Rule {
    id: "skeleton-files",
    severity: Severity::Info,
    summary: "Documents in template skeletons, or with template placeholders, are no entities",
};

/// A descriptor of another catalog that its tool would not take.
pub static DESCRIPTOR_FORMAT: Rule = Rule {
    id: "descriptor-format",
    severity: Severity::Warning,
    summary: "A descriptor of another catalog lacks a name, or says something in a form that is not its tool's",
};

/// A descriptor of another catalog whose entity is declared elsewhere.
pub static DESCRIPTOR_UNUSED: Rule = Rule {
    id: "descriptor-unused",
    severity: Severity::Info,
    summary: "A descriptor of another catalog is not used, because its entity is declared elsewhere",
};
