//! One entity, as the catalog has it and as its repository shows it.

use std::cell::OnceCell;

use super::{Content, amend, desk::Desk, manifest::Manifest, survey::Survey, text::short};
use crate::{
    diagnostic::{Amendment, DriftRule, Finding, Patch, Side},
    difference,
    model::{
        DESCRIPTOR_TOOL, Entity, EntityIndex, Evidence, Fact, FactValue, Node, RepoIndex, RepoPath, Snapshot,
        TEMPLATE_TOOL,
    },
    yaml::{self, Dialect},
};

/// Where the code of an entity lies.
#[derive(Clone, Copy)]
pub(super) struct Code<'a> {
    pub(super) repo: RepoIndex,
    pub(super) snapshot: &'a Snapshot,
    pub(super) folder: &'a RepoPath,
    pub(super) survey: &'a Survey,
    /// Whether no other component has its code in the same folder.
    pub(super) alone: bool,
    /// Folders of the same repository in which the code of entities lies.
    pub(super) folders: &'a [&'a RepoPath],
}

impl Code<'_> {
    /// Whether a path belongs to this folder, and to none of another entity's below it.
    pub(super) fn holds(&self, path: &RepoPath) -> bool {
        let nearest =
            self.folders.iter().filter(|folder| path.is_within(folder)).max_by_key(|folder| folder.as_str().len());
        nearest.is_some_and(|nearest| *nearest == self.folder)
    }

    /// Whether the code of another entity lies below this folder.
    pub(super) fn has_others_below(&self) -> bool {
        self.folders.iter().any(|folder| *folder != self.folder && folder.is_within(self.folder))
    }

    /// Manifests directly in the folder.
    pub(super) fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.survey.manifests.iter().filter(|manifest| manifest.path.parent() == *self.folder)
    }

    /// The file of a name directly in the folder.
    pub(super) fn file(&self, name: &str) -> Option<RepoPath> {
        self.folder.join(name).ok().filter(|path| self.snapshot.entry(path).is_some())
    }
}

/// One entity.
pub(super) struct Subject<'a> {
    pub(super) content: &'a Content<'a>,
    pub(super) desk: &'a Desk,
    pub(super) index: EntityIndex,
    pub(super) entity: &'a Entity,
    pub(super) code: Option<Code<'a>>,
    document: OnceCell<Option<Node>>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(content: &'a Content<'a>, desk: &'a Desk, index: EntityIndex, code: Option<Code<'a>>) -> Self {
        Self { content, desk, index, entity: &content.catalog[index], code, document: OnceCell::new() }
    }

    /// Whether somebody wrote it as a catalog document.
    pub(super) fn is_written(entity: &Entity) -> bool {
        entity.annotation(TEMPLATE_TOOL).is_none() && entity.annotation(DESCRIPTOR_TOOL).is_none()
    }

    /// The snapshot of the descriptor.
    pub(super) fn home(&self) -> &'a Snapshot {
        &self.content.snapshots[self.entity.origin.repo.0 as usize]
    }

    /// The lowest folder above a path that is there, in the snapshot of the descriptor.
    pub(super) fn nearest(&self, path: &RepoPath) -> RepoPath {
        let mut above = path.upwards().filter_map(|above| RepoPath::new(above).ok());
        above.find(|above| self.home().has_folder(above)).unwrap_or_default()
    }

    pub(super) fn is(&self, kind: &str) -> bool {
        self.entity.id.kind() == kind
    }

    /// What is known of it under a key.
    pub(super) fn fact(&self, key: &str) -> Option<&'a Fact> {
        self.content.observed.get(self.index, key)
    }

    /// A number that is known of it.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        match self.fact(key)?.value {
            FactValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A day that is known of it.
    pub(super) fn day(&self, key: &str) -> Option<&'a str> {
        match &self.fact(key)?.value {
            FactValue::Text(day) if !day.is_empty() => Some(day),
            _ => None,
        }
    }

    /// Its document; lines count from where it starts in its file.
    pub(super) fn document(&self) -> Option<&Node> {
        self.document.get_or_init(|| document(self.entity)).as_ref()
    }

    /// The side of the catalog: a value, or the start of the document when it says nothing there.
    pub(super) fn declared(&self, path: &[&str], words: impl Into<String>) -> Option<Side> {
        let root = self.document()?;
        let found = root.at(path).map(|node| (node.line, node.column));
        let (line, column) = found.or_else(|| root.at(&["metadata", "name"]).map(|node| (node.line, node.column)))?;
        let (origin, line) = (&self.entity.origin, line + before(self.entity));
        let evidence = Evidence { repo: origin.repo, path: origin.path.clone(), line, commit: None };
        Some(Side { evidence, column, words: words.into() })
    }

    /// The side of the repository: a line of a file in which its code lies; 0 for the whole of it.
    pub(super) fn shown(&self, path: &RepoPath, line: u32, words: impl Into<String>) -> Side {
        let repo = self.code.map_or(self.entity.origin.repo, |code| code.repo);
        Side { evidence: Evidence { repo, path: path.clone(), line, commit: None }, column: 0, words: words.into() }
    }

    /// The side of the repository as a fact has it.
    pub(super) fn seen(&self, fact: &Fact, words: impl Into<String>) -> Side {
        Side { evidence: fact.evidence.clone(), column: 0, words: words.into() }
    }

    /// A finding; nothing when its document cannot be found again. An amendment that cannot be made is left out.
    pub(super) fn find(
        &self,
        rule: &'static DriftRule,
        message: String,
        (declared, shown): (Option<Side>, Side),
        amendment: Option<Amendment>,
    ) -> Option<Finding> {
        let patch = amendment.and_then(|amendment| self.patch(amendment));
        let message = short(&message, 400);
        Some(Finding { rule, severity: rule.severity, entity: self.index, message, declared: declared?, shown, patch })
    }

    fn patch(&self, amendment: Amendment) -> Option<Patch> {
        let path = &self.entity.origin.path;
        let text = String::from_utf8(self.home().read(path).ok()?).ok()?;
        let new = amend::amend(&text, &self.entity.id, &amendment)?;
        let diff = difference::unified((&format!("a/{path}"), &text), (&format!("b/{path}"), &new));
        Some(Patch {
            repo: self.entity.origin.repo,
            path: path.clone(),
            entity: self.entity.id.clone(),
            amendment,
            diff,
        })
    }
}

/// The document of an entity, read by itself: its file may have many others.
pub(super) fn document(entity: &Entity) -> Option<Node> {
    let documents = yaml::read(&entity.source, Dialect::CATALOG);
    let mut roots = documents.into_iter().filter(|document| document.errors.is_empty()).filter_map(|one| one.root);
    roots.find(|root| amend::is_of(root, &entity.id))
}

/// How many lines of the file come before the document of an entity.
pub(super) fn before(entity: &Entity) -> u32 {
    entity.origin.line.saturating_sub(1)
}

/// The path of keys, as amendments have it.
pub(super) fn keys(path: &[&str]) -> Vec<String> {
    path.iter().map(|step| (*step).to_owned()).collect()
}
