//! Organisations: the repositories that a forge lists for one, filtered and sorted.

mod client;
mod shapes;
mod standing;

use globset::{Glob, GlobSet, GlobSetBuilder};
use url::Url;

use self::client::{Client, Read};
pub use self::shapes::Listed;
use super::{Options, address::Address, cache, remote::Remote, trouble::Trouble};
use crate::model::{Depth, Forge, Organisation, Visibility};
pub use standing::{Pages, Standing, openness, standings};

/// Every repository of an organisation, group or user that its filters let through, sorted by path; and why the list is
/// the one that was kept, when the forge does not answer.
///
/// # Errors
/// When the forge does not list them and never did, or it refuses to, or a filter is no glob.
pub fn list(organisation: &Organisation, options: &Options) -> Result<(Vec<Remote>, Option<Trouble>), Trouble> {
    let (listed, trouble) = match &options.plan {
        Some(plan) => plan.listed(organisation).ok_or_else(|| Trouble::Other(UNPLANNED.to_owned()))?,
        None => wanted(organisation, options)?,
    };
    let depth = organisation.history.unwrap_or(options.history);
    let mut remotes: Vec<Remote> = listed.iter().filter_map(|repo| remote(repo, organisation, depth)).collect();
    remotes.sort_by(|a, b| a.address.stem().cmp(b.address.stem()));
    Ok((remotes, trouble))
}

/// What is said of an organisation that a plan does not hold.
const UNPLANNED: &str = "the plan does not hold them: it was made with another configuration";

/// What the forge lists of an organisation and its filters let through; and why the list is the one that was kept.
///
/// # Errors
/// As [`list`].
pub fn wanted(organisation: &Organisation, options: &Options) -> Result<(Vec<Listed>, Option<Trouble>), Trouble> {
    let include = globs(&organisation.include)?;
    let exclude = globs(&organisation.exclude)?;
    let (mut listed, trouble) = current_or_kept(organisation, options)?;
    // What was public when the list was kept may be so no longer.
    if trouble.is_some() {
        listed.iter_mut().for_each(|repo| repo.visibility = Visibility::Unknown);
    }
    listed.retain(|repo| {
        let any = |globs: &GlobSet| globs.is_match(&repo.name) || globs.is_match(&repo.path);
        repo.readable
            && (organisation.archived || !repo.archived)
            && (organisation.forks || !repo.fork)
            && (organisation.include.is_empty() || any(&include))
            && !any(&exclude)
    });
    Ok((listed, trouble))
}

/// The forge's list, or the last one when it does not come. Who is refused gets nothing: what was public once may be
/// so no longer.
fn current_or_kept(organisation: &Organisation, options: &Options) -> Result<(Vec<Listed>, Option<Trouble>), Trouble> {
    let key = cache::key(&[&format!("{:?}", organisation.forge), &organisation.api, &organisation.name], "json");
    let file = options.cache.join(key);
    match current(organisation, options) {
        Ok(listed) => {
            cache::store(&file, &serde_json::to_vec(&listed).unwrap_or_default());
            Ok((listed, None))
        }
        Err(trouble @ (Trouble::Denied | Trouble::Missing)) => Err(trouble),
        Err(trouble) => match cache::load(&file).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            Some(listed) => Ok((listed, Some(trouble))),
            None => Err(trouble),
        },
    }
}

fn current(organisation: &Organisation, options: &Options) -> Result<Vec<Listed>, Trouble> {
    let client = Client::new(organisation.forge, &organisation.api, options)?;
    match organisation.forge {
        Forge::GitHub => pages(&client, organisation, "per_page=100", shapes::github),
        Forge::Gitea => pages(&client, organisation, "limit=50", shapes::github),
        Forge::GitLab => {
            let query = "include_subgroups=true&with_shared=false&per_page=100&order_by=id&sort=asc";
            pages(&client, organisation, query, shapes::gitlab)
        }
        Forge::Bitbucket => Err(Trouble::Other("Bitbucket's lists cannot be read".to_owned())),
    }
}

/// The list of an organisation, or of a user where there is no such organisation.
fn pages(client: &Client, organisation: &Organisation, query: &str, read: Read) -> Result<Vec<Listed>, Trouble> {
    let (many, what) = match organisation.forge {
        Forge::GitLab => ("groups", "projects"),
        _ => ("orgs", "repos"),
    };
    let base = organisation.api.trim_end_matches('/');
    let name: String = url::form_urlencoded::byte_serialize(organisation.name.as_bytes()).collect();
    // `byte_serialize` is for queries, where a space is a plus.
    let name = name.replace('+', "%20");
    match client.all(&format!("{base}/{many}/{name}/{what}?{query}"), read) {
        Err(Trouble::Missing) => client.all(&format!("{base}/users/{name}/{what}?{query}"), read),
        result => result,
    }
}

/// Where to read a repository. A host that is not the forge's own is not taken for the forge, so it gets no token.
fn remote(repo: &Listed, organisation: &Organisation, depth: Depth) -> Option<Remote> {
    let address = Address::parse(&repo.url).ok()?;
    let api = Url::parse(&organisation.api).ok()?;
    let port = api.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = format!("{}{port}", api.host_str()?);
    let own = address.authority() == host || format!("api.{}", address.authority()) == host;
    let forge = if own { Some(organisation.forge) } else { address.forge() };
    Some(Remote { address, revision: None, forge, depth, visibility: repo.visibility, stamp: repo.stamp.clone() })
}

fn globs(patterns: &[String]) -> Result<GlobSet, Trouble> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(|error| Trouble::Other(error.to_string()))?);
    }
    set.build().map_err(|error| Trouble::Other(error.to_string()))
}
