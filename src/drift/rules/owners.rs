//! Who is said to be responsible, and who shows.

use std::collections::{BTreeMap, BTreeSet};

use super::{info, warning};
use crate::{
    diagnostic::{DriftRule, Finding},
    drift::{
        people::family,
        subject::{Code, Subject},
    },
    model::{Author, EntityIndex, Evidence, FactValue},
};

pub const OWNER_DIFFERS: DriftRule = warning(
    ("owner-differs", "Owner is not who CODEOWNERS names"),
    ("`spec.owner` of a component or template", "whom CODEOWNERS makes responsible for at least half of its files"),
    "Make the owner and CODEOWNERS name the same team; whoever reviews changes is usually right.",
);

pub const OTHERS_COMMIT: DriftRule = info(
    ("others-commit", "Only others than the owner commit"),
    ("`spec.owner` of a component", "who made its commits of a year, all of them people of the catalog"),
    "Hand the entity over to the team that works on it, or find it people.",
);

pub const CODE_OWNER_UNKNOWN: DriftRule = info(
    ("code-owner-unknown", "CODEOWNERS names a team that is not in the catalog"),
    ("the groups of the catalog", "teams in CODEOWNERS, where the catalog knows other teams of the same organisation"),
    "Add the team to the catalog, or name the team that took over in CODEOWNERS.",
);

pub const OWNER_LABEL_DIFFERS: DriftRule = warning(
    ("owner-label-differs", "Owner is not who the Kubernetes labels name"),
    (
        "`spec.owner` of a component",
        "labels `team` and `owner` of its Kubernetes objects that name a group of the catalog",
    ),
    "Make the owner and the labels name the same team.",
);

pub const CONTACT_DIFFERS: DriftRule = warning(
    ("contact-differs", "Owner is not whom the definition names as contact"),
    ("`spec.owner` of an API", "`info.contact` of its definition, when it is a group or person of the catalog"),
    "Make the owner and the contact of the definition name the same team.",
);

/// Fewer commits of a year tell little about who works on something.
const FEWEST_COMMITS: u32 = 12;

/// A year, in seconds.
const YEAR: i64 = 365 * 24 * 60 * 60;

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    let mut owners = subject.entity.related("ownedBy").filter_map(|relation| relation.entity);
    let Some(owner) = owners.next() else { return };
    let known = family(subject.content.catalog, owner);
    found.extend(contact(subject, &known));
    let Some(code) = subject.code.filter(|code| code.alone) else { return };
    if !subject.is("component") && !subject.is("template") {
        return;
    }
    let differs = owner_differs(subject, &known);
    if differs.is_none() && subject.is("component") {
        found.extend(others_commit(subject, &code, &known));
    }
    found.extend(differs);
    found.extend(owner_label(subject, &code, &known));
    found.extend(code_owner_unknown(subject, &code));
}

fn named(subject: &Subject<'_>, index: EntityIndex) -> String {
    subject.content.catalog[index].id.to_string()
}

fn owner_word(subject: &Subject<'_>) -> String {
    subject.entity.spec_str("owner").unwrap_or_default().to_owned()
}

fn owner_differs(subject: &Subject<'_>, known: &BTreeSet<EntityIndex>) -> Option<Finding> {
    let fact = subject.fact("codeowners")?;
    let FactValue::List(owners) = &fact.value else { return None };
    if owners.is_empty() || subject.number("codeowners-coverage")? < 50 {
        return None;
    }
    let owners: Option<Vec<EntityIndex>> = owners.iter().map(|owner| subject.desk.people.owner(owner)).collect();
    let owners = owners?;
    if owners.iter().any(|owner| known.contains(owner)) {
        return None;
    }
    let names: Vec<String> = owners.iter().take(3).map(|owner| named(subject, *owner)).collect();
    let message =
        format!("the owner is `{}`, and CODEOWNERS makes {} responsible", owner_word(subject), names.join(", "));
    let declared = subject.declared(&["spec", "owner"], format!("owner: {}", owner_word(subject)));
    let shown = subject.seen(fact, format!("responsible: {}", names.join(", ")));
    subject.find(&OWNER_DIFFERS, message, (declared, shown), None)
}

/// People of the catalog who changed the folder in a year, with their commits; nothing when somebody is not known.
fn committers(subject: &Subject<'_>, code: &Code<'_>) -> Option<(BTreeMap<EntityIndex, u32>, String)> {
    let chronicle = code.snapshot.chronicle()?;
    let inside: Vec<bool> = chronicle.folders.iter().map(|folder| folder.is_within(code.folder)).collect();
    let mut found: BTreeMap<EntityIndex, u32> = BTreeMap::new();
    let mut newest = None;
    for (place, commit) in chronicle.commits.iter().enumerate() {
        if commit.is_merge || commit.time <= subject.desk.now - YEAR {
            continue;
        }
        let author: &Author = &chronicle.authors[commit.author as usize];
        if author.is_bot() || !chronicle.touched(place).iter().any(|folder| inside[*folder as usize]) {
            continue;
        }
        *found.entry(subject.desk.people.author(author)?).or_default() += 1;
        newest.get_or_insert_with(|| commit.id.clone());
    }
    Some((found, newest?))
}

