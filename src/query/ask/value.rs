//! What stands after the colon of a term.

use super::{QueryError, lexer::Letter};
use crate::query::{
    date::{self, Today},
    ground::FieldType,
};

/// A part of a query, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) struct Span {
    pub(in crate::query) start: usize,
    pub(in crate::query) end: usize,
}

/// One of the values between commas.
pub(super) struct Alternative<'l> {
    pub(super) letters: &'l [Letter],
    pub(super) span: Span,
}

impl Alternative<'_> {
    /// What it says, whatever is quoted.
    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }
}

/// Cuts a value, which stands at `span`, at its commas; none when one of them is empty.
pub(super) fn alternatives(letters: &[Letter], span: Span) -> Option<Vec<Alternative<'_>>> {
    let mut found = Vec::new();
    let mut start = span.start;
    for letters in letters.split_inclusive(|letter| letter.plain && letter.c == ',') {
        let (end, letters) = match letters.split_last() {
            Some((last, before)) if last.plain && last.c == ',' => (last.at, before),
            _ => (span.end, letters),
        };
        found.push(Alternative { letters, span: Span { start, end } });
        start = end + 1;
    }
    if start <= span.end {
        found.push(Alternative { letters: &[], span: Span { start, end: span.end } });
    }
    found.iter().all(|alternative| alternative.span.start < alternative.span.end).then_some(found)
}

/// A text in which `*` stands for any characters; letters are in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::query) struct Pattern {
    /// What stands before the first `*`, between them, and after the last.
    parts: Vec<String>,
}

impl Pattern {
    pub(super) fn new(letters: &[Letter]) -> Self {
        let part = |letters: &[Letter]| letters.iter().map(|letter| letter.c).collect::<String>().to_lowercase();
        Self { parts: letters.split(|letter| letter.plain && letter.c == '*').map(part).collect() }
    }

    /// The text itself, when it is no pattern.
    pub(in crate::query) fn exact(&self) -> Option<&str> {
        if let [text] = self.parts.as_slice() { Some(text) } else { None }
    }

    /// Whether it is a text in lower case, as a whole.
    pub(in crate::query) fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.parts.as_slice() else { return self.exact() == Some(text) };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some(place) = rest.find(part.as_str()) else { return false };
            rest = &rest[place + part.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

/// A reference of which some parts may be left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::query) struct RefPattern {
    kind: Option<Pattern>,
    /// The namespace, or what may be the kind when that is not given.
    place: Option<Pattern>,
    name: Pattern,
    /// Whether a part is empty, so that nothing is meant.
    hollow: bool,
}

impl RefPattern {
    pub(super) fn new(letters: &[Letter]) -> Self {
        let find = |letters: &[Letter], c: char| letters.iter().position(|letter| letter.c == c);
        let slash = find(letters, '/');
        let (kind, rest) = match find(letters, ':').filter(|colon| slash.is_none_or(|slash| *colon < slash)) {
            Some(colon) => (Some(&letters[..colon]), &letters[colon + 1..]),
            None => (None, letters),
        };
        let (place, name) = match find(rest, '/') {
            Some(slash) => (Some(&rest[..slash]), &rest[slash + 1..]),
            None => (None, rest),
        };
        let hollow = name.is_empty() || kind.is_some_and(<[_]>::is_empty) || place.is_some_and(<[_]>::is_empty);
        Self { kind: kind.map(Pattern::new), place: place.map(Pattern::new), name: Pattern::new(name), hollow }
    }

    /// The one reference that is meant, when all its parts are given.
    pub(in crate::query) fn exact(&self) -> Option<String> {
        let (kind, place) = (self.kind.as_ref()?.exact()?, self.place.as_ref()?.exact()?);
        Some(format!("{kind}:{place}/{}", self.name.exact()?))
    }

    /// The name that is meant, when it is given whole.
    pub(in crate::query) fn name(&self) -> Option<&str> {
        self.name.exact().filter(|_| !self.hollow)
    }

    /// Whether a reference `kind:namespace/name`, all lower case, is like this.
    pub(in crate::query) fn matches(&self, reference: &str) -> bool {
        let parts = reference.split_once(':').and_then(|(kind, rest)| Some((kind, rest.split_once('/')?)));
        let Some((kind, (namespace, name))) = parts else { return false };
        if self.hollow || !self.name.matches(name) {
            return false;
        }
        match (&self.kind, &self.place) {
            (Some(wanted), place) => {
                wanted.matches(kind) && place.as_ref().is_none_or(|place| place.matches(namespace))
            }
            (None, Some(place)) => place.matches(namespace) || place.matches(kind),
            (None, None) => true,
        }
    }
}

/// What a number, a day or an age is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::query) enum Quantity {
    /// Any but 0.
    Some,
    /// A number.
    Number(Interval),
    /// A day by its number.
    Day(Interval),
    /// Days ago.
    Age(Interval),
}

