//! What can be asked: typed columns of values, and relations in both directions.

mod column;
mod files;
mod gather;
mod graph;
mod packages;
mod read;
mod vocabulary;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(super) use column::{Collector, Column, Values};
pub use graph::RELATIONS;
pub(super) use graph::{Adjacency, Relation};
pub(super) use vocabulary::{Edge, NEEDS, Name, Ways, is_open, kebab};
pub use vocabulary::{OPEN, Vocabulary};

use crate::model::{Catalog, FactKey, FactType, FactValue, SitePath};

/// What a field's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any text.
    Text,
    /// A reference, `kind:namespace/name`.
    Ref,
    /// A count.
    Number,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A package at a version, `npm/@babel/core@7.20.1`.
    Package,
}

/// The fields that every portal has: name, type, and whether an entity may have several values.
pub const FIELDS: [(&str, FieldType, bool); 31] = [
    ("ref", FieldType::Ref, false),
    ("kind", FieldType::Text, false),
    ("namespace", FieldType::Text, false),
    ("name", FieldType::Text, false),
    ("title", FieldType::Text, false),
    ("description", FieldType::Text, false),
    ("type", FieldType::Text, false),
    ("lifecycle", FieldType::Text, false),
    ("api-version", FieldType::Text, false),
    ("owner", FieldType::Ref, true),
    ("system", FieldType::Ref, true),
    ("domain", FieldType::Ref, true),
    ("parent", FieldType::Ref, true),
    ("tag", FieldType::Text, true),
    ("link", FieldType::Text, true),
    ("repo", FieldType::Text, false),
    ("path", FieldType::Text, false),
    ("updated", FieldType::Date, false),
    ("problems", FieldType::Number, false),
    ("errors", FieldType::Number, false),
    ("warnings", FieldType::Number, false),
    ("rule", FieldType::Text, true),
    ("docs", FieldType::Number, false),
    ("apis", FieldType::Number, false),
    ("hub", FieldType::Number, false),
    ("cuts-off", FieldType::Number, false),
    ("package", FieldType::Package, true),
    ("direct-package", FieldType::Package, true),
    ("vulnerability", FieldType::Text, true),
    ("drift", FieldType::Text, true),
    ("unknown", FieldType::Text, true),
];

/// What is known of an entity besides the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Pages of its documentation.
    pub docs: u32,
    /// Problems of any severity in its document.
    pub problems: u32,
    /// Those that are errors.
    pub errors: u32,
    /// Those that are warnings.
    pub warnings: u32,
    /// The rules of those of any severity.
    pub rules: Vec<String>,
    /// Of a hub, how many others need it, directly or through others.
    pub hub: u32,
    /// Of a single point of failure, how many others lose every tie to the rest without it.
    pub cuts_off: u32,
    /// The day of the last commit to the declaring file, `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// Labels of the packages that it is built from.
    pub packages: Vec<Arc<str>>,
    /// Those of them that its manifests name themselves.
    pub direct_packages: Vec<Arc<str>>,
    /// Names of what is known to be wrong with them.
    pub vulnerabilities: Vec<Arc<str>>,
    /// The rules by which the catalog contradicts its repository.
    pub drift: Vec<&'static str>,
    /// Which of the fields of packages may have more values than are known.
    pub unknown: Vec<&'static str>,
    /// What its repository shows; each key is a field of its own, after [`FIELDS`].
    pub observed: Vec<(&'static FactKey, FactValue)>,
}

impl From<FactType> for FieldType {
    fn from(fact_type: FactType) -> Self {
        match fact_type {
            FactType::Count | FactType::Percent => Self::Number,
            FactType::Date => Self::Date,
            FactType::Text | FactType::List | FactType::Shares => Self::Text,
        }
    }
}

/// A field of the portal at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// As it is written in queries.
    pub(super) name: String,
    /// What its values are.
    pub(super) field_type: FieldType,
    /// Its place in [`Ground::columns`].
    pub(super) column: usize,
    /// Whether an entity may have several values.
    pub(super) many: bool,
}

