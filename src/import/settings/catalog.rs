//! The sources of a configuration that is being written, and the files that are catalog files in them.

use std::fmt::Write;

use super::super::{remark, scalar};

/// Globs that match without being named.
const DEFAULT: [&str; 2] = ["**/catalog-info.yaml", "**/catalog-info.yml"];

/// One source: keys and values as YAML, and where they come from.
#[derive(Debug)]
struct Source {
    keys: Vec<(&'static str, String)>,
    remarks: Vec<String>,
}

/// All sources.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    /// The files that are read.
    pub(super) names: &'a [&'a str],
    /// Where they lie, as seen from the result.
    pub(super) base: &'a str,
    list: Vec<Source>,
    globs: Vec<(String, String)>,
    /// Organisations that are sources as a whole: host and name, in lower case.
    whole: Vec<String>,
    /// What is left to do.
    pub(super) left: Vec<String>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(names: &'a [&'a str], base: &'a str) -> Self {
        Self { names, base, list: Vec::new(), globs: Vec::new(), whole: Vec::new(), left: Vec::new() }
    }

    /// Adds a source; one that is there already gets the remark.
    pub(super) fn add(&mut self, keys: Vec<(&'static str, String)>, remark: String) {
        match self.list.iter_mut().find(|source| source.keys == keys) {
            Some(source) => source.remarks.push(remark),
            None => self.list.push(Source { keys, remarks: vec![remark] }),
        }
    }

    /// Says that all repositories of an organisation are read.
    pub(super) fn add_whole(&mut self, host: &str, name: &str) {
        self.whole.push(format!("{host}/{name}/").to_lowercase());
    }

    /// Whether a repository, `host/owner/name`, is among those of an organisation that is read as a whole.
    pub(super) fn has(&self, repository: &str) -> bool {
        self.whole.iter().any(|whole| repository.to_lowercase().starts_with(whole))
    }

    /// Makes a path in repositories one of catalog files.
    pub(super) fn add_file(&mut self, path: &str, remark: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_default =
            ["catalog-info.yaml", "catalog-info.yml"].contains(&name) || name.starts_with("catalog-info.{");
        let glob = path.trim_start_matches('/').to_owned();
        if !is_default && !glob.is_empty() && !self.globs.iter().any(|(known, _)| *known == glob) {
            self.globs.push((glob, remark.to_owned()));
        }
    }

    /// Says what is left to do.
    pub(super) fn leave(&mut self, key: &str, place: &str, advice: &str) {
        self.left.push(remark(&format!("{key} ({place}): {advice}")));
    }

    /// Says what is left to do, once for all keys that it is to be done for.
    pub(super) fn leave_once(&mut self, key: &str, place: &str, advice: &'static str) {
        if !self.left.iter().any(|line| line.ends_with(advice)) {
            self.leave(key, place, advice);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Writes `sources` and `catalog`.
    pub(super) fn write(&self, text: &mut String) {
        if self.list.is_empty() {
            *text += "# sources: # nothing here names repositories that Callboard can list; without this, it reads this folder\n";
        } else {
            *text += "sources:\n";
        }
        for source in &self.list {
            for line in &source.remarks {
                writeln!(text, "  # {}", remark(line)).expect("texts take all");
            }
            for (number, (key, value)) in source.keys.iter().enumerate() {
                let dash = if number == 0 { "- " } else { "  " };
                writeln!(text, "  {dash}{key}: {value}").expect("texts take all");
            }
        }
        if !self.globs.is_empty() {
            *text += "catalog:\n  files:\n";
            DEFAULT.iter().for_each(|glob| *text += &format!("    - {}\n", scalar(glob)));
            for (glob, line) in &self.globs {
                writeln!(text, "    - {} # {}", scalar(glob), remark(line)).expect("texts take all");
            }
        }
    }
}
