//! Organisations of any size, made up: bare git repositories with catalog files and documents, the same bytes for
//! the same size.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::prose::Writer;

/// How large an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Repositories, each with the same share of the rest.
    pub repositories: usize,
    /// Entities in all.
    pub entities: usize,
    /// Markdown pages in all.
    pub pages: usize,
}

/// Groups, systems and domains live in the first repository.
const GROUPS: usize = 40;
const SYSTEMS: usize = 60;
const DOMAINS: usize = 8;

impl Size {
    /// What one repository holds of `all`.
    fn share(self, all: usize, repository: usize) -> usize {
        all / self.repositories + usize::from(repository < all % self.repositories)
    }
}

/// Writes the repositories into `folder`, which exists, and gives their paths.
pub fn write(folder: &Path, size: Size) -> Vec<PathBuf> {
    (0..size.repositories)
        .map(|number| {
            let bare = folder.join(format!("repo-{number:04}.git"));
            import(&bare, &files(size, number));
            bare
        })
        .collect()
}

/// Changes the first `count` repositories below `folder`: every page and every description gets one more sentence, which
/// says how often this was done, in a commit of its own.
pub fn change(folder: &Path, size: Size, count: usize, times: usize) {
    let sentence = format!("This was added, and changed {times} times.");
    for number in 0..count {
        let bare = folder.join(format!("repo-{number:04}.git"));
        let changed = |(path, text): (String, String)| (path, changed(text, &sentence));
        let files: Vec<_> = files(size, number).into_iter().map(changed).collect();
        fs::remove_dir_all(&bare).expect("it can be removed");
        import(&bare, &files);
    }
}

/// A file with one more sentence.
fn changed(text: String, sentence: &str) -> String {
    match text.contains("apiVersion: ") {
        true => text.replace("  description: \"", &format!("  description: \"{sentence} ")),
        false if text.starts_with("site_name") => text,
        false => format!("{text}\n{sentence}\n"),
    }
}

/// The files of a repository, by path.
pub fn files(size: Size, repository: usize) -> Vec<(String, String)> {
    let mut writer = Writer::new(repository as u64 + 1);
    let pages = size.share(size.pages, repository);
    let paths: Vec<String> = (0..pages).map(page_path).collect();
    let names: Vec<String> = paths.iter().map(|path| path.trim_start_matches("docs/").to_owned()).collect();
    let mut files = vec![
        ("catalog-info.yaml".to_owned(), catalog(size, repository, &mut writer)),
        ("mkdocs.yml".to_owned(), format!("site_name: Handbook {repository}\ndocs_dir: docs\n")),
    ];
    for (number, path) in paths.into_iter().enumerate() {
        let title = writer.phrase(4);
        let folder = names[number].rsplit_once('/').map(|(folder, _)| folder);
        let others: Vec<String> =
            names.iter().map(|name| if folder.is_some() { format!("../{name}") } else { name.clone() }).collect();
        files.push((path, writer.page(&title, &others)));
    }
    files
}

fn page_path(number: usize) -> String {
    match number {
        0 => "docs/index.md".to_owned(),
        number if number % 5 == 4 => format!("docs/guide/page-{number}.md"),
        number => format!("docs/page-{number}.md"),
    }
}

/// The catalog file: the organisation in the first repository, components, APIs and resources in all.
fn catalog(size: Size, repository: usize, writer: &mut Writer) -> String {
    let mut text = String::new();
    let mut left = size.share(size.entities, repository);
    if repository == 0 {
        text.push_str(&organisation(writer));
        left = left.saturating_sub(GROUPS + SYSTEMS + DOMAINS);
    }
    for number in 0..left {
        text.push_str(&entity(repository, number, size, writer));
    }
    text
}

fn organisation(writer: &mut Writer) -> String {
    let mut text = String::new();
    for number in 0..DOMAINS {
        let spec = format!("owner: team-{}", number % GROUPS);
        text.push_str(&document("Domain", &format!("domain-{number}"), &spec, writer));
    }
    for number in 0..SYSTEMS {
        let spec = format!("owner: team-{}\n  domain: domain-{}", number % GROUPS, number % DOMAINS);
        text.push_str(&document("System", &format!("system-{number}"), &spec, writer));
    }
    for number in 0..GROUPS {
        text.push_str(&document("Group", &format!("team-{number}"), "type: team\n  children: []", writer));
    }
    text
}

fn entity(repository: usize, number: usize, size: Size, writer: &mut Writer) -> String {
    let team = writer.dice.below(GROUPS);
    let system = writer.dice.below(SYSTEMS);
    let lifecycle = writer.dice.pick(&["production", "production", "experimental", "deprecated"]);
    let mut spec = format!("lifecycle: {lifecycle}\n  owner: team-{team}\n  system: system-{system}");
    match number % 10 {
        8 => {
            spec.push_str("\n  type: openapi\n  definition: |\n    openapi: 3.1.0\n    info: {title: x, version: '1'}\n    paths: {}");
            document("API", &format!("api-{repository}-{number}"), &spec, writer)
        }
        9 => {
            document("Resource", &format!("store-{repository}-{number}"), &format!("{spec}\n  type: database"), writer)
        }
        _ => {
            spec.push_str("\n  type: service\n  dependsOn:");
            for _ in 0..1 + writer.dice.below(3) {
                let _ = write!(spec, "\n    - component:service-{}-0", writer.dice.below(size.repositories).max(1));
            }
            document("Component", &format!("service-{repository}-{number}"), &spec, writer)
        }
    }
}

/// One document; the first component of a repository has its documents.
fn document(kind: &str, name: &str, spec: &str, writer: &mut Writer) -> String {
    let documented = kind == "Component" && name.ends_with("-0");
    let annotations = if documented { "\n  annotations:\n    backstage.io/techdocs-ref: dir:." } else { "" };
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n  title: {}\n  \
         description: {:?}\n  tags: [{}, {}]{annotations}\nspec:\n  {spec}\n",
        writer.phrase(3),
        writer.paragraph(),
        writer.dice.pick(&["java", "go", "rust", "python", "typescript"]),
        writer.dice.pick(&["tier-1", "tier-2", "tier-3"]),
    )
}

/// Writes files as the one commit of a bare repository.
fn import(bare: &Path, files: &[(String, String)]) {
    for folder in ["objects", "refs/heads"] {
        fs::create_dir_all(bare.join(folder)).expect("the folder is made");
    }
    fs::write(bare.join("HEAD"), "ref: refs/heads/main\n").expect("the file is written");
    fs::write(bare.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
        .expect("the file is written");
    let mut git = Command::new("git")
        .arg("--git-dir")
        .arg(bare)
        .args(["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git is installed");
    let mut stream =
        String::from("commit refs/heads/main\ncommitter Ada <ada@example.org> 1793611800 +0000\ndata 5\nfirst\n");
    for (path, text) in files {
        let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
    }
    stream.push_str("done\n");
    git.stdin.take().expect("stdin is a pipe").write_all(stream.as_bytes()).expect("git reads");
    assert!(git.wait().expect("git ends").success());
}
