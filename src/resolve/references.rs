//! References to what is not there, or does not belong there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{
    Scene, place,
    rules::{DANGLING_REFERENCE, REFERENCE_KIND, UNKNOWN_OWNER},
};
use crate::{
    diagnostic::{Diagnostic, Severity, nearest},
    model::{EntityId, Place, Reference},
};

/// For so many different names a similar one is looked for; more are the sign of a part of the organisation
/// that is not collected, and the search takes time.
const MOST_HINTS: usize = 200;

/// Reports references that dangle, and those to the wrong kind.
pub(super) fn check(scene: &Scene<'_>) -> Vec<Diagnostic> {
    let references = || {
        let declared = scene.declared.iter();
        declared.flat_map(|of| of.1.references.iter().map(move |reference| (of, reference, &reference.target)))
    };
    let missing: BTreeSet<&EntityId> =
        references().map(|(.., target)| target).filter(|target| scene.find(target).is_none()).collect();
    let hints = hints(scene, &missing);
    let mut diagnostics = Vec::new();
    for ((id, declaration), reference, target) in references() {
        let at = place(scene.repos, declaration, (reference.line, reference.column));
        let diagnostic = if scene.find(target).is_none() {
            Some(dangling(reference, target, at, hints.get(target)))
        } else {
            wrong_kind(reference, target).map(|message| {
                let hint = format!("name a {}", reference.field.allowed_kinds.join(" or a "));
                Diagnostic::new(&REFERENCE_KIND, at, message).hint(hint)
            })
        };
        diagnostics.extend(diagnostic.map(|mut diagnostic| {
            if !declaration.known_kind {
                diagnostic.severity = Severity::Info;
            }
            diagnostic.entity(id)
        }));
    }
    diagnostics
}

fn wrong_kind(reference: &Reference, target: &EntityId) -> Option<String> {
    let allowed = reference.field.allowed_kinds;
    let fits = allowed.is_empty() || allowed.iter().any(|kind| kind.eq_ignore_ascii_case(target.kind()));
    (!fits)
        .then(|| format!("`{}` names {}, which is no {}", reference.field.field, short(target), allowed.join(" or ")))
}

fn dangling(reference: &Reference, target: &EntityId, at: Place, hint: Option<&String>) -> Diagnostic {
    let diagnostic = if reference.field.field == "spec.owner" {
        Diagnostic::new(&UNKNOWN_OWNER, at, format!("the owner {} is not declared", short(target)))
    } else {
        Diagnostic::new(
            &DANGLING_REFERENCE,
            at,
            format!("`{}` names {}, which is not declared", reference.field.field, short(target)),
        )
    };
    Diagnostic { hint: hint.cloned(), ..diagnostic }
}

/// Whether one kind may be mistaken for the other: who owns for who owns, what is owned for what is owned.
fn are_alike(a: &str, b: &str) -> bool {
    let who = |kind: &str| ["group", "user"].contains(&kind);
    let what = |kind: &str| !who(kind) && !["location", "template"].contains(&kind);
    (who(a) && who(b)) || (what(a) && what(b))
}

/// Enough of an identity for a message; names in references may be of any length.
fn short(id: &EntityId) -> String {
    let mut chars = id.as_str().chars();
    let start: String = chars.by_ref().take(200).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}

/// What may be meant by each missing name.
fn hints<'a>(scene: &Scene<'_>, missing: &BTreeSet<&'a EntityId>) -> HashMap<&'a EntityId, String> {
    let mut by_kind: BTreeMap<&str, Vec<&EntityId>> = BTreeMap::new();
    // Of a name and kind the first namespace is enough, and of many kinds a few: most are alike.
    let mut by_name: BTreeMap<&str, BTreeMap<&str, &EntityId>> = BTreeMap::new();
    for (id, _) in scene.declared {
        by_kind.entry(id.kind()).or_default().push(id);
        by_name.entry(id.name()).or_default().entry(id.kind()).or_insert(id);
    }
    let searched: BTreeSet<&EntityId> = missing.iter().take(MOST_HINTS).copied().collect();
    missing
        .par_iter()
        .filter_map(|target| {
            let same_kind = by_kind.get(target.kind()).map_or(&[][..], Vec::as_slice);
            let namesake = by_name.get(target.name()).and_then(|by_kind| {
                let alike = || by_kind.iter().find(|(kind, _)| are_alike(kind, target.kind()));
                by_kind.get(target.kind()).or_else(|| alike().map(|(_, id)| id))
            });
            if let Some(id) = namesake {
                return Some((*target, format!("did you mean \"{id}\"?")));
            }
            if same_kind.is_empty() {
                return Some((
                    *target,
                    format!("no {} is declared at all; collect the repository that declares them", target.kind()),
                ));
            }
            if !searched.contains(target) {
                return None;
            }
            let near = nearest(target.name(), same_kind.iter().map(|id| id.name()))?;
            let id = same_kind.iter().find(|id| id.name() == near)?;
            Some((*target, format!("did you mean \"{id}\"?")))
        })
        .collect()
}
