//! Access tokens: who gets which.

use super::{
    Tokens,
    address::{Address, Scheme},
};
use crate::model::Forge;

/// A user's name and a token, as one server takes them.
#[derive(Clone)]
pub struct Credential {
    user: &'static str,
    token: String,
    host: String,
}

impl Credential {
    /// What to show to the server at `address`; only over https, and only to a forge whose token is known.
    pub fn find(address: &Address, forge: Option<Forge>, tokens: &Tokens) -> Option<Self> {
        let (user, token) = match forge? {
            Forge::GitHub => ("x-access-token", tokens.github.as_ref()),
            Forge::GitLab => ("oauth2", tokens.gitlab.as_ref()),
            Forge::Gitea => ("oauth2", tokens.gitea.as_ref()),
            Forge::Bitbucket => return None,
        };
        let token = token.filter(|token| !token.is_empty() && address.scheme == Scheme::Https)?.clone();
        Some(Self { user, token, host: address.authority() })
    }

    /// Answers a server that asks; a server that was reached by a redirect to another host gets nothing.
    pub fn answer(
        &self,
        action: gix::credentials::helper::Action,
    ) -> gix::Result<Option<gix::credentials::protocol::Outcome>> {
        let gix::credentials::helper::Action::Get(context) = action else { return Ok(None) };
        let asking = context.url.as_ref().and_then(|url| Address::parse(&url.to_string()).ok());
        let same = asking.is_some_and(|asking| asking.scheme == Scheme::Https && asking.authority() == self.host);
        Ok(same.then(|| gix::credentials::protocol::Outcome {
            identity: gix::sec::identity::Account {
                username: self.user.to_owned(),
                password: self.token.clone(),
                oauth_refresh_token: None,
            },
            next: context.into(),
        }))
    }
}

/// The variable that holds a forge's token, for hints.
pub fn variable(forge: Option<Forge>) -> Option<&'static str> {
    match forge? {
        Forge::GitHub => Some("GITHUB_TOKEN"),
        Forge::GitLab => Some("GITLAB_TOKEN"),
        Forge::Gitea => Some("GITEA_TOKEN"),
        Forge::Bitbucket => None,
    }
}
