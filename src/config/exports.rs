//! What the portal gives to programs and other sites.

use super::{raw::RawConfig, reader::Reader};
use crate::{
    diagnostic::nearest,
    model::{Badge, Exports},
};

/// Packs with fewer tokens hold little but their head.
const LEAST_TOKENS: usize = 500;

/// No model reads more at once.
const MOST_TOKENS: usize = 1_000_000;

/// Judges what is written, on top of what holds without it.
pub fn exports(reader: &mut Reader<'_>, raw: &RawConfig, exports: &mut Exports) {
    exports.feeds = raw.feeds.map_or(exports.feeds, |(wanted, _)| wanted);
    exports.cards = raw.cards.unwrap_or(exports.cards);
    let names = || Badge::ALL.into_iter().map(Badge::name);
    for text in &raw.badges {
        match Badge::ALL.into_iter().find(|badge| badge.name() == text.value) {
            Some(badge) if !exports.badges.contains(&badge) => exports.badges.push(badge),
            Some(_) => {}
            None => {
                let hint = match nearest(&text.value, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write {}", names().collect::<Vec<_>>().join(", ")),
                };
                reader.wrong(text.spot, format!("no badge is called `{}`", text.value), hint);
            }
        }
    }
    exports.badges.sort_unstable();
    if let Some(text) = &raw.context_tokens {
        match text.value.parse::<usize>() {
            Ok(0) => exports.context_tokens = None,
            Ok(tokens @ LEAST_TOKENS..=MOST_TOKENS) => exports.context_tokens = Some(tokens),
            _ => reader.wrong(
                text.spot,
                format!("`context.tokens` must be 0 or from {LEAST_TOKENS} to {MOST_TOKENS}"),
                "write a whole number, e.g. 8000",
            ),
        }
    }
}
