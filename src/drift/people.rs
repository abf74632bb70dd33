//! Who is who: teams and people of the catalog by what CODEOWNERS and commits call them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Author, Catalog, Entity, EntityIndex};

/// Annotations that say what a forge calls a team.
const TEAM: [&str; 3] = ["github.com/team-slug", "gitlab.com/group-path", "gitlab.com/team-path"];

/// Annotations that say what a forge calls a person.
const LOGIN: [&str; 3] = ["github.com/user-login", "gitlab.com/user-login", "gitea.com/user-login"];

/// Teams and people by their other names.
#[derive(Default)]
pub(super) struct People {
    /// Teams by `organisation/team` and by `team`, lower case.
    teams: BTreeMap<String, EntityIndex>,
    logins: BTreeMap<String, EntityIndex>,
    emails: BTreeMap<String, EntityIndex>,
    /// People by display name; none for a name that several have.
    names: BTreeMap<String, Option<EntityIndex>>,
}

fn profile(entity: &Entity, key: &str) -> Option<String> {
    entity.spec.get("profile")?.get(key)?.as_str().map(str::to_lowercase)
}

impl People {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut people = Self::default();
        for (index, entity) in catalog.iter() {
            let told = |keys: &[&str]| keys.iter().find_map(|key| entity.annotation(key)).map(str::to_lowercase);
            let name = entity.name.to_lowercase();
            match entity.id.kind() {
                "group" => {
                    people.teams.insert(told(&TEAM).unwrap_or(name), index);
                    people.emails.extend(profile(entity, "email").map(|email| (email, index)));
                }
                "user" => {
                    people.logins.insert(told(&LOGIN).unwrap_or(name), index);
                    people.emails.extend(profile(entity, "email").map(|email| (email, index)));
                    if let Some(name) = profile(entity, "displayName").filter(|name| name.contains(' ')) {
                        people.names.entry(name).and_modify(|one| *one = None).or_insert(Some(index));
                    }
                }
                _ => {}
            }
        }
        people
    }

    /// Whom an entry of CODEOWNERS means.
    pub(super) fn owner(&self, text: &str) -> Option<EntityIndex> {
        let lower = text.to_lowercase();
        match lower.strip_prefix('@') {
            Some(name) => match name.split_once('/') {
                Some((_, team)) => self.teams.get(name).or_else(|| self.teams.get(team)).copied(),
                None => self.logins.get(name).or_else(|| self.teams.get(name)).copied(),
            },
            None => self.emails.get(&lower).copied(),
        }
    }

    /// Who made a commit.
    pub(super) fn author(&self, author: &Author) -> Option<EntityIndex> {
        let email = author.email.to_lowercase();
        let login = email.strip_suffix("@users.noreply.github.com").map(|name| name.rsplit('+').next().unwrap_or(name));
        let named = || self.names.get(&author.name.to_lowercase()).copied().flatten();
        self.emails.get(&email).or_else(|| self.logins.get(login?)).copied().or_else(named)
    }

    /// Whom a contact of a definition means: a mail address, or the whole name of a team.
    pub(super) fn contact(&self, text: &str) -> Option<EntityIndex> {
        let lower = text.trim().to_lowercase();
        self.emails.get(&lower).or_else(|| self.teams.get(&lower)).copied()
    }
}

/// A team with all teams above and below it, and everybody in them; a person alone with the teams they are in.
pub(super) fn family(catalog: &Catalog, owner: EntityIndex) -> BTreeSet<EntityIndex> {
    let mut found = BTreeSet::from([owner]);
    for relation in ["childOf", "parentOf"] {
        walk(catalog, owner, relation, &mut found);
    }
    let teams: Vec<EntityIndex> = found.iter().copied().collect();
    for team in teams {
        let both = catalog[team].related("hasMember").chain(catalog[team].related("memberOf"));
        found.extend(both.filter_map(|relation| relation.entity));
    }
    found
}

fn walk(catalog: &Catalog, from: EntityIndex, relation: &'static str, found: &mut BTreeSet<EntityIndex>) {
    for next in catalog[from].related(relation).filter_map(|relation| relation.entity) {
        if found.insert(next) {
            walk(catalog, next, relation, found);
        }
    }
}
