//! Lists that come in pages, from servers that count requests.

use std::{
    io::Read as _,
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use reqwest::{
    StatusCode,
    blocking::Response,
    header::{ACCEPT, AUTHORIZATION, DATE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LINK, RETRY_AFTER},
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::shapes::Listed;
use crate::{
    collect::{Options, cache, trouble::Trouble},
    model::Forge,
};

/// The longest wait for a limit to pass, all waits of one list together.
const MOST_WAITING: Duration = Duration::from_secs(300);

/// The most pages of one list: 100,000 repositories is the largest organisation that GitHub allows.
const MOST_PAGES: usize = 2_000;

/// The largest page, in bytes.
const LARGEST_PAGE: u64 = 32 << 20;

/// The waits before the second and the third attempt when a server does not answer.
const WAITS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1600)];

/// Asks one forge.
pub struct Client {
    http: reqwest::blocking::Client,
    headers: HeaderMap,
    /// Where pages are kept.
    cache: PathBuf,
}

/// One page and where the next one is. It is kept, so that a forge that has nothing new need not send it, or count the
/// request.
#[derive(Serialize, Deserialize)]
struct Page {
    /// What the forge calls this state of it.
    etag: String,
    text: String,
    /// The address of the next page.
    next: Option<String>,
    /// The forge's clock when it said that this is how it is, in seconds.
    #[serde(skip)]
    now: Option<i64>,
}

/// Reads a page, at a time of the forge's clock.
pub type Read = fn(&[u8], Option<i64>) -> Result<Vec<Listed>, String>;

impl Client {
    /// A client for the forge with this API; its token is shown only over https.
    ///
    /// # Errors
    /// When the system gives no trusted certificates.
    pub fn new(forge: Forge, api: &str, options: &Options) -> Result<Self, Trouble> {
        let tokens = &options.tokens;
        let (scheme, token) = match forge {
            Forge::GitHub => ("Bearer", tokens.github.as_ref()),
            Forge::GitLab => ("Bearer", tokens.gitlab.as_ref()),
            Forge::Gitea => ("token", tokens.gitea.as_ref()),
            Forge::Bitbucket => ("Bearer", None),
        };
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(token) = token.filter(|_| api.starts_with("https://"))
            && let Ok(mut value) = HeaderValue::from_str(&format!("{scheme} {token}"))
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let http = reqwest::blocking::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .timeout(options.patience)
            .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
            .build();
        let http = http.map_err(|error| Trouble::of_request(&error))?;
        Ok(Self { http, headers, cache: options.cache.clone() })
    }

