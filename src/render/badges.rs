//! Badges: small pictures that a README shows, made of text alone. No font is fetched: widths come from a table, and the
//! text is set to just that width, so that a badge looks the same with any font.

use super::board::Board;
use crate::model::{Badge, Entity, EntityId, EntityIndex, Html, Output, SitePath, visible_line};

/// The longest text of one half, in characters.
const LONGEST: usize = 40;

/// Kinds of entities that have a README.
pub(super) const KINDS: [&str; 4] = ["component", "api", "resource", "system"];

/// Space on both sides of a text, in tenths of a pixel.
const MARGIN: u32 = 60;

/// The background of what a badge is about; white on each of these has a contrast of 4.5 at least.
const LABEL: &str = "#4c4a45";
const GOOD: &str = "#1f7a45";
const NOTICE: &str = "#8a5a00";
const BAD: &str = "#b3362b";
const PLAIN: &str = "#2c6a8f";
const QUIET: &str = "#6b6862";

/// Where a badge of an entity lies.
pub(super) fn path(id: &EntityId, badge: Badge) -> SitePath {
    let [kind, namespace, name] = [id.kind(), id.namespace(), id.name()].map(SitePath::part);
    match badge {
        Badge::Summary => SitePath::from_parts(["badges", &kind, &namespace, &format!("{name}.svg")]),
        _ => SitePath::from_parts(["badges", &kind, &namespace, &name, &format!("{}.svg", badge.name())]),
    }
}

/// A badge, when there is something to say.
pub(super) fn badge(board: &Board<'_>, index: EntityIndex, badge: Badge) -> Option<Output> {
    let entity = &board.catalog[index];
    let (label, value, colour) = words(board, index, badge)?;
    let svg = draw(&shorten(&label), &shorten(&value), colour);
    Some(Output { path: path(&entity.id, badge), bytes: svg.into_bytes() })
}

/// What a badge says: about what, what, and in which colour.
pub(super) fn words(board: &Board<'_>, index: EntityIndex, badge: Badge) -> Option<(String, String, &'static str)> {
    let entity = &board.catalog[index];
    let owner = owner(board, entity);
    let lifecycle = entity.spec_str("lifecycle").map(visible_line);
    let colour = lifecycle.as_deref().map_or(PLAIN, meaning);
    let type_name = entity.spec_str("type").map_or_else(|| entity.kind.to_lowercase(), visible_line);
    Some(match badge {
        Badge::Summary => {
            let parts: Vec<String> = [lifecycle, owner].into_iter().flatten().collect();
            let value = if parts.is_empty() { "in the catalog".to_owned() } else { parts.join(" · ") };
            (type_name, value, colour)
        }
        Badge::Owner => {
            let colour = if owner.is_some() { PLAIN } else { BAD };
            ("owner".to_owned(), owner.unwrap_or_else(|| "nobody".to_owned()), colour)
        }
        Badge::Lifecycle => ("lifecycle".to_owned(), lifecycle?, colour),
        Badge::Kind => (entity.kind.to_lowercase(), type_name, PLAIN),
        Badge::Docs => {
            let pages = board.book_of(index).map_or(0, |book| board.library.books[book].pages.len());
            let value = match pages {
                0 => "none".to_owned(),
                1 => "1 page".to_owned(),
                pages => format!("{pages} pages"),
            };
            ("docs".to_owned(), value, if pages == 0 { QUIET } else { GOOD })
        }
        Badge::Level => level(board, index)?,
    })
}

/// The scorecard and the level. The highest level is good and none is bad, whatever their colours on pages, which may be
/// too light for white text.
fn level(board: &Board<'_>, index: EntityIndex) -> Option<(String, String, &'static str)> {
    let mut held = board.scores?.cards.iter().filter_map(|scored| Some((scored, scored.of(index)?)));
    let (scored, score) = held.next()?;
    let label = visible_line(&scored.card.title);
    Some(match score.level {
        Some(level) => {
            let is_top = level + 1 == scored.card.levels.len();
            (label, visible_line(&scored.card.levels[level].title), if is_top { GOOD } else { PLAIN })
        }
        None => (label, "no level".to_owned(), BAD),
    })
}

