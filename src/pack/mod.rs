//! Templates to archives. In: the catalog and snapshots. Out: a `.zip` and a `.tar.gz` of each template,
//! the same bytes for the same files, and what is wrong with templates. It must not know the theme.
//!
//! An archive holds one folder, named like the template, in which the template file and what its steps fetch
//! lie to each other as they do in the repository, unrendered: any scaffolder can run it.

mod asked;
mod bundle;
mod bytes;
mod contents;
mod drift;
mod fetches;
mod lint;
mod names;
mod page;
mod possible;
mod rules;
#[cfg(test)]
mod tests;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use drift::drift;
pub use page::described;
pub use rules::ALL as RULES;

use crate::{
    diagnostic::Diagnostic,
    model::{Archive, Catalog, Entity, EntityId, EntityIndex, Output, Packed, PageRun, SitePath, Snapshot},
    scaffold::Bundle,
};
use contents::{Contents, Source};

/// The apiVersion of templates whose steps are understood.
const TEMPLATE: &str = "scaffolder.backstage.io/v1beta3";

/// All templates whose steps are understood.
pub fn templates(catalog: &Catalog) -> impl Iterator<Item = (EntityIndex, &Entity)> {
    catalog.iter().filter(|(_, entity)| entity.id.kind() == "template" && entity.api_version == TEMPLATE)
}

/// The files that a template runs with; none when they exceed the budget of an archive.
pub fn bundle(snapshots: &[Snapshot], adopted: &Adopted, template: &Entity) -> Option<Bundle> {
    Source::new(snapshots, adopted).bundle(template)
}

/// What templates of other tools run with once they are read as templates of Backstage, by their references; none when
/// that is too much. It lies in no repository.
pub type Adopted = BTreeMap<EntityId, Option<Bundle>>;

/// Packs the skeletons of all templates.
pub fn pack(
    catalog: &Catalog,
    snapshots: &[Snapshot],
    adopted: &Adopted,
) -> (Vec<Archive>, Vec<Output>, Vec<Diagnostic>) {
    let templates: Vec<(EntityIndex, &Entity)> = templates(catalog).collect();
    let names = names::unique(templates.iter().map(|(_, entity)| &entity.id));
    let source = Source::new(snapshots, adopted);
    let packed: Vec<_> =
        templates.par_iter().zip(&names).map(|((index, entity), name)| one(*index, entity, name, &source)).collect();
    let (mut archives, mut outputs, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for (archive, found) in packed {
        diagnostics.extend(found);
        if let Some((archive, files)) = archive {
            archives.push(archive);
            outputs.extend(files);
        }
    }
    outputs.extend(page::equip(&mut archives, catalog, &source));
    // Templates that share a skeleton share what is wrong with it.
    let mut told = BTreeSet::new();
    diagnostics.retain(|found| told.insert((found.place.clone(), found.rule.id, found.message.clone())));
    (archives, outputs, diagnostics)
}

/// One template's archives with their checksums; none when its files exceed the budget.
fn one(
    index: EntityIndex,
    entity: &Entity,
    name: &str,
    source: &Source<'_>,
) -> (Option<(Archive, [Output; 4])>, Vec<Diagnostic>) {
    let (contents, mut diagnostics) = source.contents(entity);
    if source.adopted(entity).is_none() {
        diagnostics.extend(lint::lint(source, entity));
    }
    let Some(Contents { files, root, document }) = contents else {
        return (None, diagnostics);
    };
    let folder = SitePath::part(entity.id.name());
    let (zip, tar_gz) = (bytes::zip(&folder, &files), bytes::tar_gz(&folder, &files));
    let hash = bytes::sha256(&zip);
    let version = names::version(entity).unwrap_or_else(|| hash[..12].to_owned());
    let at = |extension: &str| SitePath::from_parts(format!("archives/{name}-{version}.{extension}").split('/'));
    let packed = |extension: &str, bytes: &[u8]| Packed {
        path: at(extension),
        size: bytes.len() as u64,
        sha256: bytes::sha256(bytes),
    };
    let archive = Archive {
        template: index,
        zip: packed("zip", &zip),
        tar_gz: packed("tar.gz", &tar_gz),
        files: files.into_keys().collect(),
        root,
        document,
        homes: source.homes(entity),
        run: PageRun::TooLarge,
        version: version.clone(),
    };
    let checksum = |packed: &Packed, extension: &str| {
        let file = packed.path.as_str().rsplit('/').next().unwrap_or_default();
        Output { path: at(&format!("{extension}.sha256")), bytes: format!("{}  {file}\n", packed.sha256).into_bytes() }
    };
    let outputs = [
        checksum(&archive.zip, "zip"),
        checksum(&archive.tar_gz, "tar.gz"),
        Output { path: archive.zip.path.clone(), bytes: zip },
        Output { path: archive.tar_gz.path.clone(), bytes: tar_gz },
    ];
    (Some((archive, outputs)), diagnostics)
}
