//! What a result shows: title, address, context, and as much text as the size of the index allows.

use crate::model::{PageSection, Record, SitePath};

/// Bytes of all texts together, about; a query loads some five hundredths of them.
const ALL: usize = 2_000_000;

/// Bytes of a title or a context.
const LONGEST_LINE: usize = 200;

/// Bytes of text that the fragment of a page may have, by the number of pages; the same for about as many.
pub fn budget(expected: usize) -> usize {
    let step = (expected.next_power_of_two() / 16).max(1);
    (ALL / expected.div_ceil(step).max(1) / step).clamp(32, 250)
}

/// The fragment of a record, as JSON: title, address from the root of the site, context, sections of
/// heading, anchor and text, and 1 when some of the text was left out.
pub fn fragment(record: &Record, budget: usize) -> String {
    let mut href = SitePath::from_parts(["index.html"]).href_to(&record.path);
    if let Some(anchor) = &record.anchor {
        href.push('#');
        href.extend(url::form_urlencoded::byte_serialize(anchor.as_bytes()));
    }
    let sections = sections(&record.sections, budget);
    let kept: usize = sections.iter().map(|(heading, _, text)| heading.len() + text.len()).sum();
    let whole = record
        .sections
        .iter()
        .map(|section| section.text.trim().len() + section.heading.as_ref().map_or(0, |heading| heading.text.len()));
    let cut = u8::from(kept < whole.sum());
    let (title, context) = (start(&record.title, LONGEST_LINE), start(&record.context, LONGEST_LINE));
    serde_json::to_string(&(title, href, context, sections, cut)).expect("text is always JSON")
}

/// Headings get half of the budget, text the rest, shared so that short sections are whole.
fn sections(sections: &[PageSection], budget: usize) -> Vec<(&str, &str, &str)> {
    let mut left = budget / 2;
    let headings: Vec<_> = sections
        .iter()
        .map(|section| {
            let (text, id) = section.heading.as_ref().map_or(("", ""), |heading| (&heading.text[..], &heading.id[..]));
            let cost = text.len() + id.len();
            let fits = cost <= left;
            left -= if fits { cost } else { 0 };
            if fits { (text, id) } else { ("", "") }
        })
        .collect();
    let share = share(sections, left + budget / 2);
    let mut left = left + budget / 2;
    let cut = sections.iter().map(|section| {
        let text = start(section.text.trim(), share.min(left));
        left -= text.len();
        text
    });
    let kept = headings.into_iter().zip(cut).map(|((heading, id), text)| (heading, id, text));
    kept.filter(|(heading, _, text)| !heading.is_empty() || !text.is_empty()).collect()
}

/// The longest text that each section may have so that all fit into `budget`, 120 bytes at the least.
fn share(sections: &[PageSection], budget: usize) -> usize {
    let mut lengths: Vec<usize> = sections.iter().map(|section| section.text.len()).collect();
    lengths.sort_unstable();
    let mut left = budget;
    for (index, length) in lengths.iter().enumerate() {
        let even = left / (lengths.len() - index);
        if *length > even {
            return even.max(120);
        }
        left -= length;
    }
    usize::MAX
}

/// The first `most` bytes of a text, or fewer where that would cut a character; ends at a word when it can.
pub fn start(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let cut = &text[..end];
    match cut.rfind(char::is_whitespace) {
        Some(space) if space * 2 > end => &cut[..space],
        _ => cut,
    }
}
