//! CODEOWNERS: who is responsible for which files, as GitHub and GitLab have it.

use std::collections::BTreeMap;

use super::pattern::PathPattern;
use crate::model::{Forge, RepoPath, Snapshot};

/// Where GitHub looks for the file, first found first; GitLab looks at the top, in `docs` and in `.gitlab`, and Gitea as
/// GitHub does in its own folder.
const PLACES: [&str; 5] =
    [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS"];

/// The same on GitLab.
const GITLAB_PLACES: [&str; 3] = ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// GitHub reads no larger file, in bytes.
const LARGEST: u64 = 3 << 20;

/// A line: the files it means, and who is responsible for them.
#[derive(Debug)]
struct Line {
    number: u32,
    pattern: PathPattern,
    owners: Vec<String>,
    /// Files that it takes out of its section, as GitLab's `!` says.
    excludes: bool,
}

/// All lines under one heading; GitHub knows no headings, so that all lines are one section.
#[derive(Debug, Default)]
struct Section {
    name: String,
    defaults: Vec<String>,
    lines: Vec<Line>,
}

/// The file as it was read.
#[derive(Debug)]
pub(super) struct Owners {
    pub(super) path: RepoPath,
    sections: Vec<Section>,
}

/// Who is responsible for the files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Responsible {
    /// Those of most files first.
    pub(super) owners: Vec<String>,
    /// How many of the files have an owner, in percent; none when there is no file.
    pub(super) coverage: Option<u32>,
    /// The line that means most of them.
    pub(super) line: u32,
}

impl Owners {
    /// The file that the forge reads.
    pub(super) fn read(snapshot: &Snapshot) -> Option<Self> {
        let gitlab = snapshot.repo.forge == Some(Forge::GitLab);
        let places: &[&str] = if gitlab { &GITLAB_PLACES } else { &PLACES };
        let path = places
            .iter()
            .filter_map(|place| RepoPath::new(place).ok())
            .find(|path| snapshot.entry(path).is_some_and(|entry| entry.size <= LARGEST))?;
        let text = String::from_utf8_lossy(&snapshot.read(&path).ok()?).into_owned();
        Some(Self { sections: sections(&text), path })
    }

    /// Who is responsible for a file, and by which line; each section has its say, and in each the last line that fits.
    pub(super) fn of(&self, path: &str) -> (Vec<&str>, u32) {
        let (mut owners, mut number) = (Vec::new(), 0);
        for section in &self.sections {
            let excluded = section.lines.iter().any(|line| line.excludes && line.pattern.matches(path));
            let fits = |line: &&Line| !line.excludes && line.pattern.matches(path);
            let Some(line) = section.lines.iter().rev().find(fits).filter(|_| !excluded) else { continue };
            number = line.number;
            for owner in line.owners.iter().map(String::as_str) {
                if !owners.contains(&owner) {
                    owners.push(owner);
                }
            }
        }
        (owners, number)
    }

    /// Who is responsible for some files.
    pub(super) fn responsible<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Responsible {
        let (mut files, mut owned) = (0_u32, 0_u32);
        let (mut owners, mut lines) = (BTreeMap::<&str, u32>::new(), BTreeMap::<u32, u32>::new());
        for path in paths {
            let (found, line) = self.of(path);
            files += 1;
            owned += u32::from(!found.is_empty());
            found.into_iter().for_each(|owner| *owners.entry(owner).or_default() += 1);
            *lines.entry(line).or_default() += u32::from(line > 0);
        }
        let mut owners: Vec<(&str, u32)> = owners.into_iter().collect();
        owners.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let line = lines.into_iter().rev().max_by_key(|(_, count)| *count);
        Responsible {
            owners: owners.into_iter().map(|(owner, _)| owner.to_owned()).collect(),
            coverage: (u64::from(owned) * 100).checked_div(u64::from(files)).and_then(|part| u32::try_from(part).ok()),
            line: line.map_or(0, |(line, _)| line),
        }
    }
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(heading) = heading(line) {
            // A heading that comes again goes on with what stands under the first.
            let same = |section: &Section| section.name.eq_ignore_ascii_case(&heading.name);
            match sections.iter().position(same) {
                Some(place) => {
                    let section = sections.remove(place);
                    sections.push(section);
                }
                None => sections.push(heading),
            }
            continue;
        }
        let section = sections.last_mut().expect("there is one from the start");
        section.lines.extend(rule(line, number, &section.defaults));
    }
    sections
}

