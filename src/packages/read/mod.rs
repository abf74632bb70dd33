//! From the bytes of a file to what it says.

pub(super) mod advisory;
mod blocks;
mod inventory;
mod lines;
pub(super) mod maven;
mod npm;
mod nuget;
mod php;
mod pnpm;
mod spdx;
mod toml;
mod yarn;

use super::written::{Lines, Trouble, Written};

/// What a file is, by its path; nothing for what names no packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Npm,
    NpmLock,
    Pnpm,
    Yarn,
    Cargo,
    CargoLock,
    Pyproject,
    Requirements,
    Pipfile,
    PipfileLock,
    PythonLock,
    Go,
    GoSum,
    Maven,
    Gradle,
    GradleCatalog,
    GradleLock,
    NugetProject,
    NugetCentral,
    NugetLock,
    Gemfile,
    Composer,
    ComposerLock,
    Actions,
    Dockerfile,
    CycloneDxJson,
    CycloneDxXml,
    SpdxJson,
    SpdxText,
    Advisory,
    Scan,
}

/// Folders of what others wrote, and of what only looks like it.
const FOREIGN: [&str; 10] = [
    "node_modules",
    "vendor",
    "third_party",
    "bower_components",
    "testdata",
    "__fixtures__",
    "fixtures",
    "site-packages",
    ".venv",
    "skeleton",
];

pub(super) fn sort(path: &str) -> Option<Sort> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder.split('/').any(|part| FOREIGN.contains(&part)) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let exact = match lower.as_str() {
        "package.json" => Sort::Npm,
        "package-lock.json" | "npm-shrinkwrap.json" => Sort::NpmLock,
        "pnpm-lock.yaml" => Sort::Pnpm,
        "yarn.lock" => Sort::Yarn,
        "cargo.toml" => Sort::Cargo,
        "cargo.lock" => Sort::CargoLock,
        "pyproject.toml" => Sort::Pyproject,
        "pipfile" => Sort::Pipfile,
        "pipfile.lock" => Sort::PipfileLock,
        "poetry.lock" | "uv.lock" => Sort::PythonLock,
        "go.mod" => Sort::Go,
        "go.sum" => Sort::GoSum,
        "pom.xml" => Sort::Maven,
        "build.gradle" | "build.gradle.kts" => Sort::Gradle,
        "gradle.lockfile" => Sort::GradleLock,
        "libs.versions.toml" => Sort::GradleCatalog,
        "directory.packages.props" => Sort::NugetCentral,
        "packages.lock.json" => Sort::NugetLock,
        "gemfile.lock" => Sort::Gemfile,
        "composer.json" => Sort::Composer,
        "composer.lock" => Sort::ComposerLock,
        "action.yml" | "action.yaml" => Sort::Actions,
        "bom.json" | "sbom.json" => Sort::CycloneDxJson,
        "bom.xml" | "sbom.xml" => Sort::CycloneDxXml,
        _ => return by_end(folder, &lower),
    };
    Some(exact)
}

fn by_end(folder: &str, lower: &str) -> Option<Sort> {
    let ends = |end: &str| lower.ends_with(end);
    let yaml = ends(".yml") || ends(".yaml");
    let requirements = lower.starts_with("requirements")
        || lower.ends_with("requirements.txt")
        || folder.rsplit('/').next() == Some("requirements");
    let image =
        lower == "dockerfile" || lower == "containerfile" || lower.starts_with("dockerfile.") || ends(".dockerfile");
    Some(match () {
        () if ends(".csproj") || ends(".fsproj") || ends(".vbproj") => Sort::NugetProject,
        () if ends(".json") && is_scan(lower) => Sort::Scan,
        () if ends(".json") && is_advisory(lower) => Sort::Advisory,
        () if ends(".cdx.json") => Sort::CycloneDxJson,
        () if ends(".cdx.xml") => Sort::CycloneDxXml,
        () if ends(".spdx.json") => Sort::SpdxJson,
        () if ends(".spdx") => Sort::SpdxText,
        () if ends(".txt") && requirements => Sort::Requirements,
        () if yaml && (folder == ".github/workflows" || folder.ends_with("/.github/workflows")) => Sort::Actions,
        () if image && !ends(".md") && !ends(".dockerignore") => Sort::Dockerfile,
        () => return None,
    })
}

/// Whether a file is called as reports of scanners are.
fn is_scan(lower: &str) -> bool {
    let tools = ["osv-scanner", "trivy", "grype"];
    tools.iter().any(|tool| lower.starts_with(tool) || lower.trim_end_matches(".json").ends_with(&format!(".{tool}")))
}

/// Whether a file is called as advisories are, by the names that OSV gives them.
fn is_advisory(lower: &str) -> bool {
    let (source, number) = lower.split_once('-').unwrap_or((lower, ""));
    let sources = ["cve", "ghsa", "go", "pysec", "rustsec", "osv", "mal", "psf", "bit", "rsec", "drupal"];
    sources.contains(&source) && number.contains('-')
}

