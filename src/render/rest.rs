//! The pages that exist once, the files of the theme, and the JSON.

use rayon::prelude::*;

use super::{
    Site, api, badges, llms, pickers, rows,
    views::{
        about::{self, AboutView},
        architecture::ArchitectureView,
        books::BooksView,
        card::{self, CardView},
        catalog::Table,
        code::{ActivityView, TechnologiesView},
        contradictions::DriftView,
        diagnostics::{DiagnosticsView, by_rule},
        explore::{ExploreView, GraphView},
        form::{self, FormView},
        history::TimelineView,
        home::HomeView,
        infrastructure::InfrastructureView,
        missing::MissingView,
        packages::PackagesView,
        preview::{self, ChangesView},
        problem::rule_page,
        redirect::RedirectView,
        scores::{self, HealthView, ScorecardView},
        search::SearchView,
        shell::page,
        sources::SourcesView,
        teams::TeamsView,
        templates::TemplatesView,
        vulnerabilities::VulnerabilitiesView,
    },
};
use crate::model::{Output, SitePath};

/// Takes one file.
type Put<'p> = &'p (dyn Fn(&Output) -> Result<(), String> + Sync);

/// Everything but documents and entities.
pub(super) fn rest(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    site.theme.outputs.iter().try_for_each(put)?;
    overviews(site, put)?;
    scorecards(site, put)?;
    forms(site, put)?;
    tables(site, put)?;
    diagnostics(site, put)?;
    redirects(site, put)?;
    changes(site, put)?;
    for_other_sites(site, put)?;
    put(&llms::index(site))?;
    api::outputs(site, put)
}

fn overviews(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let (board, theme) = (&site.board, &site.theme);
    let home = SitePath::from_parts(["index.html"]);
    put(&theme.render("home", &home, &HomeView::new(board, &home))?)?;
    let books = page("docs");
    put(&theme.render("books", &books, &BooksView::new(board, &books))?)?;
    let teams = page("teams");
    put(&theme.render("teams", &teams, &TeamsView::new(board, &teams))?)?;
    // Nothing leads to the page of templates where there is none.
    if board.of_kind("template").next().is_some() {
        let templates = page("templates");
        put(&theme.render("templates", &templates, &TemplatesView::new(board, &templates))?)?;
    }
    put(&theme.render("sources", &page("sources"), &SourcesView::new(board))?)?;
    put(&theme.render("about", &about::path(), &AboutView::new(board, !site.packs.is_empty()))?)?;
    put(&theme.render("explore", &page("explore"), &ExploreView::new(board, &site.reports))?)?;
    let architecture = SitePath::from_parts(["explore", "architecture.html"]);
    put(&theme.render("architecture", &architecture, &ArchitectureView::new(board, &architecture))?)?;
    let technologies = SitePath::from_parts(["explore", "technologies.html"]);
    put(&theme.render("technologies", &technologies, &TechnologiesView::new(board))?)?;
    let packages = SitePath::from_parts(["explore", "packages.html"]);
    put(&theme.render("packages", &packages, &PackagesView::new(board))?)?;
    let infrastructure = SitePath::from_parts(["explore", "infrastructure.html"]);
    put(&theme.render("infrastructure", &infrastructure, &InfrastructureView::new(board, &infrastructure))?)?;
    let vulnerabilities = SitePath::from_parts(["explore", "vulnerabilities.html"]);
    let view = VulnerabilitiesView::new(board, &vulnerabilities);
    put(&theme.render("vulnerabilities", &vulnerabilities, &view)?)?;
    let drift = SitePath::from_parts(["explore", "drift.html"]);
    put(&theme.render("drift", &drift, &DriftView::new(board, &drift))?)?;
    let activity = SitePath::from_parts(["explore", "activity.html"]);
    put(&theme.render("activity", &activity, &ActivityView::new(board, &activity))?)?;
    let changes = SitePath::from_parts(["explore", "changes.html"]);
    put(&theme.render("timeline", &changes, &TimelineView::new(board, &changes))?)?;
    put(&theme.render("graph", &SitePath::from_parts(["explore", "graph.html"]), &GraphView::new(board))?)?;
    put(&theme.render("search", &page("search"), &SearchView::new())?)?;
    let missing = SitePath::from_parts(["404.html"]);
    let url = site.url.as_ref().map(crate::model::SafeUrl::as_str);
    put(&theme.render("missing", &missing, &MissingView::new(url, &theme.style))?)
}

