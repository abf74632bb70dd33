//! One conversation with a remote: list its references, and take what is new into a bare repository on disk.

use std::{
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use gix::{
    bstr::ByteSlice,
    protocol::transport::client::blocking_io::http,
    refs::transaction::{PreviousValue, RefEdit},
    remote::{
        Direction,
        fetch::{Shallow, Tags},
    },
};

use super::{cache, ssh, token::Credential, trouble::Trouble};
use crate::model::Depth;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How many times the patience for one answer a whole fetch may take.
const WHOLE: u32 = 30;

/// The most tags of a remote that are kept.
const MOST_TAGS: usize = 20_000;

/// Where the commit is kept that was fetched last.
const TIP: &str = "refs/callboard/tip";

/// Where a fetch puts what the first and the second specification match.
const FIRST: &str = "refs/callboard/first";
const SECOND: &str = "refs/callboard/second";

/// What is to be fetched, and how.
#[derive(Clone)]
pub struct Request {
    /// The remote, as git takes it, without a password.
    pub url: String,
    /// A branch, tag or commit; none for the remote's HEAD.
    pub revision: Option<String>,
    /// The bare repository.
    pub folder: PathBuf,
    /// For a server that asks.
    pub credential: Option<Credential>,
    /// How long the server may be silent.
    pub patience: Duration,
    /// How far back the history is wanted.
    pub depth: Depth,
}

/// The state of a remote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tip {
    /// It has no commit yet.
    Empty,
    /// A commit or a tag, and the branch that leads to it.
    At(gix::ObjectId, Option<String>),
}

/// Fetches on a thread of its own, so that a server that never ends its answer holds up nothing for long.
///
/// # Errors
/// When the remote gives nothing.
pub fn fetch(request: &Request) -> Result<Tip, Trouble> {
    let stop = Arc::new(AtomicBool::new(false));
    let (told, news) = channel();
    let thread = {
        let (request, stop) = (request.clone(), Arc::clone(&stop));
        std::thread::Builder::new().spawn(move || {
            let result = converse(&request, &told, &stop);
            // Nobody listens any more when the deadline has passed.
            let _ = told.send(News::Done(result));
        })
    };
    thread.map_err(|error| Trouble::Other(error.to_string()))?;
    let result = listen(&news, request.patience);
    stop.store(true, Ordering::Relaxed);
    result
}

enum News {
    Answered,
    Done(Result<Tip, Trouble>),
}

fn listen(news: &Receiver<News>, patience: Duration) -> Result<Tip, Trouble> {
    let late = || Trouble::Silent("no answer in time".to_owned());
    let first = news.recv_timeout(patience + CONNECT.min(patience));
    let last = match first {
        Ok(News::Answered) => news.recv_timeout(patience * WHOLE),
        first => first,
    };
    match last {
        Ok(News::Done(result)) => result,
        Ok(News::Answered) | Err(RecvTimeoutError::Timeout) => Err(late()),
        Err(RecvTimeoutError::Disconnected) => Err(Trouble::Other("the server's answer makes no sense".to_owned())),
    }
}

/// The state that was fetched last; none when there is none or it is damaged.
pub fn last(folder: &Path) -> Option<(gix::Repository, Tip)> {
    let repo = super::git::open(folder).ok()?;
    let tip = kept(&repo)?;
    Some((repo, tip))
}

fn kept(repo: &gix::Repository) -> Option<Tip> {
    let id = repo.try_find_reference(TIP).ok()??.try_id()?.detach();
    repo.has_object(id).then_some(())?;
    let branch = repo.head_name().ok().flatten().map(|name| name.shorten().to_string());
    Some(Tip::At(id, branch.filter(|branch| branch != NO_BRANCH)))
}

/// Whether everything is there that its references point to.
fn is_whole(repo: &gix::Repository) -> bool {
    [TIP, FIRST, SECOND].iter().all(|name| match repo.try_find_reference(*name) {
        Ok(reference) => {
            reference.and_then(|reference| Some(reference.try_id()?.detach())).is_none_or(|id| repo.has_object(id))
        }
        Err(_) => false,
    })
}

