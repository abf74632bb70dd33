//! Templates to archives. In: the catalog and snapshots. Out: a `.zip` and a `.tar.gz` of each template's
//! skeleton, the same bytes for the same files. It must not know the theme.

use crate::{
    diagnostic::Diagnostic,
    model::{Archive, Catalog, Output, Snapshot},
};

/// Packs the skeletons of all templates.
pub fn pack(_catalog: &Catalog, _snapshots: &[Snapshot]) -> (Vec<Archive>, Vec<Output>, Vec<Diagnostic>) {
    (Vec::new(), Vec::new(), Vec::new())
}
