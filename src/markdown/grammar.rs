//! Code read by a grammar, line after line. A line costs a grammar some hundred regular expressions, and documents
//! repeat each other's commands and imports, so what a line became is kept: it depends on nothing but the line and
//! the state before it.

use std::{cell::RefCell, collections::HashMap};

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use super::{scopes, writer::escape};

/// Lines longer than this, in bytes, stay plain: grammars backtrack on them.
const LONGEST_LINE: usize = 2000;

/// So many lines and bytes of a block are kept: a state may be as deep as the code before it is long, and is copied
/// when it is kept. What was kept before is found in all of it.
const KEPT_LINES: usize = 64;
const KEPT_BYTES: usize = 4 << 10;

/// About the most memory that a thread keeps, in bytes, when states are as deep as they can be.
const MOST: usize = 64 << 20;
/// About the most that a state needs for each byte of code before it.
const LEVEL: usize = 100;
/// States that are open in the same scopes differ in little else, and few of them are compared.
const COMPARED: usize = 8;

thread_local! {
    /// Each thread has its own, so that none waits; the output does not depend on it.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// The lines of `code`, each with its line end, highlighted.
pub fn lines(code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> Vec<String> {
    MEMORY.with_borrow_mut(|memory| memory.lines(code, syntax, syntaxes))
}

/// Where a grammar is between two lines.
#[derive(Clone, PartialEq, Eq)]
struct State {
    parser: ParseState,
    stack: ScopeStack,
}

/// A state that is kept, and the lines that were read in it.
struct Known {
    state: State,
    /// What a line became, and the place of the state after it.
    lines: HashMap<Box<str>, (Box<str>, usize)>,
}

/// The state at hand.
enum At {
    Known(usize),
    Own(State),
}

#[derive(Default)]
struct Memory {
    states: Vec<Known>,
    by_scopes: HashMap<Vec<Scope>, Vec<usize>>,
    classes: HashMap<Scope, Option<&'static str>>,
    /// Memory in use, in bytes, at most.
    size: usize,
}

impl Memory {
    fn lines(&mut self, code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> Vec<String> {
        let start = State { parser: ParseState::new(syntax), stack: ScopeStack::new() };
        let mut at = At::Known(self.keep(start, 0));
        let mut bytes = 0;
        let mut lines = Vec::new();
        for (number, line) in code.split_inclusive('\n').enumerate() {
            bytes += line.len();
            if line.len() > LONGEST_LINE {
                lines.push(plain(line));
                continue;
            }
            let (html, next) = match at {
                At::Known(place) => {
                    let kept = (number < KEPT_LINES && bytes < KEPT_BYTES).then_some(bytes);
                    self.known(place, line, kept, syntaxes)
                }
                At::Own(state) => self.read(state, line, syntaxes),
            };
            at = next;
            lines.push(html);
        }
        lines
    }

    /// What a line becomes in a known state, and the state after it, which is kept when the line is known or `kept`,
    /// with the number of bytes before it.
    fn known(&mut self, place: usize, line: &str, kept: Option<usize>, syntaxes: &SyntaxSet) -> (String, At) {
        let known = &self.states[place];
        if let Some((html, next)) = known.lines.get(line) {
            return (html.to_string(), At::Known(*next));
        }
        let (html, at) = self.read(known.state.clone(), line, syntaxes);
        let (state, bytes) = match (at, kept) {
            (At::Own(state), Some(bytes)) => (state, bytes),
            (at, _) => return (html, at),
        };
        if self.size > MOST {
            let classes = std::mem::take(&mut self.classes);
            *self = Self { classes, ..Self::default() };
            return (html, At::Own(state));
        }
        let next = self.keep(state, bytes);
        self.states[place].lines.insert(line.into(), (html.as_str().into(), next));
        self.size += line.len() + html.len() + LEVEL;
        (html, At::Known(next))
    }

    /// Reads a line and changes the state.
    fn read(&mut self, mut state: State, line: &str, syntaxes: &SyntaxSet) -> (String, At) {
        let html = match state.parser.parse_line(line, syntaxes) {
            Ok(operations) => {
                let mut html = String::with_capacity(line.len() * 2);
                write_line(line, &operations, &mut state.stack, &mut self.classes, &mut html);
                html
            }
            Err(_) => plain(line),
        };
        (html, At::Own(state))
    }

    /// The place of a state after so many bytes of code.
    fn keep(&mut self, state: State, bytes: usize) -> usize {
        let places = self.by_scopes.entry(state.stack.as_slice().to_vec()).or_default();
        let same = places.iter().rev().take(COMPARED).find(|place| self.states[**place].state == state);
        if let Some(place) = same {
            return *place;
        }
        places.push(self.states.len());
        self.size += LEVEL * (bytes + LEVEL);
        self.states.push(Known { state, lines: HashMap::new() });
        self.states.len() - 1
    }
}

fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len() * 2);
    escape(line, &mut out);
    out
}

/// Writes one line; neighbours of one class share a span, and white space joins either.
fn write_line(
    line: &str,
    operations: &[(usize, ScopeStackOp)],
    stack: &mut ScopeStack,
    classes: &mut HashMap<Scope, Option<&'static str>>,
    out: &mut String,
) {
    let mut open = "";
    let mut at = 0;
    let ends = operations.iter().map(|(end, _)| *end).chain([line.len()]);
    for (index, end) in ends.enumerate() {
        let text = line.get(at..end.max(at)).unwrap_or_default();
        if !text.is_empty() {
            let blank = text.trim().is_empty();
            let class = if blank { open } else { class_of(stack, classes) };
            let line_end = text.ends_with('\n') && blank;
            switch(&mut open, if line_end { "" } else { class }, out);
            match text.strip_suffix('\n').filter(|_| !open.is_empty()) {
                Some(text) => {
                    escape(text, out);
                    switch(&mut open, "", out);
                    out.push('\n');
                }
                None => escape(text, out),
            }
        }
        at = end.max(at);
        if let Some((_, operation)) = operations.get(index) {
            // An operation that does not fit the stack is a fault of the grammar and costs colour only.
            let _ = stack.apply(operation);
        }
    }
    switch(&mut open, "", out);
}

/// Closes the span at hand and opens another, when the class changes.
fn switch(open: &mut &'static str, class: &'static str, out: &mut String) {
    if *open == class {
        return;
    }
    if !open.is_empty() {
        out.push_str("</span>");
    }
    if !class.is_empty() {
        out.push_str("<span class=\"");
        out.push_str(class);
        out.push_str("\">");
    }
    *open = class;
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack, classes: &mut HashMap<Scope, Option<&'static str>>) -> &'static str {
    let mut scopes = stack.as_slice().iter().rev();
    scopes.find_map(|scope| *classes.entry(*scope).or_insert_with(|| scopes::class(*scope))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_depends_on_the_lines_before() {
        let syntaxes = two_face::syntax::extra_newlines();
        let syntax = syntaxes.find_syntax_by_extension("rs").expect("Rust is known");
        let long = "let a = \"x\";\n".repeat(2 * KEPT_LINES);
        let codes = ["let a = \"x\";\n", "/*\nlet a = \"x\";\n*/\nlet a = \"x\";\n", "\"\nlet a = \"x\";\n", &long];
        let mut memory = Memory::default();
        for code in codes.iter().chain(codes.iter().rev()) {
            let fresh = Memory::default().lines(code, syntax, &syntaxes);
            assert_eq!(memory.lines(code, syntax, &syntaxes), fresh, "{code}");
        }
        let [plain, commented, ..] = codes.map(|code| memory.lines(code, syntax, &syntaxes));
        assert_ne!(plain[0], commented[1]);
        assert_eq!(plain[0], commented[3]);
    }
}
