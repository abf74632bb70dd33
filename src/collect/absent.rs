//! Objects of which only the size is known.

use std::collections::BTreeMap;

use gix::odb::HeaderExt;

/// Objects that a repository does not hold although its trees name them.
#[derive(Debug, Default)]
pub struct Absent(BTreeMap<gix::ObjectId, (u64, Option<String>)>);

impl Absent {
    /// Objects, their sizes in bytes, and why they are absent, unless they are too large.
    pub fn new(objects: impl IntoIterator<Item = (gix::ObjectId, (u64, Option<String>))>) -> Self {
        Self(objects.into_iter().collect())
    }

    /// The size of an object, and why it is absent; none when it is not.
    pub fn find(&self, id: &gix::oid) -> Option<(u64, Option<&str>)> {
        let (size, reason) = self.0.get(id)?;
        Some((*size, reason.as_deref()))
    }

    /// The size of an object, whether it is absent or not.
    ///
    /// # Errors
    /// When it is neither here nor there.
    pub fn size(&self, store: &impl gix::odb::Header, id: &gix::oid) -> Result<u64, gix::Error> {
        match self.0.get(id) {
            Some((size, _)) => Ok(*size),
            None => store.header(id).map(|header| header.size()),
        }
    }
}