/// Reads a file.
///
/// # Errors
/// When it is broken.
pub(super) fn read(sort: Sort, bytes: &[u8]) -> Result<Written, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
        Trouble::new(u32::try_from(line).unwrap_or_default(), "not UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(match sort {
        Sort::Npm => Written::Manifest(npm::package(text)?),
        Sort::NpmLock => Written::Lock(npm::lock(text)?),
        Sort::Pnpm => Written::Lock(pnpm::lock(text)?),
        Sort::Yarn => Written::Lock(yarn::lock(text)?),
        Sort::Cargo => Written::Manifest(toml::cargo(text)?),
        Sort::CargoLock => Written::Lock(blocks::cargo(text)?),
        Sort::Pyproject => Written::Manifest(toml::pyproject(text)?),
        Sort::Requirements => Written::Manifest(lines::requirements(text)),
        Sort::Pipfile => Written::Manifest(toml::pipfile(text)?),
        Sort::PipfileLock => Written::Lock(php::pipfile_lock(text)?),
        Sort::PythonLock => Written::Lock(blocks::of_python(text)?),
        Sort::Go => Written::Manifest(lines::go_mod(text)?),
        Sort::GoSum => Written::Lock(lines::go_sum(text)?),
        Sort::Maven => Written::Maven(maven::pom(text)?),
        Sort::Gradle => Written::Manifest(lines::gradle(text)),
        Sort::GradleCatalog => Written::Manifest(toml::gradle(text)?),
        Sort::GradleLock => Written::Lock(lines::gradle_lock(text)?),
        Sort::NugetProject => Written::Manifest(nuget::project(text)?),
        Sort::NugetCentral => Written::Central(nuget::central(text)?),
        Sort::NugetLock => Written::Lock(nuget::lock(text)?),
        Sort::Gemfile => Written::Lock(lines::gemfile(text)?),
        Sort::Composer => Written::Manifest(php::package(text)?),
        Sort::ComposerLock => Written::Lock(php::lock(text)?),
        Sort::Actions => Written::Manifest(lines::actions(text)),
        Sort::Dockerfile => Written::Manifest(lines::dockerfile(text)),
        Sort::CycloneDxJson => Written::Lock(inventory::json(text)?),
        Sort::CycloneDxXml => Written::Lock(inventory::of_xml(text)?),
        Sort::SpdxJson => Written::Lock(spdx::json(text)?),
        Sort::SpdxText => Written::Lock(spdx::tags(text)?),
        Sort::Advisory => Written::Advisories(None, advisory::osv(text)?.into_iter().collect()),
        Sort::Scan => {
            let (lock, found) = advisory::scan(text)?;
            Written::Advisories(Some(lock), found)
        }
    })
}

/// Whether a file may speak for folders below its own.
pub(super) fn speaks_below(sort: Sort) -> bool {
    use Sort::{CargoLock, Maven, NpmLock, NugetCentral, Pnpm, PythonLock, Scan, Yarn};
    matches!(sort, CargoLock | Maven | NpmLock | NugetCentral | Pnpm | PythonLock | Scan | Yarn)
}

/// How much of a file is read, in bytes: what people write by hand is small, what programs write need not be.
pub(super) fn largest(sort: Sort) -> u64 {
    use Sort::{
        Actions, Cargo, Composer, CycloneDxXml, Dockerfile, Go, Gradle, GradleCatalog, Maven, Npm, NugetCentral,
        NugetProject, Pipfile, Pyproject, Requirements,
    };
    match sort {
        Actions | Cargo | Composer | Dockerfile | Go | Gradle | GradleCatalog | Maven | Npm | NugetCentral
        | NugetProject | Pipfile | Pyproject | Requirements => 2 << 20,
        CycloneDxXml => 16 << 20,
        _ => 64 << 20,
    }
}

/// A document without a type of its own: such may ask for other files, or for themselves many times.
fn xml(text: &str) -> Result<roxmltree::Document<'_>, Trouble> {
    bounded(text)?;
    let options = roxmltree::ParsingOptions { nodes_limit: 2_000_000, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options)
        .map_err(|error| Trouble::new(error.pos().row, format!("not XML: {error}")))
}

/// The parser compares the attributes of a tag with each other, and copies the prefixes of a document from tag to tag.
fn bounded(text: &str) -> Result<(), Trouble> {
    const MOST: usize = 256;
    let trouble = |at: usize, what: &str| Trouble::new(Lines::new(text).line(at), format!("more than {MOST} {what}"));
    if let Some(at) = memchr::memmem::find_iter(text.as_bytes(), "xmlns:").nth(MOST) {
        return Err(trouble(at, "prefixes"));
    }
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|start| at + start) {
        let end = match &text[start..] {
            rest if rest.starts_with("<!--") => rest.find("-->"),
            rest if rest.starts_with("<![CDATA[") => rest.find("]]>"),
            rest if rest.starts_with("<?") => rest.find("?>"),
            rest => {
                let (length, attributes) = tag(rest.as_bytes());
                if attributes > MOST {
                    return Err(trouble(start, "attributes of one tag"));
                }
                Some(length)
            }
        };
        let Some(end) = end else { break };
        at = start + end;
    }
    Ok(())
}

/// How far a tag goes, and how many values its attributes have.
fn tag(text: &[u8]) -> (usize, usize) {
    let (mut at, mut attributes) = (1, 0);
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &text[at..]).map(|found| at + found) {
        if text[found] == b'>' {
            return (found, attributes);
        }
        attributes += 1;
        let Some(close) = memchr::memchr(text[found], &text[found + 1..]) else { break };
        at = found + 1 + close + 1;
    }
    (text.len(), attributes)
}