/// From where to where; a flag says that the bound itself is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::query) struct Interval {
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
}

impl Interval {
    fn contains(self, number: f64) -> bool {
        self.low.is_none_or(|(low, without)| low < number || !without && low <= number)
            && self.high.is_none_or(|(high, without)| number < high || !without && number <= high)
    }
}

impl Quantity {
    /// Whether a count is meant.
    pub(in crate::query) fn is_number(self, number: u32) -> bool {
        match self {
            Self::Some => number > 0,
            Self::Number(interval) => interval.contains(f64::from(number)),
            Self::Day(_) | Self::Age(_) => false,
        }
    }

    /// Whether a day is meant, given by its number.
    pub(in crate::query) fn is_day(self, day: i32, today: Today) -> bool {
        match self {
            Self::Some => true,
            Self::Day(interval) => interval.contains(f64::from(day)),
            Self::Age(interval) => interval.contains(f64::from(today.age(day))),
            Self::Number(_) => false,
        }
    }

    /// Reads a comparison with a number or a day.
    pub(super) fn parse(alternative: &Alternative<'_>, field_type: FieldType) -> Result<Self, QueryError> {
        let text = alternative.text();
        let read = if field_type == FieldType::Number { number } else { moment };
        let quantity = if text == "*" { Some(Self::Some) } else { comparison(&text, read) };
        quantity.ok_or_else(|| {
            let (what, hint) = if field_type == FieldType::Number {
                ("number", "write `3`, `>3`, `<=3`, `1..5` or `*..5`")
            } else {
                ("date and no age", "write `2026-11-02`, `>2026-11`, `<90d`, `>1y` or `2026-01..2026-06`")
            };
            let shown: String = text.chars().take(40).collect();
            QueryError::new(alternative.span, format!("`{shown}` is no {what}")).hint(Some(hint))
        })
    }
}

/// What stands on one side of a comparison: what it is, its least and its greatest.
type Bounds = (fn(Interval) -> Quantity, f64, f64);

fn comparison(text: &str, read: fn(&str) -> Option<Bounds>) -> Option<Quantity> {
    if let Some((low, high)) = text.split_once("..") {
        let side = |text: &str| if text == "*" { Some(None) } else { read(text).map(Some) };
        let (low, high) = (side(low)?, side(high)?);
        let interval =
            Interval { low: low.map(|(_, low, _)| (low, false)), high: high.map(|(_, _, high)| (high, false)) };
        let quantities = [low, high].map(|side| side.map(|(quantity, ..)| quantity(interval)));
        return match quantities {
            [Some(a), Some(b)] => (a == b).then_some(a),
            [Some(one), None] | [None, Some(one)] => Some(one),
            [None, None] => Some(read("2000").map_or(Quantity::Some, |(quantity, ..)| quantity(interval))),
        };
    }
    let operator = [">=", "<=", ">", "<"].into_iter().find(|operator| text.starts_with(operator));
    let (quantity, low, high) = read(&text[operator.map_or(0, str::len)..])?;
    let interval = match operator {
        Some(">=") => Interval { low: Some((low, false)), high: None },
        Some("<=") => Interval { low: None, high: Some((high, false)) },
        Some(">") => Interval { low: Some((high, true)), high: None },
        Some("<") => Interval { low: None, high: Some((low, true)) },
        _ => Interval { low: Some((low, false)), high: Some((high, false)) },
    };
    Some(quantity(interval))
}

fn number(text: &str) -> Option<Bounds> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let size = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = size.split_once('.').unwrap_or((size, "0"));
    let number: f64 = (digits(whole) && digits(fraction)).then(|| text.parse().ok())??;
    Some((Quantity::Number, number, number))
}

/// A date, which may be a month or a year, or an age.
fn moment(text: &str) -> Option<Bounds> {
    if let Some((first, last)) = date::span(text) {
        return Some((Quantity::Day, f64::from(first), f64::from(last)));
    }
    let unit = text.chars().last()?;
    let days = match unit {
        'd' => 1.0,
        'w' => 7.0,
        'm' => 30.0,
        'y' => 365.0,
        _ => return None,
    };
    let (_, count, _) =
        number(&text[..text.len() - 1]).filter(|_| text.bytes().rev().skip(1).all(|b| b.is_ascii_digit()))?;
    Some((Quantity::Age, count * days, count * days))
}
