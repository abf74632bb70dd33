//! Lines that begin something.

/// A block between two lines of the same marks.
pub enum Block<'a> {
    Comment,
    /// What is given to the browser as it is; it is left out.
    Pass,
    /// Code, with the line that ends it.
    Code(&'a str),
    Quote,
    Open,
    /// A call-out of a kind.
    Call(&'static str),
    Table,
}

impl<'a> Block<'a> {
    /// The block that a line opens, when `style` stands before it.
    pub fn open(line: &'a str, style: &str) -> Option<Self> {
        let line = line.trim_end();
        let run = |mark: char| line.len() >= 4 && line.chars().all(|c| c == mark);
        Some(match line {
            "--" if style.starts_with("source") => Self::Code(line),
            "--" => call(style).map_or(Self::Open, Self::Call),
            "|===" | ",===" | "!===" => Self::Table,
            _ if line.starts_with("```") => Self::Code(line),
            _ if run('/') => Self::Comment,
            _ if run('+') => Self::Pass,
            _ if run('-') || run('.') => Self::Code(line),
            _ if run('_') => Self::Quote,
            _ if run('*') => Self::Call("info"),
            _ if run('=') => call(style).map_or(Self::Call("example"), Self::Call),
            _ => return None,
        })
    }

    /// How many lines there are before the one that closes the block. What is never closed goes to the end.
    pub fn end(&self, lines: &[&str]) -> usize {
        let closes = |line: &str| match self {
            Self::Comment => line.starts_with("////"),
            Self::Pass => line.starts_with("++++"),
            Self::Code(mark) if mark.starts_with("```") => line == "```",
            Self::Code(mark) => line == *mark,
            Self::Quote => line.starts_with("____"),
            Self::Open => line == "--",
            Self::Call("info") => line.starts_with("****"),
            Self::Call(_) => line == "====" || line == "--" || (line.len() > 4 && line.chars().all(|c| c == '=')),
            Self::Table => matches!(line, "|===" | ",===" | "!==="),
        };
        lines.iter().position(|line| closes(line.trim_end())).unwrap_or(lines.len())
    }
}

/// The line that begins code: its language and title.
pub fn fence(mark: &str, style: &str, title: &str) -> String {
    let own = mark.strip_prefix("```").unwrap_or_default();
    let mut words = style.trim_matches(['[', ']']).split(',').map(str::trim);
    let first = words.next().unwrap_or_default().split('%').next().unwrap_or_default();
    let language = match first {
        "source" | "" => words.next().unwrap_or_default(),
        _ => "",
    };
    let language = if own.is_empty() { language } else { own };
    let plain = |c: &char| c.is_alphanumeric() || "+-_#".contains(*c);
    let language: String = language.trim().chars().take_while(plain).collect();
    match title {
        "" => format!("```{language}"),
        title => format!("```{language} title=\"{}\"", title.replace('"', "'")),
    }
}

/// `== Section`: the level and the text.
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.chars().take_while(|c| *c == '=').count();
    let text = line.get(level..)?.strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, text.trim()))
}

/// `.Title` of a block.
pub fn title(line: &str) -> Option<&str> {
    line.strip_prefix('.').filter(|rest| !rest.starts_with(['.', ' ', '/']) && !rest.is_empty())
}

/// `[style]`, `[[anchor]]`, `[#anchor]` on a line of its own: what stands between the outer brackets.
pub fn style(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let beginning = inner.starts_with(|c: char| c.is_alphabetic() || "[#.%,\"".contains(c));
    (inner.is_empty() || beginning && !inner.contains("](")).then_some(inner)
}

/// The kind of call-out that a word stands for.
pub fn call(word: &str) -> Option<&'static str> {
    match word.split([',', '%', '.', '#']).next().unwrap_or_default() {
        "NOTE" => Some("note"),
        "TIP" => Some("tip"),
        "IMPORTANT" => Some("important"),
        "WARNING" => Some("warning"),
        "CAUTION" => Some("caution"),
        _ => None,
    }
}

/// `NOTE: text`.
pub fn admonition(line: &str) -> Option<(&'static str, &str)> {
    let (word, rest) = line.split_once(": ")?;
    Some((call(word)?, rest.trim()))
}

/// An item of a list: the mark in Markdown, how deep it is, and its text.
pub fn item(line: &str) -> Option<(&'static str, usize, &str)> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix('<') {
        let (number, rest) = rest.split_once("> ")?;
        return (number == "." || number.parse::<u16>().is_ok()).then_some(("1.", 0, rest));
    }
    let first = line.chars().next().filter(|c| matches!(c, '*' | '.' | '-'))?;
    let depth = line.chars().take_while(|c| *c == first).count();
    let rest = line[depth..].strip_prefix(' ')?;
    let mark = if first == '.' { "1." } else { "-" };
    (depth <= if first == '-' { 1 } else { 5 }).then(|| (mark, depth - 1, rest.trim_start()))
}

/// `term:: text`.
pub fn term(line: &str) -> Option<(&str, &str)> {
    let at = line.find("::")?;
    let (term, rest) = (line[..at].trim(), line[at..].trim_start_matches(':'));
    let spaced = rest.is_empty() || rest.starts_with(' ');
    (spaced && !term.is_empty() && term.len() < 120 && !term.starts_with("include")).then(|| (term, rest.trim()))
}
