//! A template of another tool as a document of the catalog.

use serde_json::json;

use super::{Foreign, inlined::Unread, rules::UNREAD_INCLUDE};
use crate::{
    diagnostic::Diagnostic,
    model::{Declaration, EntityRef, Place, RepoIndex, TEMPLATE_TOOL},
    scaffold,
    yaml::{self, Dialect},
};

/// The longest name of an entity.
const LONGEST_NAME: usize = 63;

impl Foreign {
    /// Its document, called `name`; none when it is larger than one may be.
    pub fn declare(&self, repo: RepoIndex, name: &str) -> Option<Declaration> {
        let mut spec = self.spec.clone();
        spec["type"] = self.tool.to_lowercase().into();
        let document = json!({
            "apiVersion": "scaffolder.backstage.io/v1beta3",
            "kind": "Template",
            "metadata": {
                "name": name,
                "description": format!("A template of {}", self.tool),
                "annotations": { TEMPLATE_TOOL: self.tool },
            },
            "spec": spec,
        });
        let source = scaffold::yaml(&document);
        let read = yaml::read(&source, Dialect::CATALOG).into_iter().next()?;
        let is_whole = read.errors.is_empty();
        let document = read.root.filter(|_| is_whole)?;
        Some(Declaration {
            repo,
            path: self.path.clone(),
            line: 1,
            document,
            source,
            reference: EntityRef {
                kind: "Template".to_owned(),
                namespace: "default".to_owned(),
                name: name.to_owned(),
            },
            references: Vec::new(),
            known_kind: true,
        })
    }

    /// What in its files cannot be read.
    pub fn problems(&self, repo: &str) -> Vec<Diagnostic> {
        let folder = self.path.parent();
        let problem = |(path, unread): &(String, Unread)| {
            let place = Place {
                repo: repo.to_owned(),
                path: folder.join(path).ok()?,
                line: unread.at.0,
                column: unread.at.1,
                excerpt: None,
            };
            let message = format!("`{}` reads what cannot be put in its place", unread.words);
            let hint = "name a file of the template by its path from the template's folder, or write its content here";
            Some(Diagnostic::new(&UNREAD_INCLUDE, place, message).hint(hint))
        };
        self.unread.iter().filter_map(problem).collect()
    }

    /// Names for it in the catalog, the best first: it is called like its folder or its repository.
    pub fn names(&self, repo: &str) -> [String; 3] {
        let own = repo.rsplit('/').next() == Some(self.name.as_str());
        let whole = if own { repo.to_owned() } else { format!("{repo}-{}", self.name) };
        let with_tool = format!("{whole}-{}", self.tool.to_lowercase());
        [self.name.as_str(), &whole, &with_tool].map(fit)
    }
}

/// A name that Backstage allows: letters, digits and `-_.` between them, 63 characters.
fn fit(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let mut fitting = String::new();
    for c in plain.trim_matches(['-', '_', '.']).chars().take(LONGEST_NAME) {
        // One mark between letters.
        if c.is_ascii_alphanumeric() || fitting.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            fitting.push(c);
        }
    }
    let fitting = fitting.trim_end_matches(['-', '_', '.']);
    if fitting.is_empty() { "template".to_owned() } else { fitting.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn names_are_those_of_the_catalog() {
        for (name, expected) in [
            ("cookiecutter-pypackage", "cookiecutter-pypackage"),
            ("{{name}}", "name"),
            ("Große Kiste", "Gro-e-Kiste"),
            ("a--b..c", "a-b.c"),
            ("..", "template"),
            (&"x".repeat(80), &"x".repeat(63)),
        ] {
            assert_eq!(fit(name), expected);
        }
    }
}
