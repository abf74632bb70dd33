//! The reference of the portal's own JSON: its description, shown as that of any other API.

use super::{Board, Content, Site, api, definition, views::about};
use crate::{
    diagnostic::Drift,
    model::{Architecture, Catalog, Definition, Infrastructure, Library, Observed, Output, Packages, Repo, Timeline},
};

/// The pages of the description, which was read as a definition of the only repository of a catalog without entities.
pub(super) fn reference(
    site: &Site<'_>,
    definition: Definition,
    put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
) -> Result<(), String> {
    let catalog = Catalog::new(vec![Repo::plain("api/v1")], Vec::new());
    let (library, architecture) = (Library::default(), Architecture::default());
    let (observed, packages) = (Observed::default(), Packages::default());
    let infrastructure = Infrastructure::default();
    let (drift, timeline) = (Drift::default(), Timeline::default());
    let board = Board::new(Content {
        catalog: &catalog,
        library: &library,
        architecture: &architecture,
        archives: &[],
        descents: &[],
        observed: &observed,
        packages: &packages,
        infrastructure: &infrastructure,
        drift: &drift,
        timeline: &timeline,
    });
    let definition = Definition { page: api::reference(), ..definition };
    let layout = definition::Layout::new(&definition);
    (0..layout.len()).try_for_each(|number| {
        let view = definition::Pen::new(&board, &definition, &layout, number).view();
        let view = view.within("About this portal", (layout.path(number), &about::path()));
        put(&site.theme.render("definition", layout.path(number), &view)?)
    })
}