/// Tech health, and one page for each scorecard.
fn scorecards(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let (board, theme) = (&site.board, &site.theme);
    let health = SitePath::from_parts(["explore", "health.html"]);
    put(&theme.render("health", &health, &HealthView::new(board, &health))?)?;
    let cards = board.scores.map_or(&[][..], |scores| &scores.cards);
    cards.par_iter().try_for_each(|scored| {
        put(&theme.render("scorecard", &scores::path(&scored.card), &ScorecardView::new(board, scored))?)
    })
}

/// What a preview adds: the page that lists what changed, and what marks links to it.
fn changes(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let Some(preview) = &site.preview else { return Ok(()) };
    put(&preview::script(preview))?;
    put(&site.theme.render("changes", &preview::path(), &ChangesView::new(preview))?)
}

/// The pages on which templates are used, and what their pickers offer.
fn forms(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let board = &site.board;
    let offer = pickers::pickers(board)?;
    offer.iter().try_for_each(put)?;
    let entities = offer.as_ref().map(|offer| &offer.path);
    board.of_kind("template").collect::<Vec<_>>().par_iter().try_for_each(|index| {
        let Some(path) = form::path(&board.catalog[*index]) else { return Ok(()) };
        put(&site.theme.render("form", &path, &FormView::new(board, &path, *index, entities))?)
    })
}

/// Badges and cards.
fn for_other_sites(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let board = &site.board;
    let named = badges::KINDS.into_iter().flat_map(|kind| board.of_kind(kind));
    named.collect::<Vec<_>>().par_iter().try_for_each(|index| {
        let badges = board.exports.badges.iter().filter_map(|badge| badges::badge(board, *index, *badge));
        badges.collect::<Vec<_>>().iter().try_for_each(put)?;
        if !board.exports.cards {
            return Ok(());
        }
        put(&site.theme.render("card", &card::path(&board.catalog[*index].id), &CardView::new(board, *index))?)
    })
}

/// Small pages at addresses that documents used to have.
fn redirects(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    for book in &site.content.library.books {
        for redirect in &book.redirects {
            put(&site.theme.render(
                "redirect",
                &redirect.path,
                &RedirectView::new(book, redirect, site.url.as_ref()),
            )?)?;
        }
    }
    Ok(())
}

/// The table of all entities and one for each kind.
fn tables(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let data = rows::rows(&site.board)?;
    put(&data)?;
    let kinds = site.board.kinds.iter().map(|(kind, written, _)| Table::of_kind(&site.board, kind, written));
    // Definitions that no entity names are listed with APIs, even when there is no entity at all.
    let board = &site.board;
    let none = !board.loose.is_empty() && board.of_kind("api").next().is_none();
    let only_loose = none.then(|| Table::of_kind(board, "api", "API"));
    for table in std::iter::once(Table::all(&site.board)).chain(kinds).chain(only_loose) {
        (0..table.pages()).into_par_iter().try_for_each(|number| {
            let view = table.page(&site.board, number, &data.path);
            put(&site.theme.render("catalog", &table.path(number), &view)?)
        })?;
    }
    Ok(())
}

/// The page of all problems and one for each rule.
fn diagnostics(site: &Site<'_>, put: Put<'_>) -> Result<(), String> {
    let all = DiagnosticsView::all(&site.board);
    put(&site.theme.render("diagnostics", &page("diagnostics"), &all)?)?;
    for (rule, found) in by_rule(&site.board) {
        let view = DiagnosticsView::of_rule(&site.board, rule, &found);
        put(&site.theme.render("diagnostics", &rule_page(rule.id), &view)?)?;
    }
    Ok(())
}