    /// Everything on all pages from `first` on.
    ///
    /// # Errors
    /// When a page does not come, or is not of the shape that `read` reads.
    pub fn all(&self, first: &str, read: Read) -> Result<Vec<Listed>, Trouble> {
        let first = Url::parse(first).map_err(|_| Trouble::Other("the forge's address is no URL".to_owned()))?;
        let mut waited = Duration::ZERO;
        let mut all = Vec::new();
        let mut at = first.clone();
        for _ in 0..MOST_PAGES {
            let page = self.page(&at, &mut waited)?;
            let listed = read(page.text.as_bytes(), page.now);
            all.extend(listed.map_err(|error| Trouble::Other(format!("the forge's list is not understood: {error}")))?);
            // The token goes to the forge alone, wherever a page points.
            let next = page.next.and_then(|next| Url::parse(&next).ok());
            match next.filter(|next| next.origin() == first.origin() && *next != at) {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(all)
    }

    /// The one thing at an address.
    ///
    /// # Errors
    /// When it does not come.
    pub fn one(&self, url: &str) -> Result<Vec<u8>, Trouble> {
        let url = Url::parse(url).map_err(|_| Trouble::Other("the forge's address is no URL".to_owned()))?;
        let mut waited = Duration::ZERO;
        self.page(&url, &mut waited).map(|page| page.text.into_bytes())
    }

    /// One page, asked for again while the server says that it will come.
    fn page(&self, url: &Url, waited: &mut Duration) -> Result<Page, Trouble> {
        let mut waits = WAITS.iter();
        let file = self.cache.join(cache::key(&["page", url.as_str()], "json"));
        let mut kept = cache::load(&file).and_then(|bytes| serde_json::from_slice::<Page>(&bytes).ok());
        let mut headers = self.headers.clone();
        if let Some(etag) = kept.as_ref().and_then(|kept| HeaderValue::from_str(&kept.etag).ok()) {
            headers.insert(IF_NONE_MATCH, etag);
        }
        loop {
            let trouble = match self.http.get(url.clone()).headers(headers.clone()).send() {
                Ok(response) if response.status() == StatusCode::NOT_MODIFIED && kept.is_some() => {
                    cache::touch(&file);
                    let now = clock(response.headers());
                    return Ok(Page { now, ..kept.take().expect("it was looked at") });
                }
                Ok(response) if response.status().is_success() => {
                    let page = finish(response)?;
                    if !page.etag.is_empty() {
                        cache::store(&file, &serde_json::to_vec(&page).unwrap_or_default());
                    }
                    return Ok(page);
                }
                Ok(response) => match limit(response.status(), response.headers()) {
                    Some(wait) if *waited + wait <= MOST_WAITING => {
                        *waited += wait;
                        std::thread::sleep(wait);
                        continue;
                    }
                    Some(_) => Trouble::Other("the forge's limit of requests is used up for a long time".to_owned()),
                    None => Trouble::of_status(response.status()),
                },
                Err(error) => Trouble::of_request(&error),
            };
            match (&trouble, waits.next()) {
                (Trouble::Silent(_), Some(wait)) => std::thread::sleep(*wait),
                _ => return Err(trouble),
            }
        }
    }
}

fn finish(response: Response) -> Result<Page, Trouble> {
    let next = response.headers().get(LINK).and_then(|link| link.to_str().ok()).and_then(next);
    let next = next.and_then(|next| response.url().join(next).ok()).map(String::from);
    let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
    let now = clock(response.headers());
    let mut bytes = Vec::new();
    let read = response.take(LARGEST_PAGE).read_to_end(&mut bytes);
    read.map_err(|_| Trouble::Silent("its answer broke off".to_owned()))?;
    Ok(Page { etag, text: String::from_utf8_lossy(&bytes).into_owned(), next, now })
}

/// The server's clock (RFC 9110, 6.6.1), in seconds.
fn clock(headers: &HeaderMap) -> Option<i64> {
    let date = jiff::fmt::rfc2822::parse(headers.get(DATE)?.to_str().ok()?).ok()?;
    Some(date.timestamp().as_second())
}

/// The target of `rel="next"` in a `Link` header (RFC 8288).
fn next(link: &str) -> Option<&str> {
    link.split(',').find_map(|link| {
        let (target, attributes) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = attributes.split(';').any(|attribute| matches!(attribute.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then_some(target)
    })
}

/// How long to wait when a limit of requests is reached: `Retry-After` in seconds, or until `x-ratelimit-reset`.
fn limit(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    let limited = status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::FORBIDDEN
            && (headers.contains_key(RETRY_AFTER) || number("x-ratelimit-remaining") == Some(0));
    if !limited {
        return None;
    }
    let reset = number("x-ratelimit-reset").or_else(|| number("ratelimit-reset"));
    let seconds = number("retry-after").or_else(|| reset.map(|reset| reset.saturating_sub(now()) + 1)).unwrap_or(5);
    Some(Duration::from_secs(seconds.max(1)))
}

#[expect(clippy::disallowed_methods, reason = "a limit of requests ends at a time of day")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found() {
        for (link, expected) in [
            ("<https://x/?page=2>; rel=\"next\", <https://x/?page=9>; rel=\"last\"", Some("https://x/?page=2")),
            ("<https://x/?page=1>; rel=\"prev\", <https://x/?page=3>; rel=\"next\"", Some("https://x/?page=3")),
            ("<https://x/?page=1>; rel=\"first\"", None),
            ("rubbish", None),
        ] {
            assert_eq!(next(link), expected, "{link}");
        }
    }

    #[test]
    fn limits_are_told_from_refusals() {
        let headers = |pairs: &[(&'static str, &str)]| {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
        };
        let soon = (now() + 20).to_string();
        for (status, pairs, expected) in [
            (403, vec![], None),
            (404, vec![("retry-after", "3")], None),
            (403, vec![("retry-after", "3")], Some(3..=3)),
            (429, vec![("retry-after", "0")], Some(1..=1)),
            (429, vec![], Some(5..=5)),
            (403, vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", soon.as_str())], Some(18..=21)),
            (403, vec![("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", soon.as_str())], None),
        ] {
            let wait = limit(StatusCode::from_u16(status).unwrap(), &headers(&pairs));
            match expected {
                None => assert_eq!(wait, None, "{status} {pairs:?}"),
                Some(range) => assert!(range.contains(&wait.unwrap().as_secs()), "{status} {pairs:?} {wait:?}"),
            }
        }
    }
}
