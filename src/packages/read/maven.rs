//! `pom.xml`. What it leaves out stands in its parents, which are looked for in the same repository.

use std::collections::{BTreeMap, HashMap};

use roxmltree::Node as Element;

use super::xml;
use crate::{
    model::RepoPath,
    packages::written::{Lines, Manifest, Trouble, Wanted},
};

/// More parents than these are not asked.
const MOST_PARENTS: usize = 16;

/// A project as written.
#[derive(Debug, Default)]
pub(in crate::packages) struct Pom {
    group: String,
    artifact: String,
    version: String,
    parent: Option<Parent>,
    properties: HashMap<String, String>,
    managed: Vec<Dependency>,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Default)]
struct Parent {
    group: String,
    artifact: String,
    version: String,
    path: String,
    line: u32,
}

#[derive(Clone, Debug, Default)]
struct Dependency {
    group: String,
    artifact: String,
    version: String,
    scope: String,
    line: u32,
}

fn child<'d>(element: Element<'d, 'd>, name: &str) -> Option<Element<'d, 'd>> {
    element.children().find(|child| child.has_tag_name_in(name))
}

/// Names whatever their namespace.
trait Named {
    fn has_tag_name_in(&self, name: &str) -> bool;
}

impl Named for Element<'_, '_> {
    fn has_tag_name_in(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn text(element: Element<'_, '_>, name: &str) -> String {
    element
        .children()
        .find(|child| child.has_tag_name_in(name))
        .and_then(|child| child.text())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

pub(super) fn pom(source: &str) -> Result<Pom, Trouble> {
    let document = xml(source)?;
    let root = document.root_element();
    if !root.has_tag_name_in("project") {
        return Err(Trouble::new(1, "the root is no `project`"));
    }
    let lines = Lines::new(source);
    let dependency = |element: Element<'_, '_>| Dependency {
        group: text(element, "groupId"),
        artifact: text(element, "artifactId"),
        version: text(element, "version"),
        scope: text(element, "scope"),
        line: lines.line(element.range().start),
    };
    let list = |element: Option<Element<'_, '_>>| -> Vec<Dependency> {
        let list = element.into_iter().flat_map(|list| list.children());
        list.filter(|child| child.has_tag_name_in("dependency")).map(dependency).collect()
    };
    let parent = root.children().find(|child| child.has_tag_name_in("parent")).map(|parent| Parent {
        group: text(parent, "groupId"),
        artifact: text(parent, "artifactId"),
        version: text(parent, "version"),
        path: text(parent, "relativePath"),
        line: lines.line(parent.range().start),
    });
    let properties = root.children().filter(|child| child.has_tag_name_in("properties")).flat_map(|all| all.children());
    let property = |element: Element<'_, '_>| {
        (element.tag_name().name().to_owned(), element.text().unwrap_or_default().trim().to_owned())
    };
    let management = root.children().find(|child| child.has_tag_name_in("dependencyManagement"));
    Ok(Pom {
        group: text(root, "groupId"),
        artifact: text(root, "artifactId"),
        version: text(root, "version"),
        parent,
        properties: properties.filter(Element::is_element).map(property).collect(),
        managed: list(management.and_then(|element| child(element, "dependencies"))),
        dependencies: list(child(root, "dependencies")),
    })
}

/// All projects of a repository as manifests, with what their parents say put in.
pub(in crate::packages) fn resolve(poms: &BTreeMap<RepoPath, Pom>) -> BTreeMap<RepoPath, Manifest> {
    let coordinates: HashMap<(&str, &str), &RepoPath> =
        poms.iter().rev().map(|(path, pom)| ((pom.group_id(), pom.artifact.as_str()), path)).collect();
    let manifest = |(path, pom): (&RepoPath, &Pom)| {
        let line = Lineage::new(path, poms, &coordinates);
        let own = line.wanted(&pom.dependencies);
        let boms = pom.managed.iter().filter(|one| one.scope == "import").cloned().collect::<Vec<_>>();
        let parent = pom.parent.iter().filter(|_| line.is_open()).map(|parent| Wanted {
            package: format!("maven/{}/{}", parent.group, parent.artifact),
            range: line.filled(&parent.version),
            line: parent.line,
            ..Wanted::default()
        });
        let wanted = parent.chain(own).chain(line.wanted(&boms)).collect();
        (path.clone(), Manifest { kind: "maven", name: None, wanted, whole: false })
    };
    poms.iter().map(manifest).collect()
}

impl Pom {
    fn group_id(&self) -> &str {
        match &self.parent {
            Some(parent) if self.group.is_empty() => &parent.group,
            _ => &self.group,
        }
    }
}

/// A project, its parent, and so on.
struct Lineage<'p> {
    poms: Vec<&'p Pom>,
    coordinates: &'p HashMap<(&'p str, &'p str), &'p RepoPath>,
    /// Versions and scopes that dependencies leave out.
    managed: HashMap<(String, String), (String, String)>,
}

impl<'p> Lineage<'p> {
    fn new(
        path: &RepoPath,
        poms: &'p BTreeMap<RepoPath, Pom>,
        coordinates: &'p HashMap<(&'p str, &'p str), &'p RepoPath>,
    ) -> Self {
        let mut line: Vec<&Pom> = Vec::new();
        let mut at = poms.get_key_value(path);
        while let Some((path, pom)) = at {
            line.push(pom);
            at = pom.parent.as_ref().filter(|_| line.len() <= MOST_PARENTS).and_then(|parent| {
                let beside = match parent.path.as_str() {
                    "" => "../pom.xml".to_owned(),
                    file if file.ends_with(".xml") => file.to_owned(),
                    folder => format!("{folder}/pom.xml"),
                };
                let beside = path.parent().join(&beside).ok();
                let named = |path: &RepoPath| poms.get(path).is_some_and(|pom| pom.artifact == parent.artifact);
                let found = beside.filter(named).or_else(|| {
                    coordinates.get(&(parent.group.as_str(), parent.artifact.as_str())).map(|path| (*path).clone())
                })?;
                poms.get_key_value(&found)
            });
        }
        let mut lineage = Self { poms: line, coordinates, managed: HashMap::new() };
        let all = lineage.poms.iter().rev().flat_map(|pom| &pom.managed);
        let filled = |one: &Dependency| {
            let told = (lineage.filled(&one.version), one.scope.clone());
            ((lineage.filled(&one.group), lineage.filled(&one.artifact)), told)
        };
        lineage.managed = all.map(filled).collect();
        lineage
    }

    /// Whether the last parent is not in the repository, so that its word is not known.
    fn is_open(&self) -> bool {
        self.poms.first().is_some_and(|own| own.parent.is_some()) && self.poms.len() == 1
    }

    /// A text with properties put in; nothing when one is not known.
    fn filled(&self, text: &str) -> String {
        let mut done = text.to_owned();
        // Properties may stand for properties.
        for _ in 0..MOST_PARENTS {
            let Some((start, end)) = done.find("${").and_then(|at| Some((at, at + done[at..].find('}')?))) else {
                break;
            };
            let Some(value) = self.property(&done[start + 2..end]) else { return String::new() };
            if value.len() > 200 {
                return String::new();
            }
            done.replace_range(start..=end, &value);
        }
        if done.contains("${") { String::new() } else { done }
    }

    fn property(&self, name: &str) -> Option<String> {
        let own = self.poms.first()?;
        match name.strip_prefix("project.").or_else(|| name.strip_prefix("pom.")).unwrap_or(name) {
            "version" => {
                let told = self.poms.iter().map(|pom| &pom.version).find(|version| !version.is_empty());
                told.or_else(|| own.parent.as_ref().map(|parent| &parent.version)).cloned()
            }
            "groupId" => Some(own.group_id().to_owned()),
            "parent.version" => own.parent.as_ref().map(|parent| parent.version.clone()),
            _ => self.poms.iter().find_map(|pom| pom.properties.get(name)).cloned(),
        }
    }

    fn wanted(&self, dependencies: &[Dependency]) -> Vec<Wanted> {
        let one = |one: &Dependency| {
            let (group, artifact) = (self.filled(&one.group), self.filled(&one.artifact));
            if group.is_empty()
                || artifact.is_empty()
                || self.coordinates.contains_key(&(group.as_str(), artifact.as_str()))
            {
                return None;
            }
            let (version, scope) = self.managed.get(&(group.clone(), artifact.clone())).cloned().unwrap_or_default();
            let range = if one.version.is_empty() { version } else { self.filled(&one.version) };
            let scope = if one.scope.is_empty() { scope } else { one.scope.clone() };
            let development = matches!(scope.as_str(), "test" | "provided");
            Some(Wanted {
                package: format!("maven/{group}/{artifact}"),
                range,
                line: one.line,
                development,
                ..Wanted::default()
            })
        };
        dependencies.iter().filter_map(one).collect()
    }
}
