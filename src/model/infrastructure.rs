//! What runs: things that manifests, templates, states and inventories of clouds name.

use super::{EntityIndex, RepoIndex, RepoPath};

/// One thing that a file names. None of its values are kept: they may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// As its provider tells it apart: an address, an ARN, `namespace/kind/name`.
    pub id: String,
    /// As its provider calls it: `Deployment`, `aws_s3_bucket`, `AWS::Lambda::Function`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Whose it is: `aws`, `kubernetes`; as the file has it where nobody knows it.
    pub provider: String,
    /// What kind of file names it: `terraform`, `kubernetes`.
    pub format: &'static str,
    /// What it is there for, when that is certain.
    pub environment: Option<String>,
    /// Where it runs, when the file says so.
    pub region: Option<String>,
    /// The repository.
    pub repo: RepoIndex,
    /// The file.
    pub path: RepoPath,
    /// From 1; 0 when the whole file is meant.
    pub line: u32,
    /// Whose it is, by entity.
    pub ties: Vec<Tie>,
}

impl Thing {
    /// Provider and type, as queries name them: `aws/aws_s3_bucket`.
    pub fn label(&self) -> String {
        format!("{}/{}", self.provider, self.kind)
    }
}

/// An entity that a thing belongs to, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The entity.
    pub entity: EntityIndex,
    /// Why.
    pub reason: TieReason,
    /// What says so: a label, an image, a folder.
    pub said: String,
}

/// Why a thing belongs to an entity, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieReason {
    /// The entity's annotation means it.
    Annotation,
    /// Its label names the entity.
    Label,
    /// Its tag does.
    Tag,
    /// It runs an image that is built from the entity's repository.
    Image,
    /// The file lies in the entity's folder.
    Folder,
}

impl TieReason {
    /// As JSON and pages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Annotation => "annotation",
            Self::Label => "label",
            Self::Tag => "tag",
            Self::Image => "image",
            Self::Folder => "folder",
        }
    }
}

/// All things, by repository, path and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Infrastructure {
    /// Each as its file names it.
    pub things: Vec<Thing>,
    /// The places of the things of each entity, in the order of the catalog.
    pub of: Vec<Vec<u32>>,
}

impl Infrastructure {
    /// Finds the things of each of so many entities.
    pub fn new(things: Vec<Thing>, entities: usize) -> Self {
        let mut of = vec![Vec::new(); entities];
        for (place, thing) in (0..).zip(&things) {
            thing.ties.iter().for_each(|tie| of[tie.entity.0 as usize].push(place));
        }
        Self { things, of }
    }

    /// What belongs to an entity, and why.
    pub fn things_of(&self, entity: EntityIndex) -> impl Iterator<Item = (&Thing, &Tie)> {
        let places = self.of.get(entity.0 as usize).into_iter().flatten();
        places.filter_map(move |place| {
            let thing = &self.things[*place as usize];
            Some((thing, thing.ties.iter().find(|tie| tie.entity == entity)?))
        })
    }
}
