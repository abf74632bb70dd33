//! Why a remote gave nothing, told without repeating any address.

use std::{error::Error, fmt, io};

use gix::protocol::transport::client::AuthenticationRequired;

/// Why a remote gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It wants other credentials, or any.
    Denied,
    /// The conversation over ssh ended before it began; with the last that ssh said.
    Ended(Option<String>),
    /// It says that there is no such thing.
    Missing,
    /// It does not answer, or not now; worth another try.
    Silent(String),
    /// It has no such branch, tag or commit.
    NoRevision(String),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied => f.write_str("the server refuses access"),
            Self::Ended(None) => f.write_str("the connection ended without an answer"),
            Self::Ended(Some(said)) => write!(f, "the connection ended without an answer (ssh: {said})"),
            Self::Missing => f.write_str("the server knows no such repository"),
            Self::Silent(reason) => write!(f, "the server does not answer ({reason})"),
            Self::NoRevision(name) => write!(f, "the repository has no branch, tag or commit \"{name}\""),
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

/// What a network does, and a disk does not.
const NETWORK: [io::ErrorKind; 10] = [
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::ConnectionAborted,
    io::ErrorKind::ConnectionRefused,
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::HostUnreachable,
    io::ErrorKind::NetworkUnreachable,
    io::ErrorKind::NotConnected,
    io::ErrorKind::TimedOut,
    io::ErrorKind::UnexpectedEof,
    io::ErrorKind::WouldBlock,
];

impl Trouble {
    /// What a status of HTTP means for who asked.
    pub fn of_status(status: reqwest::StatusCode) -> Self {
        match status.as_u16() {
            401 | 403 => Self::Denied,
            404 | 410 | 451 => Self::Missing,
            408 | 425 | 429 | 500..=599 => Self::Silent(format!("it answers {}", status.as_u16())),
            code => Self::Other(format!("the server answers {code}")),
        }
    }

    /// What an error of the REST client means.
    pub fn of_request(error: &reqwest::Error) -> Self {
        Self::of_chain(chain(error))
    }

    /// What an error of a fetch means.
    pub fn of_fetch(error: &gix::Error) -> Self {
        let denied = error.is_unauthenticated() || error.is_permission_denied();
        match Self::of_chain(error.iter_errors().flat_map(|error| chain(error)).collect()) {
            Self::Other(_) if denied => Self::Denied,
            trouble => trouble,
        }
    }

    /// Whether a conversation ended before it began: over ssh, one of both ends refused it.
    pub fn is_end(&self) -> bool {
        matches!(self, Self::Silent(reason) if reason.contains("failed to fill whole buffer"))
    }

    /// What the words of ssh mean, and those of the git behind it.
    pub fn of_ssh(said: &str) -> Self {
        let line = |line: &str| line.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
        let lines: Vec<String> = said.lines().map(line).filter(|line| !line.trim().is_empty()).collect();
        lines.iter().find_map(|line| Self::of_words(line)).unwrap_or_else(|| {
            let last = lines.into_iter().next_back().filter(|line| !line.contains("://"));
            Self::Ended(last.map(|line| line.trim_start_matches("ssh: ").trim().to_owned()))
        })
    }

    fn of_words(text: &str) -> Option<Self> {
        const UNKNOWN: [&str; 4] = [
            "access denied or repository not exported",
            "does not appear to be a git repository",
            "Repository not found",
            "you were looking for could not be found",
        ];
        if UNKNOWN.iter().any(|words| text.contains(words)) {
            return Some(Self::Missing);
        }
        if text.contains("Permission denied (") {
            return Some(Self::Denied);
        }
        // A git that had been ready to answer says that nobody asked.
        const NETWORK: [&str; 3] = ["ssh: connect to host", "ssh: Could not resolve", "fatal: the remote end hung up"];
        let network = NETWORK.iter().any(|words| text.starts_with(words));
        network.then(|| Self::Silent(text.trim().to_owned()))
    }

    fn of_chain(errors: Vec<&(dyn Error + 'static)>) -> Self {
        let mut texts = Vec::new();
        for error in &errors {
            if let Some(status) = error.downcast_ref::<reqwest::Error>().and_then(reqwest::Error::status) {
                return Self::of_status(status);
            }
            if error.is::<AuthenticationRequired>() {
                return Self::Denied;
            }
            let text = error.to_string();
            if let Some(trouble) = Self::of_words(&text) {
                return trouble;
            }
            // What gix says when a server asks for credentials that it would have to send in clear text.
            if text.contains("clear text") {
                return Self::Other("the server asks for credentials, which are sent over https only".to_owned());
            }
            texts.push(text);
        }
        let timed_out = |error: &&(dyn Error + 'static)| {
            error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout)
        };
        if errors.iter().any(timed_out) {
            return Self::Silent("no answer in time".to_owned());
        }
        // The deepest text is the nearest to the cause; a text with an address could hold a secret.
        let reason = texts.into_iter().rev().find(|text| !text.contains("://") && !text.trim().is_empty());
        let reason = reason.unwrap_or_else(|| "an unknown error".to_owned());
        let network = |error: &&(dyn Error + 'static)| {
            let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
            kind.is_some_and(|kind| NETWORK.contains(&kind))
                || error.downcast_ref::<reqwest::Error>().is_some_and(|error| error.is_connect() || error.is_request())
        };
        if errors.iter().any(network) { Self::Silent(reason) } else { Self::Other(reason) }
    }
}

/// An error and all that caused it.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error)).take(32).collect()
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    // An error of input and output passes over what it was made of.
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}
