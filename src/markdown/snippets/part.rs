//! Which lines of a file are included.

/// What of a file is included.
pub enum Part<'a> {
    /// All of it.
    All,
    /// What stands between the lines that mark this section.
    Section(&'a str),
    /// From and to, counted from 1; negative from the end.
    Lines(Vec<(Option<i64>, Option<i64>)>),
}

/// Splits a path as written into the path and the part.
pub fn part(written: &str) -> (&str, Part<'_>) {
    let Some((path, rest)) = written.split_once(':') else { return (written, Part::All) };
    let range = |text: &str| {
        let (from, to) = text.split_once(':').map_or((text, None), |(from, to)| (from, Some(to)));
        let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<i64>().ok().map(Some) };
        Some((number(from)?, to.map_or(Some(None), number)?))
    };
    match rest.split(',').map(range).collect::<Option<Vec<_>>>() {
        Some(ranges) => (path, Part::Lines(ranges)),
        None => (path, Part::Section(rest)),
    }
}

impl Part<'_> {
    /// The lines that are chosen; none when there is no such section.
    pub fn choose<'t>(&self, lines: &[&'t str]) -> Option<Vec<&'t str>> {
        match self {
            Part::All => Some(lines.to_vec()),
            Part::Lines(ranges) => {
                let count = i64::try_from(lines.len()).ok()?;
                let place = |number: i64| if number < 0 { count + 1 + number } else { number };
                let mut chosen = Vec::new();
                for (from, to) in ranges.iter().take(100) {
                    let from = usize::try_from(place(from.unwrap_or(1)).max(1) - 1).ok()?.min(lines.len());
                    let to = usize::try_from(place(to.unwrap_or(count)).clamp(0, count)).ok()?;
                    chosen.extend_from_slice(lines.get(from..to).unwrap_or_default());
                }
                Some(chosen)
            }
            Part::Section(name) => {
                let mark = |kind: &str| {
                    let mark = format!("[{kind}:{name}]");
                    lines.iter().position(|line| line.contains("8<") && line.contains(&mark))
                };
                let start = mark("start")? + 1;
                let end = mark("end").filter(|end| *end >= start).unwrap_or(lines.len());
                Some(lines[start..end].to_vec())
            }
        }
    }
}
