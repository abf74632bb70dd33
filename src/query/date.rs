//! Days of the calendar.

/// The day that ages are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today(i32);

impl Today {
    /// The day `YYYY-MM-DD`; what follows it is not looked at.
    pub fn parse(text: &str) -> Option<Self> {
        day(text.get(..10)?).map(Self)
    }

    /// How many days ago a day was; negative when it is still to come.
    pub(super) fn age(self, day: i32) -> i32 {
        self.0 - day
    }
}

/// The number of the day `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<i32> {
    span(text).filter(|(first, last)| first == last).map(|(first, _)| first)
}

/// The first and the last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nothing when there is no such day.
pub(super) fn span(text: &str) -> Option<(i32, i32)> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<i32>().ok().map(Some)
        }
        Some(_) => None,
    };
    let (year, month, date) = (next(4)??, next(2)?, next(2)?);
    if parts.next().is_some() {
        return None;
    }
    match (month, date) {
        (None, _) => Some((number(year, 1, 1), number(year, 12, 31))),
        (Some(month), None) => {
            (1..=12).contains(&month).then(|| (number(year, month, 1), number(year, month, length(year, month))))
        }
        (Some(month), Some(date)) => {
            let real = (1..=12).contains(&month) && (1..=length(year, month)).contains(&date);
            real.then(|| (number(year, month, date), number(year, month, date)))
        }
    }
}

/// How many days a month has.
fn length(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March, so that leap days end them.
fn number(year: i32, month: i32, date: i32) -> i32 {
    let year = if month < 3 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::{day, span};

    #[test]
    fn days_are_numbered() {
        for (text, expected) in [
            ("1970-01-01", Some((0, 0))),
            ("2000-02-29", Some((11_016, 11_016))),
            ("2026-11-23", Some((20_780, 20_780))),
            ("2026-11", Some((20_758, 20_787))),
            ("2024", Some((19_723, 20_088))),
            ("1900-02-29", None),
            ("2026-13", None),
            ("2026-1", None),
            ("2026-11-23-1", None),
            ("", None),
            ("+026", None),
        ] {
            assert_eq!(span(text), expected, "{text}");
        }
        assert_eq!(day("2026-11"), None);
    }
}