/// Everything that queries are answered from. Entities are numbers, in the order of their references; references to
/// nothing are numbered after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// How many of the nodes are entities.
    pub(super) entities: u32,
    /// References of all nodes: entities sorted, then missing ones sorted.
    pub(super) refs: Vec<String>,
    titles: Vec<Option<String>>,
    /// Where a page does not lie where the reference says, as an href from the root.
    pages: Vec<(u32, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) columns: Vec<Column>,
    pub(super) relations: Vec<Relation>,
    /// What words are looked for in, lower case.
    pub(super) texts: Vec<String>,
    pub(super) vocabulary: Vocabulary,
}

impl Ground {
    /// Gathers all columns and relations; `facts` are in the order of the catalog's entities.
    pub fn new(catalog: &Catalog, facts: &[Facts]) -> Self {
        let (missing, relations) = graph::relations(catalog);
        let (fields, columns) = gather::columns(catalog, facts);
        let entities: Vec<String> = catalog.entities().iter().map(|entity| entity.id.as_str().to_owned()).collect();
        let titles = catalog.entities().iter().map(|entity| Some(entity.title()).filter(|title| *title != entity.name));
        let root = SitePath::from_parts(["index.html"]);
        let hrefs = catalog.entities().iter().map(|entity| root.href_to(&entity.id.page()));
        let strange =
            |(number, href): (u32, String)| (usual(&entities[number as usize]) != href).then_some((number, href));
        Self {
            entities: u32::try_from(entities.len()).expect("entities are counted in 32 bits"),
            titles: titles.map(|title| title.map(str::to_owned)).collect(),
            pages: (0..).zip(hrefs).filter_map(strange).collect(),
            refs: entities.into_iter().chain(missing).collect(),
            vocabulary: Vocabulary::new(&fields, &relations),
            texts: gather::texts(catalog),
            fields,
            columns,
            relations,
        }
    }

    /// The names that queries may use.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.entities as usize
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities == 0
    }

    /// The reference of an entity.
    pub fn reference(&self, entity: u32) -> &str {
        &self.refs[entity as usize]
    }

    /// What an entity is called when it is not by its name.
    pub fn title(&self, entity: u32) -> Option<&str> {
        self.titles.get(entity as usize)?.as_deref()
    }

    /// The address of an entity's page, from the root of the site.
    pub fn page(&self, entity: u32) -> String {
        match self.pages.binary_search_by_key(&entity, |(number, _)| *number) {
            Ok(place) => self.pages[place].1.clone(),
            Err(_) => usual(self.reference(entity)),
        }
    }

    /// The values that an entity has in a field, as text; nothing for a name that is no field.
    pub fn values(&self, field: &str, entity: u32) -> Option<Vec<String>> {
        match self.vocabulary.find(field)? {
            Name::Field(place) => {
                let column = &self.columns[self.fields[place].column];
                Some(column.of(entity).iter().map(|value| column.text(*value)).collect())
            }
            Name::Nothing => Some(Vec::new()),
            Name::Relation(Ways::One(edge)) => {
                let targets = self.adjacency(edge).of(entity).iter();
                Some(targets.map(|node| self.refs[*node as usize].clone()).collect())
            }
            Name::Relation(_) => None,
        }
    }

    /// Whether an entity may have several values in a field, or targets of a relation.
    pub fn is_many(&self, field: &str) -> bool {
        match self.vocabulary.find(field) {
            Some(Name::Field(place)) => self.fields[place].many,
            Some(Name::Relation(_)) => true,
            _ => false,
        }
    }

    /// The type of a field; nothing for a name that is no field.
    pub fn field_type(&self, field: &str) -> Option<FieldType> {
        match self.vocabulary.find(field)? {
            Name::Field(place) => Some(self.fields[place].field_type),
            Name::Nothing => Some(FieldType::Text),
            Name::Relation(_) => None,
        }
    }

    /// Where a relation leads from each node.
    pub(super) fn adjacency(&self, edge: Edge) -> &Adjacency {
        let relation = &self.relations[edge.relation];
        if edge.back { &relation.backward } else { &relation.forward }
    }

    /// How many nodes there are: entities and references to nothing.
    pub(super) fn nodes(&self) -> u32 {
        u32::try_from(self.refs.len()).expect("nodes are counted in 32 bits")
    }
}

/// Where most entities have their page.
fn usual(reference: &str) -> String {
    format!("catalog/{}.html", reference.replacen(':', "/", 1))
}