fn owner(board: &Board<'_>, entity: &Entity) -> Option<String> {
    let owner = entity.related("ownedBy").next()?;
    Some(
        owner.entity.map_or_else(|| owner.target.name().to_owned(), |index| visible_line(board.catalog[index].title())),
    )
}

fn meaning(lifecycle: &str) -> &'static str {
    match lifecycle {
        "production" => GOOD,
        "experimental" => NOTICE,
        "deprecated" => BAD,
        _ => PLAIN,
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The picture: two halves with a text in each.
fn draw(label: &str, value: &str, colour: &str) -> String {
    let (first, second) = (width(label), width(value));
    let (left, right) = (first + 2 * MARGIN, second + 2 * MARGIN);
    let whole = px(left + right);
    let (edge, rest) = (px(left), px(right));
    let named = format!("{label}: {value}");
    let named = Html::escape(&named);
    let text = |from: u32, width: u32, text: &str| {
        let (x, width, text) = (px(from + MARGIN), px(width), Html::escape(text));
        format!("<text x=\"{x}\" y=\"14\" textLength=\"{width}\">{}</text>", text.as_str())
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" aria-label=\"{named}\">\
         <title>{named}</title>\
         <clipPath id=\"r\"><rect width=\"{whole}\" height=\"20\" rx=\"4\"/></clipPath>\
         <g clip-path=\"url(#r)\"><rect width=\"{edge}\" height=\"20\" fill=\"{LABEL}\"/>\
         <rect x=\"{edge}\" width=\"{rest}\" height=\"20\" fill=\"{colour}\"/></g>\
         <g fill=\"#fff\" font-family=\"Verdana,Geneva,'DejaVu Sans',sans-serif\" font-size=\"11\" \
         text-rendering=\"geometricPrecision\">{}{}</g></svg>\n",
        text(0, first, label),
        text(left, second, value),
        named = named.as_str(),
    )
}

/// Tenths of a pixel as pixels.
fn px(tenths: u32) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// Advances of the characters from space to `~` in Verdana, in thousandths of its size.
const ADVANCES: [u16; 95] = [
    352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 454, 454, 818, 818, 818, 545, 1000, 684, 686, 698, 771, 632, 575, 775, 751, 421, 455, 693, 557, 843,
    748, 787, 603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 454, 454, 454, 818, 636, 636, 601, 623, 521, 623,
    596, 352, 623, 633, 274, 344, 592, 274, 973, 633, 607, 623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635,
    454, 635, 818,
];

/// The width of a text at eleven pixels, in tenths of a pixel.
fn width(text: &str) -> u32 {
    let advance = |c: char| -> u32 {
        match u32::from(c).checked_sub(32).and_then(|place| ADVANCES.get(usize::try_from(place).ok()?)) {
            Some(advance) => u32::from(*advance),
            None if c == '·' => 364,
            None if u32::from(c) < 0x1100 => 650,
            None => 1_000,
        }
    };
    text.chars().map(advance).sum::<u32>() * 11 / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_is_as_wide_as_its_words_and_holds_no_markup() {
        for (label, value, wide) in [("owner", "box-office", "112.5"), ("", "", "24"), ("職", "é", "42.1")] {
            let svg = draw(label, value, GOOD);
            assert!(svg.contains(&format!(" width=\"{wide}\" height=\"20\" role")), "{svg}");
            roxmltree::Document::parse(&svg).expect("it is XML");
        }
        let svg = draw("a\"><script>", "<b>&'", BAD);
        let tree = roxmltree::Document::parse(&svg).expect("it is XML");
        assert!(tree.descendants().all(|node| !["script", "b"].contains(&node.tag_name().name())), "{svg}");
        assert_eq!(tree.root_element().attribute("aria-label"), Some("a\"><script>: <b>&'"));
        assert_eq!(shorten(&"x".repeat(99)).chars().count(), LONGEST);
    }
}
