//! Templates to archives. In: the catalog and snapshots. Out: a `.zip` and a `.tar.gz` of each template,
//! the same bytes for the same files, and what is wrong with templates. It must not know the theme.
//!
//! An archive holds one folder, named like the template, in which the template file and what its steps fetch
//! lie to each other as they do in the repository, unrendered: any scaffolder can run it.

mod bundle;
mod bytes;
mod contents;
mod fetches;
mod lint;
mod names;
mod page;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

pub use page::described;
pub use rules::ALL as RULES;

use crate::{
    diagnostic::Diagnostic,
    model::{Archive, Catalog, Entity, EntityIndex, Output, PageRun, SitePath, Snapshot},
    scaffold::Bundle,
};
use contents::Source;

/// The apiVersion of templates whose steps are understood.
const TEMPLATE: &str = "scaffolder.backstage.io/v1beta3";

/// All templates whose steps are understood.
pub fn templates(catalog: &Catalog) -> impl Iterator<Item = (EntityIndex, &Entity)> {
    catalog.iter().filter(|(_, entity)| entity.id.kind() == "template" && entity.api_version == TEMPLATE)
}

/// The files that a template runs with; none when they exceed the budget of an archive.
pub fn bundle(snapshots: &[Snapshot], template: &Entity) -> Option<Bundle> {
    Source::new(snapshots).bundle(template)
}

/// Packs the skeletons of all templates.
pub fn pack(catalog: &Catalog, snapshots: &[Snapshot]) -> (Vec<Archive>, Vec<Output>, Vec<Diagnostic>) {
    let templates: Vec<(EntityIndex, &Entity)> = templates(catalog).collect();
    let names = names::unique(templates.iter().map(|(_, entity)| &entity.id));
    let source = Source::new(snapshots);
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

/// One template's archives; none when its files exceed the budget.
fn one(
    index: EntityIndex,
    entity: &Entity,
    name: &str,
    source: &Source<'_>,
) -> (Option<(Archive, [Output; 2])>, Vec<Diagnostic>) {
    let (files, mut diagnostics) = source.contents(entity);
    diagnostics.extend(lint::lint(source, entity));
    let Some(files) = files else {
        return (None, diagnostics);
    };
    let folder = SitePath::part(entity.id.name());
    let (zip, tar_gz) = (bytes::zip(&folder, &files), bytes::tar_gz(&folder, &files));
    let at = |extension: &str| SitePath::from_parts(format!("archives/{name}.{extension}").split('/'));
    let archive = Archive {
        template: index,
        zip: at("zip"),
        zip_size: zip.len() as u64,
        tar_gz: at("tar.gz"),
        tar_gz_size: tar_gz.len() as u64,
        files: files.into_keys().collect(),
        run: PageRun::TooLarge,
    };
    let outputs =
        [Output { path: archive.zip.clone(), bytes: zip }, Output { path: archive.tar_gz.clone(), bytes: tar_gz }];
    (Some((archive, outputs)), diagnostics)
}
