//! Versions in the order of each ecosystem. In: a scheme and two versions as written. Out: which comes first.
//! It must not know where they were read, nor what is asked of them.
//!
//! `theme/scripts/query/2-version.js` is the same for the browser; `tests/query` holds both to one table.

mod linux;
mod schemes;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

/// Whose rules say which of two versions is the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Semantic Versioning 2.0, lenient: any number of parts, letters at the end.
    Semantic,
    /// The same with letters in any case alike: NuGet.
    Folded,
    /// Composer, with its stabilities and branches.
    Composer,
    /// Debian's policy: epoch, upstream version, revision.
    Debian,
    /// RPM: epoch, version, release.
    Rpm,
    /// PEP 440.
    Python,
    /// Maven's `ComparableVersion`.
    Maven,
    /// RubyGems.
    Ruby,
    /// Tags of images: what follows a hyphen is a variant and no version.
    Image,
}

impl Scheme {
    /// The scheme of a package URL's type.
    pub fn of(purl_type: &str) -> Self {
        match purl_type {
            "pypi" => Self::Python,
            "maven" => Self::Maven,
            "gem" => Self::Ruby,
            "docker" | "oci" => Self::Image,
            "nuget" => Self::Folded,
            "composer" => Self::Composer,
            "deb" => Self::Debian,
            "rpm" => Self::Rpm,
            _ => Self::Semantic,
        }
    }
}

/// A piece of a version: its class, a number without leading zeros, and a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    class: u8,
    number: String,
    text: String,
}

/// Before the release.
const BEFORE: u8 = 0;
/// What is not there.
const NOTHING: u8 = 1;
/// After the release.
const AFTER: u8 = 2;
/// A number.
const NUMBER: u8 = 3;
/// A word among the words of what comes before a release.
const WORD: u8 = 4;

/// A version that can be compared with others of its scheme.
#[derive(Clone, Debug)]
pub struct Version(Vec<Piece>);

impl Version {
    /// Reads a version; of a range the least that it allows. Nothing when there is no number in it, or when it is a hash.
    pub fn parse(scheme: Scheme, text: &str) -> Option<Self> {
        let alternatives = text.split('|').filter(|one| !one.trim().is_empty());
        alternatives.map(|one| Self::least(scheme, one)).collect::<Option<Vec<Self>>>()?.into_iter().min()
    }

    fn least(scheme: Scheme, text: &str) -> Option<Self> {
        let least = least(text)?;
        let pieces = match scheme {
            Scheme::Semantic => schemes::semantic(least),
            Scheme::Folded => schemes::semantic(&least.to_lowercase()),
            Scheme::Python => schemes::python(&least.to_lowercase()),
            Scheme::Maven => schemes::maven(&least.to_lowercase()),
            Scheme::Ruby => schemes::ruby(least),
            Scheme::Composer => schemes::composer(&least.to_lowercase()),
            Scheme::Debian => linux::debian(least),
            Scheme::Rpm => linux::rpm(least),
            Scheme::Image => schemes::image(least),
        };
        Some(Self(pieces))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let nothing = Piece { class: NOTHING, number: String::new(), text: String::new() };
        (0..self.0.len().max(other.0.len()))
            .map(|at| {
                let (a, b) = (self.0.get(at).unwrap_or(&nothing), other.0.get(at).unwrap_or(&nothing));
                let number = |piece: &Piece| piece.number.len();
                a.class
                    .cmp(&b.class)
                    .then_with(|| number(a).cmp(&number(b)))
                    .then_with(|| a.number.cmp(&b.number))
                    .then_with(|| a.text.cmp(&b.text))
            })
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    }
}

/// Whether a text is one version: no range, no pattern, and no word that stands for whatever is newest.
pub fn is_exact(text: &str) -> bool {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    text.starts_with(|c: char| c.is_ascii_digit())
        && !text.ends_with('+')
        && !text.contains(|c: char| c.is_whitespace() || ",|*<>=()[]".contains(c))
        && !text.split(['.', '-']).any(|part| part.eq_ignore_ascii_case("x"))
}

/// The part of a range that says where it begins, or the version itself. What only says where a range ends begins at 0.
fn least(text: &str) -> Option<&str> {
    let text = text.trim();
    let hash = text.rsplit(':').next().unwrap_or(text);
    if hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let before = text[..start].strip_suffix(['v', 'V']).unwrap_or(&text[..start]);
    if before.contains(char::is_alphabetic) {
        return None;
    }
    if text.starts_with(['<', '!', '(']) && text[..start].chars().all(|c| "<=!(, ".contains(c)) {
        return Some("0");
    }
    let ends = |c: char| c.is_whitespace() || ",|])\"';<>".contains(c);
    let end = text[start..].find(ends).map_or(text.len(), |end| start + end);
    let mut least = &text[start..end];
    while let Some(open) = [".x", ".X", ".*"].iter().find_map(|open| least.strip_suffix(open)) {
        least = open;
    }
    Some(least)
}
