//! Dates as iCalendar (RFC 5545).

use super::{Content, Feed, Options, dates::Date};
use crate::model::{visible, visible_line};

/// The longest line in bytes, line end apart (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// The calendar, with a day for each date.
pub(super) fn write(content: &Content<'_>, options: &Options, feed: &Feed, dates: &[&Date]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Callboard//Portal//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &escape(&visible_line(&feed.title)));
    for date in dates {
        let entity = &content.catalog[date.entity];
        let repo = &content.catalog[entity.origin.repo];
        let change = content.changes.get(&entity.origin.repo).and_then(|changes| changes.get(&entity.origin.path));
        let stamp =
            change.map(|change| change.time.as_str()).or(repo.commit.as_ref().map(|commit| commit.time.as_str()));
        let page = options.address(&entity.id.page());
        line("BEGIN", "VEVENT");
        line("UID", &escape(&format!("{}#{}", page, date.name)));
        line("DTSTAMP", &utc(stamp).unwrap_or_else(|| format!("{}T000000Z", date.day)));
        line("DTSTART;VALUE=DATE", &date.day);
        line("SUMMARY", &escape(&visible_line(&format!("{}: {}", date.what, entity.title()))));
        let about = visible(entity.description().unwrap_or_default());
        let about: String = about.chars().take(500).collect();
        line("DESCRIPTION", &escape(format!("{}\n{about}", entity.id).trim_end()));
        line("CATEGORIES", &escape(date.what));
        line("TRANSP", "TRANSPARENT");
        line("URL", &page);
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A time as `YYYYMMDDTHHMMSSZ`.
fn utc(time: Option<&str>) -> Option<String> {
    let time: jiff::Timestamp = time?.parse().ok()?;
    Some(time.strftime("%Y%m%dT%H%M%SZ").to_string())
}

/// A text value (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Writes a line, broken between characters where it is too long; what follows begins with a space.
pub(super) fn fold(out: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
