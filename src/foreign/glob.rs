//! Patterns of files, as each tool means them.

use glob_match::glob_match;

/// Whether `fnmatch` of Python takes a path: a `*` goes on behind a slash.
pub fn fnmatch(pattern: &str, path: &str) -> bool {
    // Without slashes nothing stops a `*`.
    glob_match(&pattern.replace('/', "\u{1}"), &path.replace('/', "\u{1}"))
}

/// Whether a line of a `.gitignore` takes a path or a folder above it.
pub fn ignores(line: &str, path: &str) -> bool {
    let pattern = line.trim().trim_end_matches('/');
    let (rooted, pattern) = match pattern.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (pattern.contains('/'), pattern),
    };
    if pattern.is_empty() || pattern.starts_with('#') || pattern.starts_with('!') {
        return false;
    }
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.into_iter().any(|end| {
        let above = &path[..end];
        let name = above.rsplit('/').next().unwrap_or(above);
        glob_match(pattern, if rooted { above } else { name })
    })
}
