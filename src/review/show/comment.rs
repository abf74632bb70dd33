//! A text that must not become longer than its place: what does not fit is counted instead.

/// Parts one after the other, the important ones first.
pub(super) struct Comment {
    text: String,
    most: usize,
}

/// Room that is kept for the lines that say what was left out, and for what closes the text.
const RESERVE: usize = 8_000;

impl Comment {
    /// At most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self { text: String::new(), most: most - RESERVE }
    }

    /// A line that always fits, because there are few of them.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A heading and its entries as far as they fit, folded when it is told to be; `rest` says where the others are.
    pub(super) fn part(&mut self, (title, is_folded): (&str, bool), head: &str, entries: &[String], rest: &str) {
        if entries.is_empty() {
            return;
        }
        let (open, close) = match is_folded {
            true => (format!("\n<details><summary>{title}</summary>\n\n"), "\n</details>\n"),
            false => (format!("\n### {title}\n\n"), ""),
        };
        let left = |text: &str, more: usize| self.most.saturating_sub(text.len() + more + close.len());
        let mut body = format!("{open}{head}");
        let mut shown = 0;
        for entry in entries {
            // A line about the others always finds its place, because the reserve is there for it.
            if entry.len() + 1 > left(&self.text, body.len()) {
                break;
            }
            body.push_str(entry);
            body.push('\n');
            shown += 1;
        }
        if shown == 0 {
            let all = format!("\n{title}: {}, {rest}\n", entries.len());
            // Titles are few and short; they fit the reserve.
            self.text.push_str(&all);
            return;
        }
        if shown < entries.len() {
            body.push_str(&format!("\nand {} more, {rest}\n", entries.len() - shown));
        }
        self.text.push_str(&body);
        self.text.push_str(close);
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
