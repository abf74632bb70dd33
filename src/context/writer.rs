//! Text against a budget, and the honest list of what did not fit.

use crate::model::{tokens, visible_line};

/// The list of what did not fit takes at most one of so many tokens.
const FOR_THE_REST: usize = 12;

/// Pieces that did not fit and are named; others are counted.
const MOST_NAMED: usize = 12;

/// A document is cut, not left out, when at least so many tokens of it fit.
const LEAST_CUT: usize = 120;

/// Text that grows up to a budget.
pub(super) struct Writer {
    text: String,
    used: usize,
    budget: usize,
    left_out: Vec<String>,
}

impl Writer {
    pub(super) fn new(budget: usize) -> Self {
        Self { text: String::new(), used: 0, budget: budget - budget / FOR_THE_REST, left_out: Vec::new() }
    }

    /// Writes what must be there.
    pub(super) fn force(&mut self, text: &str) {
        self.used += tokens(text);
        self.text.push_str(text);
    }

    /// Writes a heading and as many lines below it as fit in one of `share` parts of what is left, and says how many more
    /// there are. Lines that do not fit are not made.
    pub(super) fn list(&mut self, heading: &str, lines: impl ExactSizeIterator<Item = String>, share: usize) {
        let all = lines.len();
        if all == 0 {
            return;
        }
        let most = self.room() / share;
        let mut used = tokens(heading);
        let fitting: Vec<String> = lines
            .take_while(|line| {
                used += tokens(line);
                used + 16 <= most
            })
            .collect();
        if fitting.is_empty() {
            self.leave_out(format!("{} with {all} lines", heading.trim_matches(['#', ' ', '\n'])));
            return;
        }
        self.force(heading);
        fitting.iter().for_each(|line| self.force(line));
        if fitting.len() < all {
            let more = all - fitting.len();
            self.force(&format!("- … and {more} more that did not fit\n"));
            self.leave_out(format!("{more} lines of “{}”", heading.trim_matches(['#', ' ', '\n'])));
        }
    }

    /// Writes a head and a document in a fence that it cannot close, cut where a paragraph ends when it does not fit
    /// into `most` tokens.
    pub(super) fn document(&mut self, name: &str, head: &str, body: &str, most: usize) {
        let fence = fence(body);
        let around = tokens(head) + 2 * tokens(&fence) + 24;
        let most = most.min(self.room()).saturating_sub(around);
        let whole = tokens(body);
        if whole <= most {
            self.force(&format!("{head}\n{fence}markdown\n{}\n{fence}\n", body.trim_end()));
        } else if most >= LEAST_CUT {
            let part = cut(body, most);
            let kept = tokens(part);
            self.force(&format!(
                "{head}\n{fence}markdown\n{}\n{fence}\n\nCut here: about {kept} of {whole} tokens.\n",
                part.trim_end()
            ));
            self.leave_out(format!("{name}: about {} of {whole} tokens", whole - kept));
        } else {
            self.leave_out(format!("{name}: {whole} tokens"));
        }
    }

    /// Notes what is not there.
    pub(super) fn leave_out(&mut self, what: String) {
        self.left_out.push(what);
    }

    /// How many tokens may still be written.
    pub(super) fn room(&self) -> usize {
        self.budget.saturating_sub(self.used)
    }

    /// The text with what it lacks, its tokens, and how many pieces it lacks.
    pub(super) fn finish(mut self) -> (String, usize, usize) {
        let count = self.left_out.len();
        if count > 0 {
            self.budget += self.budget / (FOR_THE_REST - 1);
            self.force("\n## Left out\n\n");
            let mut named = 0;
            for what in self.left_out.iter().take(MOST_NAMED) {
                let line = format!("- {what}\n");
                if self.used + tokens(&line) + 12 > self.budget {
                    break;
                }
                self.used += tokens(&line);
                self.text.push_str(&line);
                named += 1;
            }
            if named < count {
                self.force(&format!("- and {} more\n", count - named));
            }
        }
        (self.text, self.used, count)
    }
}

/// A name or a path as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", visible_line(text).replace('`', "'"))
}

/// More backticks than a text has in a row.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// The start of a text up to the last paragraph, line or character that fits.
fn cut(text: &str, most: usize) -> &str {
    let mut end = 0;
    let mut used = 0;
    let (mut ascii, mut other) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_ascii() {
            ascii += 1
        } else {
            other += 1
        }
        used = usize::div_ceil(ascii, 4) + other;
        if used > most {
            break;
        }
        end = at + c.len_utf8();
    }
    if used <= most {
        return text;
    }
    let start = &text[..end];
    let paragraph = start.rfind("\n\n").filter(|at| *at > end / 2);
    &text[..paragraph.or_else(|| start.rfind('\n')).unwrap_or(end)]
}
