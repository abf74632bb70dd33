//! The index asked without a browser. In: the files of a site and a query. Out: what the client of the theme would
//! show, in the same order and with the same scores. Rooms here are named after the scripts that they agree with.

mod meanings;
mod pairs;
mod parse;
mod phrases;
mod rank;
mod small;
mod spelling;
mod stems;
mod store;

pub use parse::LONGEST_QUERY;
pub use store::Fetch;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its number in the index.
    pub document: u32,
    /// The reference of an entity; nothing for pages.
    pub reference: Option<String>,
    /// The address from the root of the site.
    pub page: String,
    /// Its title.
    pub title: String,
    /// How well it answers; the more the better, and comparable within one answer alone.
    pub score: f64,
}

/// What there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The best first.
    pub found: Vec<Found>,
    /// How many there are: those with all words, or with any when none has all.
    pub total: usize,
}

/// Hits that a client counts on.
const MOST_HITS: usize = 200;

/// Answers a query from the files that `fetch` gives, with `limit` results at most.
///
/// # Errors
/// When a file is missing, or does not hold what it should.
pub fn search(fetch: &mut Fetch<'_>, query: &str, limit: usize) -> Result<Answer, String> {
    let mut store = store::Store::open(fetch)?;
    let hits = rank::answer(&mut store, query)?;
    let complete = hits.iter().filter(|hit| hit.complete).count();
    let total = if complete > 0 { complete } else { hits.len() };
    let mut found = Vec::new();
    for hit in hits.iter().take(limit.min(MOST_HITS)) {
        let (title, page, context, ..) = store.fragment(hit.document)?;
        let reference = ((hit.document as usize) < store.manifest.pages).then_some(context);
        found.push(Found { document: hit.document, reference, page, title, score: hit.score });
    }
    Ok(Answer { found, total })
}
