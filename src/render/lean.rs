//! Scripts without what only their authors read: comments that stand alone, notes of types, and indentation.

/// A script that does the same in fewer bytes. One with a template that may span lines stays as it is, because its
/// line feeds and spaces may mean something.
pub fn lean(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut kept = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines() {
        let mut line = line.trim();
        comment = comment || line.starts_with("/*");
        if comment {
            let Some((_, rest)) = line.split_once("*/") else { continue };
            (comment, line) = (false, rest.trim());
        }
        let line = if line.starts_with("//") { String::new() } else { without_types(line) };
        if !line.is_empty() {
            kept.push_str(&line);
            kept.push('\n');
        }
    }
    kept
}

/// A line without `/** @type {…} */` and the like.
fn without_types(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, note)) = rest.split_once("/** @") {
        let Some((_, after)) = note.split_once("*/") else { break };
        kept.push_str(before);
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    kept.push_str(rest);
    kept.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn what_a_browser_does_not_need_goes() {
        for (script, expected) in [
            ("// why\n  const a = 1; // kept\n\n", "const a = 1; // kept\n"),
            ("/**\n * What.\n */\nfunction f() {\n  return '//';\n}", "function f() {\nreturn '//';\n}\n"),
            ("/** @param {a} b */ const f = (/** @type {a} */ b) => b;", "const f = (b) => b;\n"),
            ("const t = `a\n  // b`;\n", "const t = `a\n  // b`;\n"),
            ("/* open", ""),
        ] {
            assert_eq!(lean(script), expected, "{script}");
        }
    }
}
