//! What is asked of packages: `log4j-core<2.17.1`, `npm/@babel/core`, `pkg:maven/org.slf4j/slf4j-api@2.0.9`.

use std::cmp::Ordering;

use super::{
    QueryError,
    lexer::Letter,
    value::{Alternative, Pattern},
};
use crate::{
    model::split_label,
    version::{Scheme, Version, is_exact},
};

/// How a version is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Below,
    AtMost,
    Above,
    AtLeast,
    /// `=` and `@`.
    Is,
}

/// What is made of a range, or of no version at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Certainty {
    /// Every version that it allows must be meant.
    Sure,
    /// It stands for the least that it allows.
    Least,
    /// One version that it allows must be meant.
    Possible,
}

/// A package, and what its version must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::query) struct PackagePattern {
    name: Pattern,
    versions: Vec<Wanted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    comparison: Comparison,
    written: String,
    /// The same, to be compared as texts are.
    pattern: Pattern,
}

/// Whether a letter begins a comparison. `@` in front of a name is its scope's.
fn is_operator(letters: &[Letter], at: usize) -> bool {
    let letter = letters[at];
    letter.plain
        && match letter.c {
            '<' | '>' | '=' => true,
            '@' => at > 0 && !['/', ':'].contains(&letters[at - 1].c),
            _ => false,
        }
}

impl PackagePattern {
    /// Reads a name and any number of comparisons, all of which must hold of one version.
    pub(super) fn parse(alternative: &Alternative<'_>) -> Result<Self, QueryError> {
        let letters = alternative.letters;
        let cuts: Vec<usize> = (0..letters.len()).filter(|at| is_operator(letters, *at)).collect();
        let end = cuts.first().copied().unwrap_or(letters.len());
        if end == 0 {
            return Err(wrong(alternative, "no package stands before the comparison"));
        }
        let mut versions = Vec::new();
        let mut at = end;
        while at < letters.len() {
            let double = matches!(letters[at].c, '<' | '>')
                && letters.get(at + 1).is_some_and(|next| next.plain && next.c == '=');
            let comparison = match (letters[at].c, double) {
                ('<', true) => Comparison::AtMost,
                ('<', false) => Comparison::Below,
                ('>', true) => Comparison::AtLeast,
                ('>', false) => Comparison::Above,
                _ => Comparison::Is,
            };
            let start = at + 1 + usize::from(double);
            at = cuts.iter().copied().find(|cut| *cut >= start).unwrap_or(letters.len());
            let version = &letters[start..at];
            let written: String = version.iter().map(|letter| letter.c).collect();
            let known = comparison == Comparison::Is || Version::parse(Scheme::Semantic, &written).is_some();
            if written.is_empty() || !known {
                let shown: String = written.chars().take(40).collect();
                return Err(wrong(alternative, &format!("`{shown}` is no version")));
            }
            versions.push(Wanted { comparison, written, pattern: Pattern::new(version) });
        }
        Ok(Self { name: Pattern::new(&name(&letters[..end])), versions })
    }

    /// The name alone.
    pub(in crate::query) fn exact(&self) -> Option<&str> {
        self.name.exact()
    }

    /// Whether a package, in lower case, is meant: by its whole name or by what comes after a slash of it, though never
    /// by a part of a scope.
    pub(in crate::query) fn is_named(&self, package: &str) -> bool {
        if self.name.matches(package) {
            return true;
        }
        package.match_indices('/').any(|(at, _)| {
            let scoped = package[..at].rsplit('/').next().is_some_and(|before| before.starts_with('@'));
            !scoped && self.name.matches(&package[at + 1..])
        })
    }

    /// Whether a version of a package with a type of package URLs is meant.
    fn is_version(&self, purl_type: &str, version: &str, certainty: Certainty) -> bool {
        if self.versions.is_empty() {
            return true;
        }
        let scheme = Scheme::of(purl_type);
        let own = Version::parse(scheme, version);
        let exact = own.is_some() && is_exact(version);
        self.versions.iter().all(|wanted| {
            let compared =
                own.as_ref().zip(Version::parse(scheme, &wanted.written)).map(|(own, other)| own.cmp(&other));
            let written = || wanted.pattern.matches(&version.to_lowercase());
            let holds = match wanted.comparison {
                Comparison::Is => compared.is_some_and(Ordering::is_eq) || written(),
                Comparison::Below => compared.is_some_and(Ordering::is_lt),
                Comparison::AtMost => compared.is_some_and(Ordering::is_le),
                Comparison::Above => compared.is_some_and(Ordering::is_gt),
                Comparison::AtLeast => compared.is_some_and(Ordering::is_ge),
            };
            match (certainty, wanted.comparison) {
                _ if exact => holds,
                (Certainty::Least, _) | (Certainty::Sure, Comparison::Above | Comparison::AtLeast) => holds,
                (Certainty::Sure, Comparison::Is) => written(),
                (Certainty::Sure, Comparison::Below | Comparison::AtMost) => false,
                (Certainty::Possible, Comparison::Above | Comparison::AtLeast) => true,
                (Certainty::Possible, Comparison::Is) => compared.is_none_or(Ordering::is_le) || written(),
                (Certainty::Possible, Comparison::Below | Comparison::AtMost) => compared.is_none() || holds,
            }
        })
    }

    /// Whether a value of a field, `npm/@babel/core@7.20.1`, is meant.
    pub(in crate::query) fn matches(&self, label: &str, certainty: Certainty) -> bool {
        let (package, version) = split_label(label);
        let folded = package.to_lowercase();
        self.is_named(&folded) && self.is_version(folded.split('/').next().unwrap_or_default(), version, certainty)
    }
}

/// A name without `pkg:`, with `/` after the type and `@` for `%40`.
fn name(letters: &[Letter]) -> Vec<Letter> {
    let text: String = letters.iter().map(|letter| letter.c).collect::<String>().to_lowercase();
    let mut name = letters[if text.starts_with("pkg:") { 4 } else { 0 }..].to_vec();
    // A registry's port comes after the type.
    if let Some(colon) = name.iter().position(|letter| [':', '/'].contains(&letter.c)) {
        name[colon].c = '/';
    }
    while let Some(at) = name.windows(3).position(|three| three[0].c == '%' && three[1].c == '4' && three[2].c == '0') {
        name[at].c = '@';
        name.drain(at + 1..at + 3);
    }
    name
}

fn wrong(alternative: &Alternative<'_>, message: &str) -> QueryError {
    QueryError::new(alternative.span, message)
        .hint(Some("write `log4j-core<2.17.1`, `npm/lodash@4.17.20` or `log4j-core>=2.0<2.17.1`"))
}
