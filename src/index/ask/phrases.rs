//! Words in quotation marks, as `theme/scripts/search/4-phrases.js` finds them.

use super::{rank::Hit, store::Store};
use crate::index::tokens::parts;

/// Hits that are looked at.
const MOST_HITS: usize = 32;

/// The hits with all phrases, and after them those whose text is too long to be known in whole.
pub(super) fn verify(store: &mut Store<'_>, hits: &[Hit], phrases: &[Vec<String>]) -> Result<Vec<Hit>, String> {
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for hit in hits.iter().filter(|hit| hit.complete).take(MOST_HITS) {
        let (title, _, _, sections, cut) = store.fragment(hit.document)?;
        let texts = sections.iter().flat_map(|(heading, _, text)| [heading, text]);
        let texts: Vec<Vec<String>> = std::iter::once(&title).chain(texts).map(|text| parts(text)).collect();
        let holds = |phrase: &Vec<String>| texts.iter().any(|text| text.windows(phrase.len()).any(|run| run == phrase));
        if phrases.iter().all(holds) {
            found.push(*hit);
        } else if cut == 1 {
            unknown.push(*hit);
        }
    }
    found.extend(unknown);
    Ok(found)
}