fn others_commit(subject: &Subject<'_>, code: &Code<'_>, known: &BTreeSet<EntityIndex>) -> Option<Finding> {
    let members = known.iter().filter(|one| subject.content.catalog[**one].id.kind() == "user").count();
    if subject.number("commits")? < FEWEST_COMMITS || members == 0 {
        return None;
    }
    let (people, newest) = committers(subject, code)?;
    if people.keys().any(|one| known.contains(one)) {
        return None;
    }
    let count: u32 = people.values().sum();
    let names: Vec<String> = people.keys().take(3).map(|one| named(subject, *one)).collect();
    let message = format!(
        "nobody of `{}` made any of the {count} commits of a year; {} did",
        owner_word(subject),
        names.join(", ")
    );
    let declared = subject.declared(&["spec", "owner"], format!("owner: {}", owner_word(subject)));
    let mut shown = subject.shown(code.folder, 0, format!("{count} commits in a year, by {}", names.join(", ")));
    shown.evidence.commit = Some(newest);
    subject.find(&OTHERS_COMMIT, message, (declared, shown), None)
}

/// Teams that the whole file names; told once, of the entity whose folder comes first in the repository.
fn code_owner_unknown(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let fact = subject.fact("codeowners")?;
    let path = &fact.evidence.path;
    if code.folders.first() != Some(&code.folder) || !path.file_name().eq_ignore_ascii_case("CODEOWNERS") {
        return None;
    }
    let text = String::from_utf8(code.snapshot.read(path).ok()?).ok()?;
    let people = &subject.desk.people;
    let mut unknown: Vec<(&str, u32)> = Vec::new();
    let mut known_organisations: BTreeSet<&str> = BTreeSet::new();
    for (number, line) in (1..).zip(text.lines()) {
        let words = line.split('#').next().unwrap_or_default().split_whitespace().skip(1);
        for (word, name) in words.filter_map(|word| Some((word, word.strip_prefix('@')?))) {
            let Some((organisation, _)) = name.split_once('/') else { continue };
            match people.owner(word) {
                Some(_) => drop(known_organisations.insert(organisation)),
                None => unknown.push((word, number)),
            }
        }
    }
    let is_certain = |(word, _): &&(&str, u32)| {
        let organisation = word.trim_start_matches('@').split('/').next().unwrap_or_default();
        known_organisations.contains(organisation)
    };
    let (word, line) = unknown.iter().find(is_certain)?;
    let message = format!("CODEOWNERS names {word}, and no group of the catalog is called so");
    let declared = subject.declared(&["spec", "owner"], format!("owner: {}", owner_word(subject)));
    subject.find(&CODE_OWNER_UNKNOWN, message, (declared, subject.shown(path, *line, *word)), None)
}

fn owner_label(subject: &Subject<'_>, code: &Code<'_>, known: &BTreeSet<EntityIndex>) -> Option<Finding> {
    let objects = code.survey.objects.iter().filter(|object| code.holds(&object.path));
    let labels = objects.flat_map(|object| object.labels.iter().map(move |label| (object, label)));
    let mut named_groups = labels.filter_map(|(object, (key, (value, line)))| {
        let last = key.rsplit('/').next().unwrap_or_default();
        let group =
            matches!(last, "team" | "owner").then(|| subject.desk.people.owner(&format!("@x/{value}"))).flatten()?;
        Some((object, value, *line, group))
    });
    let (object, value, line, _) = named_groups.next().filter(|(_, _, _, group)| !known.contains(group))?;
    if named_groups.any(|(_, _, _, group)| known.contains(&group)) {
        return None;
    }
    let message =
        format!("the owner is `{}`, and the labels of its {} name `{value}`", owner_word(subject), object.kind);
    let declared = subject.declared(&["spec", "owner"], format!("owner: {}", owner_word(subject)));
    subject.find(&OWNER_LABEL_DIFFERS, message, (declared, subject.shown(&object.path, line, value.clone())), None)
}

fn contact(subject: &Subject<'_>, known: &BTreeSet<EntityIndex>) -> Option<Finding> {
    let interface = subject.desk.interfaces.get(&subject.index)?;
    let (contact, line) = interface.contact.as_ref()?;
    let who = subject.desk.people.contact(contact).filter(|who| !known.contains(who))?;
    let message = format!("the owner is `{}`, and the definition names {}", owner_word(subject), named(subject, who));
    let declared = subject.declared(&["spec", "owner"], format!("owner: {}", owner_word(subject)));
    let mut shown = subject.shown(&interface.path, interface.line(*line), format!("contact: {contact}"));
    shown.evidence = Evidence { repo: interface.repo, ..shown.evidence };
    subject.find(&CONTACT_DIFFERS, message, (declared, shown), None)
}
