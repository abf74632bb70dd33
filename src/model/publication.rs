//! What a configuration says of publishing.

use super::Profile;

/// Where the site goes, and what may go there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Where it goes.
    pub profile: Profile,
    /// Whether everyone may read that place; none when it is to be found out.
    pub public: Option<bool>,
    /// Globs of repositories that may go to a public place although not everyone may read them: names as the portal
    /// has them, or `host/owner/name`.
    pub allow: Vec<String>,
    /// Forges of one's own, by host, whose public repositories everyone may read.
    pub open_forges: Vec<String>,
    /// Whether files get compressed neighbours; none when the place decides.
    pub precompressed: Option<bool>,
    /// Whether search engines may list it.
    pub search_engines: bool,
}
