//! What the files of folders show.

use std::collections::BTreeSet;

use super::{
    Finding, languages, licence,
    owners::{Owners, Responsible},
    signs,
};
use crate::model::{Evidence, FactValue, RepoIndex, RepoPath, Snapshot};

/// More licence texts of one repository are not read.
const MOST_LICENCES: usize = 200;

/// A tool, the folder that its settings are for, and the file that holds them.
type Tool<'s> = (&'static str, &'s str, &'s RepoPath);

/// What is found once for a whole repository.
struct Survey<'s> {
    repo: RepoIndex,
    snapshot: &'s Snapshot,
    counted: Vec<languages::Counted<'s>>,
    owners: Option<Owners>,
    ci: Vec<Tool<'s>>,
    linters: Vec<Tool<'s>>,
    /// Licences by the file that holds them.
    licences: Vec<(&'s RepoPath, &'static str)>,
}

/// What is known of each of some folders of a repository.
pub(super) fn find(repo: RepoIndex, snapshot: &Snapshot, folders: &[&RepoPath]) -> Vec<Vec<Finding>> {
    let survey = Survey::new(repo, snapshot);
    folders.iter().map(|folder| survey.folder(folder)).collect()
}

impl<'s> Survey<'s> {
    fn new(repo: RepoIndex, snapshot: &'s Snapshot) -> Self {
        let tools = |table| -> Vec<Tool<'s>> {
            let tool =
                |path: &'s RepoPath| signs::tool(table, path.as_str()).map(|(name, folder)| (name, folder, path));
            snapshot.files().filter_map(|(path, _)| tool(path)).collect()
        };
        let texts = snapshot
            .files()
            .filter(|(path, entry)| licence::is_licence(path.file_name()) && entry.size <= licence::LARGEST)
            .take(MOST_LICENCES);
        let identify = |path| {
            let bytes = snapshot.read(path).ok()?;
            Some((path, licence::identify(&String::from_utf8_lossy(&bytes)).unwrap_or("other")))
        };
        Self {
            repo,
            snapshot,
            counted: languages::count(snapshot),
            owners: Owners::read(snapshot),
            ci: tools(&signs::CI),
            linters: tools(&signs::LINTERS),
            licences: texts.filter_map(|(path, _)| identify(path)).collect(),
        }
    }

    fn folder(&self, folder: &RepoPath) -> Vec<Finding> {
        let shares = languages::shares(&self.counted, folder);
        let bytes: u64 = shares.iter().map(|(_, bytes)| bytes).sum();
        let size = u32::try_from(bytes.div_ceil(1000)).unwrap_or(u32::MAX);
        let code = format!("{}/{folder}", self.snapshot.repo.name);
        let mut found = vec![
            self.finding("code", FactValue::Text(code.trim_end_matches('/').to_owned()), folder),
            self.finding("languages", FactValue::Shares(shares), folder),
            self.finding("code-size", FactValue::Number(size), folder),
            self.readme(folder),
            self.licence(folder),
            self.tools("ci", &self.ci, folder),
            self.tools("linters", &self.linters, folder),
        ];
        found.extend(self.responsible(folder));
        found.extend(self.counts(folder));
        found
    }

    fn finding(&self, key: &'static str, value: FactValue, path: &RepoPath) -> Finding {
        (key, value, Evidence { repo: self.repo, path: path.clone(), line: 0, commit: None })
    }

    /// Readmes directly in the folder.
    fn readme(&self, folder: &RepoPath) -> Finding {
        let files = self.snapshot.files_within(folder).map(|(path, _)| path);
        let found: Vec<&RepoPath> =
            files.filter(|path| path.parent() == *folder && signs::is_readme(path.file_name())).collect();
        let names = found.iter().map(|path| path.file_name().to_owned()).collect();
        self.finding("readme", FactValue::List(names), found.first().unwrap_or(&folder))
    }

    /// The licences in the folder, or in the nearest one above that has some.
    fn licence(&self, folder: &RepoPath) -> Finding {
        let here = |above: &str| {
            let here: Vec<_> = self.licences.iter().filter(|(path, _)| path.parent().as_str() == above).collect();
            Some(here).filter(|here| !here.is_empty())
        };
        let nearest = folder.upwards().find_map(here).unwrap_or_default();
        let ids: BTreeSet<&str> = nearest.iter().map(|(_, id)| *id).collect();
        let ids = ids.into_iter().map(str::to_owned).collect();
        self.finding("license", FactValue::List(ids), nearest.first().map_or(folder, |(path, _)| path))
    }

    /// Tools whose settings are for the folder itself or one above.
    fn tools(&self, key: &'static str, tools: &[Tool<'s>], folder: &RepoPath) -> Finding {
        let covers = |(_, of, _): &&Tool<'s>| folder.upwards().any(|above| above == *of);
        let found: Vec<&Tool<'s>> = tools.iter().filter(covers).collect();
        let names: BTreeSet<&str> = found.iter().map(|(name, ..)| *name).collect();
        let path = found.first().map_or(folder, |(_, _, path)| path);
        self.finding(key, FactValue::List(names.into_iter().map(str::to_owned).collect()), path)
    }

    /// Who is responsible for the files of the folder.
    fn responsible(&self, folder: &RepoPath) -> [Finding; 2] {
        let paths = self.snapshot.files_within(folder).map(|(path, _)| path.as_str());
        let Responsible { owners, coverage, line } = match &self.owners {
            Some(owners) => owners.responsible(paths),
            None => Responsible::default(),
        };
        let path = self.owners.as_ref().map_or(folder, |owners| &owners.path);
        let mut found = [
            self.finding("codeowners", FactValue::List(owners), path),
            self.finding("codeowners-coverage", FactValue::Number(coverage.unwrap_or(0)), path),
        ];
        found.iter_mut().for_each(|(_, _, evidence)| evidence.line = line);
        found
    }

    /// How many files are of which sort; the first of them shows it.
    fn counts(&self, folder: &RepoPath) -> [Finding; 4] {
        type Sort = (&'static str, fn(&str) -> bool);
        let sorts: [Sort; 4] = [
            ("tests", signs::is_test),
            ("containers", |path| signs::is_container(path.rsplit('/').next().unwrap_or(path))),
            ("api-definitions", |path| signs::is_definition(path.rsplit('/').next().unwrap_or(path))),
            ("decisions", signs::is_decision),
        ];
        sorts.map(|(key, is)| {
            let mut paths: Box<dyn Iterator<Item = &RepoPath>> = match key {
                "tests" => Box::new(languages::paths(&self.counted, folder)),
                _ => Box::new(
                    self.snapshot
                        .files_within(folder)
                        .map(|(path, _)| path)
                        .filter(|path| !languages::is_foreign(path)),
                ),
            };
            let first = paths.by_ref().find(|path| is(path.as_str()));
            let more = paths.filter(|path| is(path.as_str())).count();
            let count = u32::try_from(first.iter().len() + more).unwrap_or(u32::MAX);
            self.finding(key, FactValue::Number(count), first.unwrap_or(folder))
        })
    }
}
