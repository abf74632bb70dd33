//! All rules, and which of them speak of an entity.

mod address;
mod apis;
mod depends;
mod docs;
mod labels;
mod lifecycle;
mod owners;
mod sorts;

use super::subject::Subject;
use crate::diagnostic::{DriftRule, Finding, Severity};

/// All rules, in the order in which pages and the manual show them.
pub const RULES: [&DriftRule; 40] = [
    &owners::OWNER_DIFFERS,
    &owners::OTHERS_COMMIT,
    &owners::CODE_OWNER_UNKNOWN,
    &owners::OWNER_LABEL_DIFFERS,
    &owners::CONTACT_DIFFERS,
    &lifecycle::PRODUCTION_IDLE,
    &lifecycle::EXPERIMENT_IDLE,
    &lifecycle::DEPRECATED_BUSY,
    &lifecycle::README_SAYS_OVER,
    &lifecycle::MANIFEST_SAYS_OVER,
    &lifecycle::MATURITY_DIFFERS,
    &lifecycle::API_DEPRECATED,
    &depends::PACKAGE_UNDECLARED,
    &depends::PACKAGE_UNUSED,
    &depends::SERVICE_UNDECLARED,
    &depends::RESOURCE_UNDECLARED,
    &depends::RESOURCE_DIFFERS,
    &depends::API_UNDECLARED,
    &apis::DEFINITION_UNREGISTERED,
    &apis::API_TYPE_DIFFERS,
    &apis::API_VERSION_DIFFERS,
    &sorts::LIBRARY_DEPLOYED,
    &sorts::SERVICE_IS_LIBRARY,
    &sorts::LANGUAGE_DIFFERS,
    &docs::DOCS_FOLDER_GONE,
    &docs::DOCS_UNDECLARED,
    &docs::DECISIONS_GONE,
    &docs::DECISIONS_UNDECLARED,
    &docs::DOCS_OLD,
    &address::LINK_GONE,
    &address::SOURCE_GONE,
    &address::REPOSITORY_MOVED,
    &address::ADDRESS_MOVED,
    &address::WORKFLOW_GONE,
    &address::CI_GONE,
    &labels::SONAR_KEY_DIFFERS,
    &labels::LICENCE_DIFFERS,
    &labels::VERSION_DIFFERS,
    &labels::DESCRIPTION_EMPTY,
    &labels::KUBERNETES_ID_DIFFERS,
];

/// A rule that is a warning unless configuration says otherwise: its id and title, what is compared, what to do.
const fn warning(
    (id, title): (&'static str, &'static str),
    (declared, shown): (&'static str, &'static str),
    advice: &'static str,
) -> DriftRule {
    DriftRule { id, title, severity: Severity::Warning, declared, shown, advice }
}

/// One that is worth knowing.
const fn info(
    names: (&'static str, &'static str),
    sides: (&'static str, &'static str),
    advice: &'static str,
) -> DriftRule {
    DriftRule { severity: Severity::Info, ..warning(names, sides, advice) }
}

/// What the rules find of an entity.
pub(super) fn find(subject: &Subject<'_>) -> Vec<Finding> {
    if !Subject::is_written(subject.entity) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for rules in
        [owners::find, lifecycle::find, depends::find, apis::find, sorts::find, docs::find, address::find, labels::find]
    {
        rules(subject, &mut found);
    }
    found
}
