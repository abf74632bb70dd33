//! Addresses of remote repositories: which are allowed, how they are compared, what may be shown of them.

use std::fmt;

use url::Url;

use crate::model::{Forge, SafeUrl};

/// The address of a remote repository, without a password, a query or a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// How to reach it.
    pub scheme: Scheme,
    /// Only for ssh.
    user: Option<String>,
    /// Lower case; empty for files.
    pub host: String,
    /// Only when it is written and not the scheme's own.
    pub port: Option<u16>,
    /// Starts with `/`, except behind `host:` of ssh, where it may be relative to the user's folder.
    pub path: String,
}

/// The transports that are allowed. `ext::` and all others could execute something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `https://`
    Https,
    /// `http://`
    Http,
    /// `ssh://` and `user@host:path`
    Ssh,
    /// `git://`
    Git,
    /// `file://` and absolute paths
    File,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
            Self::Ssh => "ssh",
            Self::Git => "git",
            Self::File => "file",
        }
    }
}

impl Address {
    /// Reads an address as git does.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it repeats nothing of the address.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err("the address holds control characters");
        }
        let address = match text.split_once("://") {
            Some((scheme, _)) => Self::parse_url(text, &scheme.to_ascii_lowercase())?,
            None if text.starts_with('/') => Self::parse_url(&format!("file://{text}"), "file")?,
            None => Self::parse_scp(text)?,
        };
        // What begins with a dash would be read as an option by the program that is asked.
        let dashed = [address.user.as_deref().unwrap_or_default(), &address.host, &address.path];
        if dashed.iter().any(|part| part.starts_with('-')) {
            return Err("a part of the address begins with a dash");
        }
        if !address.host.chars().all(|c| c.is_alphanumeric() || "-._[]:".contains(c)) {
            return Err("the address has no proper host");
        }
        if address.path.trim_matches('/').is_empty() {
            return Err("the address names no repository");
        }
        Ok(address)
    }

    fn parse_url(text: &str, scheme: &str) -> Result<Self, &'static str> {
        let scheme = match scheme {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            "ssh" | "git+ssh" | "ssh+git" => Scheme::Ssh,
            "git" => Scheme::Git,
            "file" => Scheme::File,
            _ => return Err("only https, http, ssh, git and file addresses are allowed"),
        };
        let url = Url::parse(text).map_err(|_| "the address is no URL")?;
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let local = host.is_empty() || (scheme == Scheme::File && host == "localhost");
        if local != (scheme == Scheme::File) {
            return Err("the address has no host, or a file address has one");
        }
        let user = Some(decoded(url.username())).filter(|user| scheme == Scheme::Ssh && !user.is_empty());
        let host = if scheme == Scheme::File { String::new() } else { host };
        let path = decoded(url.path());
        if path.chars().any(char::is_control) {
            return Err("the address holds control characters");
        }
        Ok(Self { scheme, user, host, port: url.port(), path: trimmed(&path) })
    }

    /// `user@host:path`, where no slash stands before the colon.
    fn parse_scp(text: &str) -> Result<Self, &'static str> {
        let wrong = "the address is neither a URL nor of the form user@host:path";
        let (before, path) = text.split_once(':').filter(|(before, _)| !before.contains('/')).ok_or(wrong)?;
        // `ext::…` and every other helper.
        if path.starts_with(':') {
            return Err("only https, http, ssh, git and file addresses are allowed");
        }
        let (user, host) = match before.rsplit_once('@') {
            Some((user, host)) => (Some(user.split(':').next().unwrap_or_default().to_owned()), host),
            None => (None, before),
        };
        let plain = |part: &str| part.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
        if host.is_empty() || !plain(host) || !user.as_deref().is_none_or(plain) {
            return Err(wrong);
        }
        let user = user.filter(|user| !user.is_empty());
        Ok(Self { scheme: Scheme::Ssh, user, host: host.to_ascii_lowercase(), port: None, path: trimmed(path) })
    }

    /// Whom ssh is asked to connect to.
    pub fn login(&self) -> String {
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        format!("{user}{}", self.host.trim_matches(['[', ']']))
    }

    /// What git is given. It holds no password.
    pub fn to_git(&self) -> String {
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        if self.scheme == Scheme::Ssh && !self.path.starts_with('/') {
            return format!("{user}{}:{}", self.host, self.path);
        }
        let encode = |c: char| if c == ' ' { "%20".to_owned() } else { c.to_string() };
        let path: String = match self.scheme {
            Scheme::Https | Scheme::Http => self.path.chars().map(encode).collect(),
            _ => self.path.clone(),
        };
        format!("{}://{user}{}{}{path}", self.scheme.name(), self.host, self.port())
    }

    fn port(&self) -> String {
        self.port.map(|port| format!(":{port}")).unwrap_or_default()
    }

    /// Host and port, which is what a credential belongs to.
    pub fn authority(&self) -> String {
        format!("{}{}", self.host, self.port())
    }

    /// The path without the ending that git adds or leaves out as it likes.
    pub fn stem(&self) -> &str {
        self.path.strip_suffix(".git").unwrap_or(&self.path)
    }

    /// What two addresses of one repository have in common, as far as it can be told: no user, no ending.
    pub fn plain(&self) -> String {
        let text = self.to_string();
        text.strip_suffix(".git").unwrap_or(&text).to_owned()
    }

    /// The repository's name: `owner/name`, with all groups on a forge.
    pub fn name(&self, forge: Option<Forge>) -> String {
        let parts: Vec<&str> = self.stem().split('/').filter(|part| !part.is_empty()).collect();
        let kept = if forge.is_some() { parts.len() } else { parts.len().min(2) };
        parts[parts.len() - kept..].join("/")
    }

    /// The forge, as far as the host's name tells.
    pub fn forge(&self) -> Option<Forge> {
        let host = self.host.strip_prefix("ssh.").unwrap_or(&self.host);
        let any = |names: &[&str]| host.split('.').any(|part| names.contains(&part));
        if any(&["github"]) {
            Some(Forge::GitHub)
        } else if any(&["gitlab"]) {
            Some(Forge::GitLab)
        } else if any(&["gitea", "forgejo", "codeberg"]) {
            Some(Forge::Gitea)
        } else {
            (host == "bitbucket.org").then_some(Forge::Bitbucket)
        }
    }

    /// The repository's page on the web, when it can be told: for https and http addresses, and on known forges.
    pub fn web(&self) -> Option<SafeUrl> {
        let path = self.stem().trim_matches('/');
        let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        match self.scheme {
            Scheme::Https | Scheme::Http => {
                SafeUrl::parse(&format!("{}://{}{}/{path}", self.scheme.name(), self.host, self.port()))
            }
            Scheme::Ssh | Scheme::Git if self.forge().is_some() => {
                let host = self.host.strip_prefix("ssh.").unwrap_or(&self.host);
                SafeUrl::parse(&format!("https://{host}/{path}"))
            }
            _ => None,
        }
    }
}

