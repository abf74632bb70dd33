//! From jobs to a fragment.

#![expect(clippy::disallowed_methods, reason = "fragments are written by this stage")]

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    carry::carry,
    manifest::{About, Entry, Found, Manifest, NAME, Part, SCHEMA},
    pack::hex,
};
use crate::{
    collect::{
        Options, Progress,
        assemble::{Collected, about_repo},
        cache, crew, guarded,
        job::{Job, Placed},
        remote::Servers,
        rules,
    },
    diagnostic::Diagnostic,
    model::{Forge, Repo, Snapshot},
};

/// What a fragment is to be.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The folder that is written; a fragment that lies there is replaced.
    pub output: PathBuf,
    /// Which part of all repositories: a number from 1, and how many parts there are.
    pub shard: Option<(u32, u32)>,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// Repositories that it holds.
    pub repositories: usize,
    /// Repositories of all parts.
    pub of: usize,
    /// Packs, indexes, and the manifest.
    pub files: u64,
    /// Bytes of packs and indexes.
    pub bytes: u64,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the repositories that belong to a fragment, and writes it.
///
/// # Errors
/// When the disk fails, or something else lies where the fragment is to be.
pub fn write(
    jobs: &[Placed],
    options: &Options,
    progress: &dyn Progress,
    fragment: &Fragment,
) -> Result<Written, String> {
    let told = |error: io::Error| format!("{}: {error}", fragment.output.display());
    let staging = begin(&fragment.output).map_err(told)?;
    let names = Job::names(&jobs.iter().map(|placed| placed.job.clone()).collect::<Vec<_>>());
    let sources = sources(jobs);
    let mine: Vec<usize> = (0..jobs.len()).filter(|index| belongs(&jobs[*index], &sources[*index], fragment)).collect();
    progress.total(mine.len());
    let servers = Servers::default();
    let read = |at: usize| {
        let (name, placed) = (&names[mine[at]], &jobs[mine[at]]);
        let collected = guarded(name, &|| placed.job.read(name, options, &servers));
        let collected = entry((name, &sources[mine[at]]), placed, collected, &staging);
        progress.done(name);
        collected
    };
    let (entries, found): (Vec<Entry>, Vec<Vec<Diagnostic>>) =
        crew::run(mine.len(), options.parallel, &read).into_iter().unzip();
    if jobs.iter().any(|placed| matches!(placed.job, Job::Remote(_))) {
        cache::prune(&options.cache);
    }
    let sizes = entries.iter().filter_map(|entry| entry.content.as_ref());
    let files = 2 * sizes.clone().count() as u64 + 1;
    let written = Written {
        repositories: entries.iter().filter(|entry| entry.repo.is_some()).count(),
        of: jobs.iter().filter(|placed| !matches!(placed.job, Job::Refused { .. })).count(),
        files,
        bytes: sizes.map(|content| content.pack.bytes + content.index.bytes).sum(),
        diagnostics: found.into_iter().flatten().collect(),
    };
    let whole = hex(&Sha256::digest(sources.join("\n")));
    let manifest = Manifest {
        schema: SCHEMA,
        program: concat!("callboard ", env!("CARGO_PKG_VERSION")).to_owned(),
        collected: options.today.clone(),
        shard: fragment.shard.map(|(number, of)| Part { number, of, whole }),
        repositories: entries,
        sha256: String::new(),
    };
    manifest.write(&staging).and_then(|()| swap(&staging, &fragment.output)).map_err(told)?;
    Ok(written)
}

/// What tells each job from all others, the same in every part.
fn sources(jobs: &[Placed]) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let source = |placed: &Placed| {
        let source = placed.job.source();
        let time = times.entry(source.clone()).or_default();
        *time += 1;
        if *time > 1 { format!("{source} ({time})") } else { source }
    };
    jobs.iter().map(source).collect()
}

/// Whether this part holds the job. What cannot be read at all is told by every part: each has tried.
fn belongs(placed: &Placed, source: &str, fragment: &Fragment) -> bool {
    let Some((number, of)) = fragment.shard else { return true };
    let hash = Sha256::digest(source);
    let start = hash.iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
    matches!(placed.job, Job::Refused { .. }) || start % u64::from(of) == u64::from(number - 1)
}

/// Writes what was collected of one job.
fn entry(
    (name, source): (&str, &str),
    placed: &Placed,
    (snapshot, mut diagnostics): Collected,
    staging: &Path,
) -> (Entry, Vec<Diagnostic>) {
    let folder = cache::key(&[source], "");
    let folder = folder.trim_end_matches('.');
    let kept = snapshot.and_then(|snapshot: Snapshot| match carry(&snapshot, staging, folder) {
        Ok(content) => Some((about(&snapshot.repo), content)),
        Err(reason) => {
            let _ = fs::remove_dir_all(staging.join(folder));
            let message = format!("the repository cannot be written to the fragment: {reason}");
            let hint = "check the disk, and try `git fsck` in the repository";
            diagnostics.push(about_repo(name, &rules::REPO_UNREADABLE, message, hint));
            None
        }
    });
    let (repo, content) = kept.map_or((None, None), |(about, content)| (Some(about), content));
    let entry = Entry {
        source: source.to_owned(),
        order: placed.order.clone(),
        name: name.to_owned(),
        wish: placed.job.wish().map(|wish| (wish.name, wish.before)),
        repo,
        content,
        diagnostics: diagnostics.iter().map(found).collect(),
    };
    (entry, diagnostics)
}

fn about(repo: &Repo) -> About {
    let forge = |forge: Forge| match forge {
        Forge::GitHub => "github",
        Forge::GitLab => "gitlab",
        Forge::Gitea => "gitea",
        Forge::Bitbucket => "bitbucket",
    };
    About {
        url: repo.url.as_ref().map(ToString::to_string),
        forge: repo.forge.map(|which| forge(which).to_owned()),
        branch: repo.branch.clone(),
        commit: repo.commit.as_ref().map(|commit| (commit.id.clone(), commit.time.clone())),
        prefix: repo.prefix.to_string(),
        visibility: repo.visibility,
    }
}

fn found(diagnostic: &Diagnostic) -> Found {
    Found {
        rule: diagnostic.rule.id.to_owned(),
        path: diagnostic.place.path.to_string(),
        message: diagnostic.message.clone(),
        hint: diagnostic.hint.clone(),
        related: diagnostic.related.iter().map(|(place, words)| (place.path.to_string(), words.clone())).collect(),
    }
}

/// Makes the folder in which a fragment grows, beside the one that it replaces.
fn begin(output: &Path) -> io::Result<PathBuf> {
    let name = output.file_name().ok_or_else(|| io::Error::other("this is no name of a folder"))?;
    let empty = || fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_none());
    if fs::symlink_metadata(output).is_ok() && !output.join(NAME).is_file() && !empty() {
        return Err(io::Error::other("something that is no fragment lies there; name another folder with --output"));
    }
    let staging = output.with_file_name(format!(".{}.new", name.to_string_lossy()));
    if staging.exists() {
        fs::remove_dir_all(&staging)?;
    }
    fs::create_dir_all(&staging)?;
    Ok(staging)
}

fn swap(staging: &Path, output: &Path) -> io::Result<()> {
    if output.exists() {
        fs::remove_dir_all(output)?;
    }
    fs::rename(staging, output)
}
