//! Names of repositories, unique in a build and the same whatever the order of reading.

use std::collections::{BTreeMap, BTreeSet};

/// What a repository would be called, and what tells it from others of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The folder's name, or `owner/name`.
    pub name: String,
    /// The parent folder's name, or the host.
    pub before: Option<String>,
}

/// Gives every wish a name of its own. Names that differ only in case count as the same, because paths of the site
/// may not tell them apart.
pub fn unique(wishes: &[Wish]) -> Vec<String> {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for wish in wishes {
        *wanted.entry(wish.name.to_lowercase()).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let mut names = vec![String::new(); wishes.len()];
    // Those who want their name alone come first, so that no other is pushed into it.
    let (alone, many): (Vec<usize>, Vec<usize>) =
        (0..wishes.len()).partition(|index| wanted[&wishes[*index].name.to_lowercase()] == 1);
    for index in alone.into_iter().chain(many) {
        let wish = &wishes[index];
        let shared = wanted[&wish.name.to_lowercase()] > 1;
        let name = match &wish.before {
            Some(before) if shared => format!("{before}/{}", wish.name),
            _ => wish.name.clone(),
        };
        let mut tried = name.clone();
        let mut number = 2;
        while !taken.insert(tried.to_lowercase()) {
            tried = format!("{name}-{number}");
            number += 1;
        }
        names[index] = tried;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_names_are_told_apart() {
        for (wishes, expected) in [
            ("x/a x/b", "a b"),
            ("x/a y/a", "x/a y/a"),
            ("x/a x/a y/b", "x/a x/a-2 b"),
            ("x/a y/A z/b", "x/a y/A b"),
            ("/a /a /a", "a a-2 a-3"),
            ("/a /a /a-2", "a a-3 a-2"),
        ] {
            let wishes: Vec<Wish> = wishes
                .split(' ')
                .filter_map(|wish| wish.split_once('/'))
                .map(|(before, name)| Wish {
                    name: name.to_owned(),
                    before: Some(before.to_owned()).filter(|before| !before.is_empty()),
                })
                .collect();
            assert_eq!(unique(&wishes).join(" "), expected);
        }
    }
}