/// What HEAD names when no branch was fetched.
const NO_BRANCH: &str = "callboard/none";

fn converse(request: &Request, told: &Sender<News>, stop: &AtomicBool) -> Result<Tip, Trouble> {
    let trouble = |error: gix::Error| Trouble::of_fetch(&error);
    let repo = open_or_create(&request.folder)?;
    let before = kept(&repo);
    let cut = repo.is_shallow().unwrap_or(true);
    let deep = !cut || request.depth <= cache::fetched(&request.folder);
    let revision = request.revision.as_deref();
    let commit = revision.filter(|name| name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if let (Some(commit), Some(Tip::At(id, _))) = (commit, &before)
        && deep
        && gix::ObjectId::from_hex(commit.as_bytes()).is_ok_and(|commit| commit == *id)
    {
        return Ok(Tip::At(*id, None));
    }
    let specs = match (revision, commit) {
        (None, _) => vec![format!("+HEAD:{FIRST}")],
        (Some(_), Some(commit)) => vec![format!("+{commit}:{FIRST}")],
        (Some(name), None) => vec![format!("+refs/heads/{name}:{FIRST}"), format!("+refs/tags/{name}:{SECOND}")],
    };
    let no_revision = || Trouble::NoRevision(revision.unwrap_or("HEAD").to_owned());
    let remote = repo.remote_at_without_url_rewrite(request.url.as_str()).map_err(trouble)?;
    let remote = remote.with_fetch_tags(wanted_tags(request.depth));
    let remote = remote
        .with_refspecs(specs.iter().map(|spec| spec.as_bytes().as_bstr()), Direction::Fetch)
        .map_err(|_| no_revision())?;
    let mut connection = remote.connect(Direction::Fetch).map_err(trouble)?;
    connection.set_transport_options(Box::new(options(request.patience)));
    let credential = request.credential.clone();
    connection.set_credentials(move |action| match &credential {
        Some(credential) => credential.answer(action),
        None => Ok(None),
    });
    let prepared = connection.prepare_fetch(gix::progress::Discard, Default::default()).map_err(trouble)?;
    let _ = told.send(News::Answered);
    let Some(tip) = chosen(prepared.ref_map(), revision, commit.is_some()) else {
        return if revision.is_none() { Ok(Tip::Empty) } else { Err(no_revision()) };
    };
    let named = tags(prepared.ref_map());
    if deep && before.as_ref() == Some(&tip) {
        keep_tags(&repo, &named);
        return Ok(tip);
    }
    let Tip::At(id, branch) = &tip else { return Ok(tip) };
    // A commit that is there may have been the last one that was fetched, with nothing behind it.
    if !repo.has_object(id) || (cut && request.depth > Depth::Nothing) {
        let shallow = shallow(request.depth, cut && before.is_some());
        prepared.with_shallow(shallow).receive(gix::progress::Discard, stop).map_err(trouble)?;
        cache::note(&request.folder, request.depth);
    }
    keep(&repo, *id, branch.as_deref()).map_err(trouble)?;
    keep_tags(&repo, &named);
    Ok(tip)
}

/// Tags say when releases were made, which is part of the history.
fn wanted_tags(depth: Depth) -> Tags {
    if depth == Depth::Nothing { Tags::None } else { Tags::Included }
}

/// A tag as a remote has it: its full name, its object, and the commit that this leads to.
type Named = (String, gix::ObjectId, gix::ObjectId);

fn tags(map: &gix::remote::fetch::RefMap) -> Vec<Named> {
    let named = map.remote_refs.iter().filter_map(|reference| {
        let (name, object, peeled) = reference.unpack();
        let (name, object) = (name.to_string(), object?.to_owned());
        name.starts_with("refs/tags/").then(|| (name, object, peeled.map_or(object, ToOwned::to_owned)))
    });
    named.take(MOST_TAGS).collect()
}

/// Notes the tags of commits that are there. Of an annotated tag that was made later than its commit was fetched only
/// the commit is there, and stands for it.
fn keep_tags(repo: &gix::Repository, named: &[Named]) {
    let mut edits = Vec::new();
    for (name, object, peeled) in named {
        let there = [object, peeled].into_iter().find(|id| repo.has_object(**id));
        let known = repo.try_find_reference(name.as_str()).ok().flatten();
        let known = known.and_then(|known| Some(known.try_id()?.detach()));
        if let (Some(id), Ok(name)) = (there, gix::refs::FullName::try_from(name.as_str()))
            && known != Some(*id)
        {
            edits.push(RefEdit::update(name, *id, PreviousValue::Any, "fetch"));
        }
    }
    // Without them releases are not known, and nothing else is lost.
    let _ = repo.edit_references_as(edits, None);
}

/// How far the server is asked to go back, from the newest commit that it has.
fn shallow(depth: Depth, cut: bool) -> Shallow {
    match depth {
        Depth::Nothing => Shallow::DepthAtRemote(NonZeroU32::MIN),
        Depth::Commits(commits) => Shallow::DepthAtRemote(commits),
        Depth::Everything if cut => Shallow::undo(),
        Depth::Everything => Shallow::NoChange,
    }
}

/// What the remote says of what was asked for: the first specification that matches counts.
fn chosen(map: &gix::remote::fetch::RefMap, revision: Option<&str>, is_commit: bool) -> Option<Tip> {
    // Tags come along and were not asked for.
    let ours = map
        .mappings
        .iter()
        .filter(|mapping| mapping.local.as_ref().is_some_and(|local| local.starts_with(b"refs/callboard/")));
    let mapping = ours.min_by(|a, b| a.local.cmp(&b.local))?;
    let id = mapping.remote.as_id()?.to_owned();
    let target = mapping.remote.as_target().map(ToString::to_string);
    let branch = match revision {
        None => target.and_then(|target| target.strip_prefix("refs/heads/").map(str::to_owned)),
        Some(name) => {
            let is_branch = mapping.remote.as_name().is_some_and(|name| name.starts_with(b"refs/heads/"));
            Some(name.to_owned()).filter(|_| is_branch && !is_commit)
        }
    };
    Some(Tip::At(id, branch))
}

/// Notes what was fetched, in the repository's own references.
fn keep(repo: &gix::Repository, id: gix::ObjectId, branch: Option<&str>) -> gix::Result<()> {
    let name = |text: &str| gix::refs::FullName::try_from(text).map_err(|_| gix::error::validation("no reference"));
    let head = name(&format!("refs/heads/{}", branch.unwrap_or(NO_BRANCH))).or_else(|_| name("refs/heads/main"))?;
    let edits = [
        RefEdit::update(name(TIP)?, id, PreviousValue::Any, "fetch"),
        RefEdit::update(name("HEAD")?, gix::refs::Target::Symbolic(head), PreviousValue::Any, "fetch"),
    ];
    repo.edit_references_as(edits, None)?;
    Ok(())
}

fn options(patience: Duration) -> http::Options {
    let client =
        move |builder: reqwest::blocking::ClientBuilder| Ok(builder.connect_timeout(CONNECT).timeout(patience));
    let backend = http::reqwest::Options { configure_client: Some(Box::new(client)), configure_request: None };
    http::Options { backend: Some(Arc::new(Mutex::new(backend))), ..http::Options::default() }
}

#[expect(clippy::disallowed_methods, reason = "the cache belongs to this stage")]
fn open_or_create(folder: &Path) -> Result<gix::Repository, Trouble> {
    let ssh = [format!("core.sshCommand={}", ssh::COMMAND), "ssh.variant=ssh".to_owned()];
    let options = || gix::open::Options::isolated().with(gix::sec::Trust::Full).cli_overrides(ssh.clone());
    let opened = options().open_path_as_is(true).open(folder).map(|repo| repo.to_thread_local());
    if let Ok(repo) = opened
        && is_whole(&repo)
    {
        return Ok(repo);
    }
    // What cannot be opened is damaged.
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(|error| Trouble::Other(format!("the cache: {error}")))?;
    let (kind, create) = (gix::create::Kind::Bare, gix::create::Options::default());
    let created = gix::ThreadSafeRepository::init_opts(folder, kind, create, options());
    created.map(|repo| repo.to_thread_local()).map_err(|error| Trouble::of_fetch(&error))
}