/// `[Name]`, `^[Name]`, `[Name][2] @default-owner`. A pattern may begin with a bracket, too, but has a slash then.
fn heading(line: &str) -> Option<Section> {
    let (name, rest) = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?.split_once(']')?;
    let rest = match rest.strip_prefix('[') {
        Some(count) => count.split_once(']').filter(|(count, _)| count.parse::<u32>().is_ok())?.1,
        None => rest,
    };
    let plain = !name.is_empty() && (rest.is_empty() || rest.starts_with(char::is_whitespace));
    let defaults = owners(rest.split_whitespace().map(str::to_owned));
    plain.then(|| Section { name: name.to_owned(), defaults: defaults.unwrap_or_default(), lines: Vec::new() })
}

/// A pattern and owners. A line with what is no owner is not read at all, as GitHub has it.
fn rule(line: &str, number: u32, defaults: &[String]) -> Option<Line> {
    let mut words = words(line).into_iter();
    let first = words.next()?;
    let (excludes, pattern) = first.strip_prefix('!').map_or((false, first.as_str()), |pattern| (true, pattern));
    let owners = owners(words.take_while(|word| !word.starts_with('#')))?;
    let owners = if owners.is_empty() { defaults.to_vec() } else { owners };
    Some(Line { number, pattern: PathPattern::owners(pattern)?, owners, excludes })
}

/// `@name`, `@group/team`, `@@role` or a mail address.
fn owners(words: impl Iterator<Item = String>) -> Option<Vec<String>> {
    let is_owner = |word: &String| {
        let at = word.find('@');
        at == Some(0) && word.len() > 1 || at.is_some_and(|at| at > 0 && at + 1 < word.len())
    };
    words.map(|word| Some(word).filter(is_owner)).collect()
}

/// A line cut at its blanks; a backslash keeps the next one.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut escaped) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            c if c.is_whitespace() && !escaped => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            }
            c => word.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(text: &str) -> Owners {
        Owners { path: RepoPath::default(), sections: sections(text) }
    }

    #[test]
    fn the_last_line_that_fits_decides() {
        let file = owners(
            "# who\n* @all # everybody\n*.js @js mail@example.org\n/build/logs/ @doctocat\ndocs/* docs@example.com\n\
             apps/ @octocat\n/apps/github\n/apps/x\\ y @blank\n*.go wrong\n\\#notes @hash\n",
        );
        for (path, expected, line) in [
            ("a.txt", "@all", 2),
            ("x/y.js", "@js mail@example.org", 3),
            ("build/logs/a.js", "@doctocat", 4),
            ("docs/a.md", "docs@example.com", 5),
            ("docs/b/a.md", "@all", 2),
            ("x/apps/a", "@octocat", 6),
            ("apps/github/a", "", 7),
            ("apps/x y", "@blank", 8),
            ("a.go", "@all", 2),
            ("#notes", "@hash", 10),
        ] {
            let (found, number) = file.of(path);
            assert_eq!((found.join(" ").as_str(), number), (expected, line), "{path}");
        }
        let some = ["a.txt", "b.txt", "apps/github/a", "x.js"];
        let responsible = file.responsible(some.into_iter());
        assert_eq!(responsible.owners, ["@all", "@js", "mail@example.org"]);
        assert_eq!((responsible.coverage, responsible.line), (Some(75), 2));
    }

    #[test]
    fn sections_add_up() {
        let file = owners(
            "* @top\n[Docs] @writers\ndocs/\n*.md @md\n^[Database][2] @dba\nmodel/db/\n!model/db/x.rb\n[docs]\nREADME.md @again\n",
        );
        for (path, expected) in [
            ("a", "@top"),
            ("docs/a", "@top @writers"),
            ("docs/a.md", "@top @md"),
            ("model/db/a.rb", "@top @dba"),
            ("model/db/x.rb", "@top"),
            ("README.md", "@top @again"),
        ] {
            let mut found = file.of(path).0;
            found.sort_unstable_by_key(|owner| *owner != "@top");
            assert_eq!(found.join(" "), expected, "{path}");
        }
    }
}
