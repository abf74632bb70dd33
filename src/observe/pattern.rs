//! Patterns of paths as CODEOWNERS and `.gitattributes` write them: `*` and `?` within one name, `**` for any folders.
//!
//! Repositories write them by the thousand and without bounds. A compiled expression for each costs kilobytes, and one
//! that grows too large ends the program that compiles it; these cost what their text does, and a match is a walk.

/// A pattern, cut at its slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    parts: Vec<Part>,
    /// What may follow below what the parts match.
    below: Below,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Any number of folders.
    Folders,
    /// One name.
    Name(Vec<Letter>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Is(char),
    One,
    Any,
}

/// Whether a pattern means what lies in a folder that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// The path itself.
    Nothing,
    /// The path itself, and all below it.
    Anything,
    /// Only what is below.
    Something,
}

impl PathPattern {
    /// A line of CODEOWNERS: a folder means everything in it, `docs/*` only the files directly in it.
    /// <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>
    pub fn owners(text: &str) -> Option<Self> {
        let below = match text {
            _ if text.ends_with('/') => Below::Something,
            _ if text.ends_with("/*") => Below::Nothing,
            _ => Below::Anything,
        };
        Self::new(text, below)
    }

    /// A line of `.gitattributes`: only the path itself is meant. <https://git-scm.com/docs/gitattributes>
    pub fn attributes(text: &str) -> Option<Self> {
        Self::new(text, Below::Nothing).filter(|_| !text.ends_with('/'))
    }

    fn new(text: &str, below: Below) -> Option<Self> {
        let bare = text.strip_prefix('/').unwrap_or(text);
        let inner = bare.strip_suffix('/').unwrap_or(bare);
        if inner.is_empty() && text != "/" {
            return None;
        }
        let mut parts = Vec::new();
        // Without a slash before its end, a pattern is looked for at any depth.
        if !text.starts_with('/') && !inner.contains('/') {
            parts.push(Part::Folders);
        }
        for part in inner.split('/').filter(|part| !part.is_empty()) {
            match part {
                "**" if parts.last() == Some(&Part::Folders) => {}
                "**" => parts.push(Part::Folders),
                name => parts.push(Part::Name(letters(name))),
            }
        }
        // What ends in `**` means what is below, and no pattern of names alone does.
        if parts.last() == Some(&Part::Folders) {
            parts.pop();
            return Some(Self { parts, below: Below::Something });
        }
        Some(Self { parts, below })
    }

    /// Whether a file at this path is meant.
    pub fn matches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        let ends = |taken: usize| match self.below {
            Below::Nothing => taken == names.len(),
            Below::Anything => true,
            Below::Something => taken < names.len(),
        };
        // The first place after the last `**`, and how many names that has taken, to try the next from there.
        let (mut part, mut name, mut retry) = (0, 0, None);
        loop {
            let fits = match self.parts.get(part) {
                None if ends(name) => return true,
                Some(Part::Folders) => {
                    retry = Some((part + 1, name));
                    part += 1;
                    continue;
                }
                Some(Part::Name(letters)) => names.get(name).is_some_and(|name| like(letters, name)),
                None => false,
            };
            if fits {
                (part, name) = (part + 1, name + 1);
                continue;
            }
            match retry {
                Some((after, taken)) if taken < names.len() => {
                    retry = Some((after, taken + 1));
                    (part, name) = (after, taken + 1);
                }
                _ => return false,
            }
        }
    }
}

/// The letters of a name; a backslash takes the meaning off the next.
fn letters(name: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' if letters.last() == Some(&Letter::Any) => {}
            '*' => letters.push(Letter::Any),
            '?' => letters.push(Letter::One),
            '\\' => letters.extend(chars.next().map(Letter::Is)),
            c => letters.push(Letter::Is(c)),
        }
    }
    letters
}

/// Whether a name is like letters; in the product of their lengths at most.
fn like(letters: &[Letter], name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let (mut letter, mut at, mut retry) = (0, 0, None);
    while at < chars.len() || letter < letters.len() {
        let fits = match letters.get(letter) {
            Some(Letter::Any) => {
                retry = Some((letter + 1, at));
                letter += 1;
                continue;
            }
            Some(Letter::One) => at < chars.len(),
            Some(Letter::Is(c)) => chars.get(at) == Some(c),
            None => false,
        };
        if fits {
            (letter, at) = (letter + 1, at + 1);
            continue;
        }
        match retry {
            Some((after, taken)) if taken < chars.len() => {
                retry = Some((after, taken + 1));
                (letter, at) = (after, taken + 1);
            }
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::PathPattern;

    #[test]
    fn owners_are_matched_as_forges_do() {
        for (pattern, inside, outside) in [
            ("*", "a,a/b/c.js", ""),
            ("*.js", "a.js,a/b/c.js,a.js/b", "a.jsx,a.js.map"),
            ("/build/logs/", "build/logs/a,build/logs/b/c", "build/logs,x/build/logs/a"),
            ("docs/*", "docs/a.md", "docs/b/a.md,x/docs/a.md"),
            ("apps/", "apps/a,x/apps/b/c", "apps,x/apps"),
            ("/docs/", "docs/a,docs/b/c", "x/docs/a"),
            ("/scripts", "scripts,scripts/a/b", "x/scripts,scripts2"),
            ("docs", "docs,docs/a,x/docs/b", "docs2"),
            ("**/logs", "logs/a,build/logs/a/b,logs", "logs2/a"),
            ("/apps/**/x.rs", "apps/x.rs,apps/a/b/x.rs", "x.rs,apps/a/x.rss"),
            ("a/**/b/**/c", "a/b/c,a/x/b/y/z/c,a/b/b/c/d", "a/c,a/b/x"),
            ("/a/**", "a/b,a/b/c", "a,b/a/c"),
            ("src/**/*.ts", "src/a.ts,src/a/b.ts", "a.ts,x/src/a.ts"),
            ("a\\ b?c", "a b1c", "a bc,a\\ b1c"),
            ("f**oo", "foo,fxxoo", "f/oo"),
            ("/", "a,a/b", ""),
        ] {
            let pattern = PathPattern::owners(pattern).expect("it means something");
            for (paths, expected) in [(inside, true), (outside, false)] {
                for path in paths.split(',').filter(|path| !path.is_empty()) {
                    assert_eq!(pattern.matches(path), expected, "{pattern:?} {path}");
                }
            }
        }
        assert_eq!(PathPattern::owners(""), None);
        assert!(!PathPattern::attributes("docs").expect("plain").matches("docs/a"));
        assert_eq!(PathPattern::attributes("docs/"), None);
    }
}
