//! What changed between two texts, line by line. In: the texts. Out: hunks with the lines around them. It must not know
//! where the texts come from, nor how a page shows what changed.

mod script;

use std::fmt::Write;

use script::{Edit, script};

/// Unchanged lines that are shown around a change.
const AROUND: usize = 3;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is in both texts.
    Same,
    /// It was in the first text.
    Removed,
    /// It is in the second text.
    Added,
}

/// Changed lines that lie close together, with the lines around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk<'a> {
    /// The first line in the first text, from 1, and how many of its lines there are.
    pub old: (usize, usize),
    /// The same of the second text.
    pub new: (usize, usize),
    /// The lines, with their ends.
    pub lines: Vec<(Mark, &'a str)>,
}

/// The changes from one text to another; none when they are the same. It takes linear time: where very much changed,
/// everything in between counts as changed.
pub fn hunks<'a>(old: &'a str, new: &'a str) -> Vec<Hunk<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let edits = script(&old, &new);
    let mut hunks: Vec<Hunk<'a>> = Vec::new();
    let mut last_end = 0;
    for (number, edit) in edits.iter().enumerate() {
        let joins = number > 0 && edit.old - last_end <= 2 * AROUND;
        if !joins {
            close(&mut hunks, &old, last_end);
            let before = edit.old.min(AROUND);
            let lines = old[edit.old - before..edit.old].iter().map(|line| (Mark::Same, *line)).collect();
            hunks.push(Hunk { old: (edit.old - before, 0), new: (edit.new - before, 0), lines });
        }
        let hunk = hunks.last_mut().expect("one has been opened");
        if joins {
            hunk.lines.extend(old[last_end..edit.old].iter().map(|line| (Mark::Same, *line)));
        }
        let Edit { removed, added, .. } = *edit;
        hunk.lines.extend(old[edit.old..edit.old + removed].iter().map(|line| (Mark::Removed, *line)));
        hunk.lines.extend(new[edit.new..edit.new + added].iter().map(|line| (Mark::Added, *line)));
        last_end = edit.old + removed;
    }
    close(&mut hunks, &old, last_end);
    hunks.iter_mut().for_each(number);
    hunks
}

/// Puts the lines after a hunk to it.
fn close<'a>(hunks: &mut [Hunk<'a>], old: &[&'a str], end: usize) {
    if let Some(hunk) = hunks.last_mut() {
        hunk.lines.extend(old[end..].iter().take(AROUND).map(|line| (Mark::Same, *line)));
    }
}

/// Counts a hunk's lines, and says where it begins as people count.
fn number(hunk: &mut Hunk<'_>) {
    let count = |unwanted: Mark| hunk.lines.iter().filter(|(mark, _)| *mark != unwanted).count();
    let (old, new) = (count(Mark::Added), count(Mark::Removed));
    // A text without lines begins before its first one.
    hunk.old = (hunk.old.0 + usize::from(old > 0), old);
    hunk.new = (hunk.new.0 + usize::from(new > 0), new);
}

impl Hunk<'_> {
    /// The line that opens it in a unified diff.
    pub fn head(&self) -> String {
        let range =
            |(start, count): (usize, usize)| if count == 1 { start.to_string() } else { format!("{start},{count}") };
        format!("@@ -{} +{} @@", range(self.old), range(self.new))
    }
}

/// The changes as a unified diff; empty when there are none.
pub fn unified((old_name, old): (&str, &str), (new_name, new): (&str, &str)) -> String {
    let hunks = hunks(old, new);
    if hunks.is_empty() {
        return String::new();
    }
    let mut text = format!("--- {old_name}\n+++ {new_name}\n");
    for hunk in &hunks {
        let _ = writeln!(text, "{}", hunk.head());
        for (mark, line) in &hunk.lines {
            text.push(match mark {
                Mark::Same => ' ',
                Mark::Removed => '-',
                Mark::Added => '+',
            });
            text.push_str(line);
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_as_diff_tells_them() {
        let long = |change: &[(usize, &str)]| -> String {
            (1..=20)
                .map(|line| {
                    let changed = change.iter().find(|(at, _)| *at == line).map(|(_, text)| (*text).to_owned());
                    changed.unwrap_or_else(|| format!("{line}\n"))
                })
                .collect()
        };
        for (old, new, expected) in [
            ("a\nb\n".to_owned(), "a\nb\n".to_owned(), ""),
            (String::new(), "a\nb\n".to_owned(), "--- o\n+++ n\n@@ -0,0 +1,2 @@\n+a\n+b\n"),
            ("a\n".to_owned(), String::new(), "--- o\n+++ n\n@@ -1 +0,0 @@\n-a\n"),
            (
                "a\nb".to_owned(),
                "a\nb\n".to_owned(),
                "--- o\n+++ n\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
            ),
            (
                long(&[]),
                long(&[(5, "five\n"), (10, ""), (20, "x\n")]),
                "--- o\n+++ n\n@@ -2,12 +2,11 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n-10\n 11\n 12\n 13\n@@ -17,4 +16,4 @@\n 17\n 18\n 19\n-20\n+x\n",
            ),
            (
                "a\nb\nc\na\nb\nb\na\n".to_owned(),
                "c\nb\na\nb\na\nc\n".to_owned(),
                "--- o\n+++ n\n@@ -1,7 +1,6 @@\n-a\n-b\n c\n+b\n a\n b\n-b\n a\n+c\n",
            ),
        ] {
            assert_eq!(unified(("o", &old), ("n", &new)), expected);
        }
    }

    /// Whatever changed, the new text can be made of the old one and the changes.
    #[test]
    fn changes_lead_from_one_text_to_the_other() {
        let mut state = 7_u64;
        let mut below = |end: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        for round in 0..300 {
            let size = if round % 100 == 99 { 6_000 } else { 40 };
            let mut text = || (0..below(size)).map(|_| format!("{}\n", below(6))).collect::<String>();
            let (old, new) = (text(), text());
            let lines: Vec<&str> = old.split_inclusive('\n').collect();
            let (mut made, mut at) = (String::new(), 0);
            for hunk in hunks(&old, &new) {
                let start = hunk.old.0 - usize::from(hunk.old.1 > 0);
                made.extend(lines[at..start].iter().copied());
                let kept = hunk.lines.iter().filter(|(mark, _)| *mark != Mark::Removed).map(|(_, line)| *line);
                made.extend(kept);
                at = start + hunk.old.1;
            }
            made.extend(lines[at..].iter().copied());
            assert_eq!(made, new);
        }
    }
}
