//! A stream to the texts of its documents. `---` and `...` at the start of a line always end a document,
//! so that a broken one cannot swallow those after it.

/// The text of one document.
#[derive(Debug)]
pub(super) struct Chunk<'a> {
    /// From its directives or its `---` on; what the parser reads.
    pub(super) text: &'a str,
    /// The line that `text` starts on, from 1.
    pub(super) line: u32,
    /// Where the content starts in `text`, after directives and marker.
    pub(super) body: usize,
}

/// The documents of a stream, as Backstage's parser counts them.
pub(super) fn split(text: &str) -> Vec<Chunk<'_>> {
    let mut splitter = Splitter { text, chunks: Vec::new(), start: (0, 1), body: 0, state: State::Between };
    let (mut at, mut line) = (0, 1);
    for content in text.split_inclusive('\n') {
        splitter.line(content, at, line);
        at += content.len();
        line += 1;
    }
    splitter.close(at);
    splitter.chunks
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Only comments, blank lines and directives so far.
    Between,
    /// A marker or content was seen.
    Inside,
}

struct Splitter<'a> {
    text: &'a str,
    chunks: Vec<Chunk<'a>>,
    /// Byte and line where the current document starts.
    start: (usize, u32),
    body: usize,
    state: State,
}

impl Splitter<'_> {
    fn line(&mut self, content: &str, at: usize, line: u32) {
        if is_marker(content, "---") {
            if self.state == State::Inside {
                self.close(at);
                self.start = (at, line);
            }
            self.state = State::Inside;
            self.body = at + 3;
        } else if is_marker(content, "...") {
            self.close(at);
            self.start = (at + content.len(), line + 1);
            self.body = self.start.0;
        } else if self.state == State::Between {
            let bare = content.trim();
            if content.starts_with('%') || bare.is_empty() || bare.starts_with('#') {
                return;
            }
            self.state = State::Inside;
            self.body = self.start.0;
        }
    }

    fn close(&mut self, end: usize) {
        if self.state == State::Inside {
            let text = &self.text[self.start.0..end];
            self.chunks.push(Chunk { text, line: self.start.1, body: self.body - self.start.0 });
        }
        self.state = State::Between;
    }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}