/// The address without user information, for messages and as the key of the cache.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.path.starts_with('/') { "" } else { "/" };
        write!(f, "{}://{}{}{slash}{}", self.scheme.name(), self.host, self.port(), self.path)
    }
}

fn trimmed(path: &str) -> String {
    match path.trim_end_matches('/') {
        "" => path.to_owned(),
        path => path.to_owned(),
    }
}

/// Percent-decodes; what is no UTF-8 afterwards stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_git_reads_them() {
        for (text, git, shown, name, web) in [
            (
                "https://github.com/Org/c.git",
                "https://github.com/Org/c.git",
                "https://github.com/Org/c.git",
                "Org/c",
                "https://github.com/Org/c",
            ),
            (
                "https://me:secret@GitHub.com/org/c/?token=x#y",
                "https://github.com/org/c",
                "https://github.com/org/c",
                "org/c",
                "https://github.com/org/c",
            ),
            (
                "git@gitlab.example.org:a/b/c.git",
                "git@gitlab.example.org:a/b/c.git",
                "ssh://gitlab.example.org/a/b/c.git",
                "a/b/c",
                "https://gitlab.example.org/a/b/c",
            ),
            (
                "ssh://git:pw@host.example:2222/srv/git/o/c.git",
                "ssh://git@host.example:2222/srv/git/o/c.git",
                "ssh://host.example:2222/srv/git/o/c.git",
                "o/c",
                "",
            ),
            (
                "http://127.0.0.1:8080/a%20b/c",
                "http://127.0.0.1:8080/a%20b/c",
                "http://127.0.0.1:8080/a b/c",
                "a b/c",
                "http://127.0.0.1:8080/a%20b/c",
            ),
            ("file:///srv/git/x.git", "file:///srv/git/x.git", "file:///srv/git/x.git", "git/x", ""),
            ("/srv/git/x", "file:///srv/git/x", "file:///srv/git/x", "git/x", ""),
            ("git://127.0.0.1/x.git", "git://127.0.0.1/x.git", "git://127.0.0.1/x.git", "x", ""),
        ] {
            let address = Address::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(address.to_git(), git, "{text}");
            assert_eq!(address.to_string(), shown, "{text}");
            assert_eq!(address.name(address.forge()), name, "{text}");
            assert_eq!(address.web().as_ref().map_or("", SafeUrl::as_str), web, "{text}");
        }
    }

    #[test]
    fn what_could_execute_something_is_refused() {
        for text in [
            "ext::sh -c touch% /x",
            "EXT::sh",
            "ext://x/y",
            "fd::17/foo",
            "ssh://-oProxyCommand=x/y",
            "-oProxyCommand=x:y",
            "ssh://-l@host/y",
            "-l@host:y",
            "host:-y",
            "https://host/a\nb",
            "https://host/a%0ab",
            "https://",
            "https://host/",
            "file://host/x",
            "name",
            "../x",
            "a/b:c",
            "ftp://host/x",
            "javascript://host/x",
            "ssh://%2doProxyCommand=x/y",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
