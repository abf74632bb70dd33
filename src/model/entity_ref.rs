//! Entity references: as written, and as the identity they stand for.
//! Grammar: Backstage `packages/catalog-model/src/entity/ref.ts`.

use std::{fmt, sync::Arc};

use serde::Serialize;

use super::SitePath;

/// A parsed reference `[<kind>:][<namespace>/]<name>`, case as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityRef {
    /// Kind, as written or from the default.
    pub kind: String,
    /// Namespace, as written or from the default.
    pub namespace: String,
    /// Name, not validated.
    pub name: String,
}

/// Why a string is no entity reference; the texts are Backstage's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntityRefError {
    /// The string is empty.
    Empty,
    /// A part around `:` or `/` is empty.
    Malformed(String),
    /// No kind was written and none can be assumed.
    MissingKind(String),
}

impl fmt::Display for EntityRefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Entity reference must not be empty"),
            Self::Malformed(text) => {
                write!(f, "Entity reference \"{text}\" was not on the form [<kind>:][<namespace>/]<name>")
            }
            Self::MissingKind(text) => write!(
                f,
                "Entity reference \"{text}\" had missing or empty kind (e.g. did not start with \"component:\" or similar)"
            ),
        }
    }
}

impl std::error::Error for EntityRefError {}

impl EntityRef {
    /// Parses `text`. Without `default_kind`, a reference must name its kind.
    ///
    /// # Errors
    /// When the text is empty, has an empty part, or names no kind and has no default.
    pub fn parse(text: &str, default_kind: Option<&str>, default_namespace: &str) -> Result<Self, EntityRefError> {
        if text.is_empty() {
            return Err(EntityRefError::Empty);
        }
        let malformed = || EntityRefError::Malformed(text.to_owned());
        let colon = text.find(':').filter(|colon| text.find('/').is_none_or(|slash| *colon < slash));
        let (kind, rest) = match colon {
            Some(colon) => (Some(&text[..colon]), &text[colon + 1..]),
            None => (None, text),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        if kind == Some("") || namespace == Some("") || name.is_empty() {
            return Err(malformed());
        }
        let kind = kind.or(default_kind).ok_or_else(|| EntityRefError::MissingKind(text.to_owned()))?;
        Ok(Self {
            kind: kind.to_owned(),
            namespace: namespace.unwrap_or(default_namespace).to_owned(),
            name: name.to_owned(),
        })
    }
}

/// The identity of an entity: `kind:namespace/name` in lower case. What is equal here is the same entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId {
    /// Shared: an identity stands in every relation to its entity.
    text: Arc<str>,
    kind_len: u32,
    namespace_len: u32,
}

impl EntityId {
    /// The identity for three parts, whatever their case.
    pub fn new(kind: &str, namespace: &str, name: &str) -> Self {
        let (kind, namespace) = (kind.to_lowercase(), namespace.to_lowercase());
        Self {
            text: format!("{kind}:{namespace}/{}", name.to_lowercase()).into(),
            kind_len: u32::try_from(kind.len()).unwrap_or(u32::MAX),
            namespace_len: u32::try_from(namespace.len()).unwrap_or(u32::MAX),
        }
    }

    /// `kind:namespace/name`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The kind, lower case.
    pub fn kind(&self) -> &str {
        &self.text[..self.kind_len as usize]
    }

    /// The namespace, lower case.
    pub fn namespace(&self) -> &str {
        let start = self.kind_len as usize + 1;
        &self.text[start..start + self.namespace_len as usize]
    }

    /// The name, lower case.
    pub fn name(&self) -> &str {
        &self.text[self.kind_len as usize + self.namespace_len as usize + 2..]
    }

    /// The entity's page in the site: `catalog/<kind>/<namespace>/<name>.html`.
    pub fn page(&self) -> SitePath {
        SitePath::in_catalog([self.kind(), self.namespace(), self.name()])
    }
}

impl From<&EntityRef> for EntityId {
    fn from(reference: &EntityRef) -> Self {
        Self::new(&reference.kind, &reference.namespace, &reference.name)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for EntityId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
