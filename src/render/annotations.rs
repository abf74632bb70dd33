//! Annotations that Backstage and its plugins know, with what they mean to a reader.
//! Keys: Backstage `docs/features/software-catalog/well-known-annotations.md` and the plugins' own documents.

use crate::model::SafeUrl;

/// What the value of an annotation leads to.
#[derive(Clone, Copy, Debug)]
enum Address {
    /// The value is a URL, perhaps after `url:`.
    Itself,
    /// The value stands between two texts.
    Around(&'static str, &'static str),
    /// The value is `<a>/<b>` and stands in three texts: before, between, after.
    Pair(&'static str, &'static str, &'static str),
    /// The value refers to an entity.
    Entity,
    /// Only whoever runs the tool knows its address.
    Unknown,
}

/// One annotation that has a meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    key: &'static str,
    /// What a reader calls it.
    pub(super) label: &'static str,
    /// The icon.
    pub(super) icon: &'static str,
    address: Address,
}

const fn known(key: &'static str, label: &'static str, icon: &'static str, address: Address) -> Known {
    Known { key, label, icon, address }
}

/// All annotations that have a meaning, in the order in which links are shown.
const KNOWN: [Known; 38] = [
    known("backstage.io/view-url", "View", "file", Address::Itself),
    known("backstage.io/edit-url", "Edit", "edit", Address::Itself),
    known("backstage.io/source-location", "Source", "code", Address::Itself),
    known("github.com/project-slug", "GitHub", "repo", Address::Around("https://github.com/", "")),
    known("github.com/team-slug", "GitHub team", "group", Address::Pair("https://github.com/orgs/", "/teams/", "")),
    known("github.com/user-login", "GitHub user", "user", Address::Around("https://github.com/", "")),
    known(
        "backstage.io/github-actions-id",
        "GitHub Actions",
        "service",
        Address::Around("https://github.com/", "/actions"),
    ),
    known("gitlab.com/project-slug", "GitLab", "repo", Address::Around("https://gitlab.com/", "")),
    known("gitlab.com/project-id", "GitLab", "repo", Address::Around("https://gitlab.com/projects/", "")),
    known("bitbucket.org/project-slug", "Bitbucket", "repo", Address::Around("https://bitbucket.org/", "")),
    known("dev.azure.com/project-repo", "Azure repository", "repo", Address::Unknown),
    known("dev.azure.com/project", "Azure project", "repo", Address::Unknown),
    known("dev.azure.com/build-definition", "Azure pipeline", "service", Address::Unknown),
    known(
        "circleci.com/project-slug",
        "CircleCI",
        "service",
        Address::Around("https://app.circleci.com/pipelines/", ""),
    ),
    known("jenkins.io/job-full-name", "Jenkins job", "service", Address::Unknown),
    known("jenkins.io/github-folder", "Jenkins folder", "service", Address::Unknown),
    known("gocd.org/pipelines", "GoCD pipelines", "service", Address::Unknown),
    known("buildkite.com/project-slug", "Buildkite", "service", Address::Around("https://buildkite.com/", "")),
    known("travis-ci.com/repo-slug", "Travis CI", "service", Address::Around("https://app.travis-ci.com/github/", "")),
    known("argocd/app-name", "Argo CD", "service", Address::Unknown),
    known(
        "sentry.io/project-slug",
        "Sentry",
        "warning",
        Address::Pair("https://sentry.io/organizations/", "/projects/", "/"),
    ),
    known("rollbar.com/project-slug", "Rollbar", "warning", Address::Around("https://rollbar.com/", "")),
    known("periskop.io/service-name", "Periskop", "warning", Address::Unknown),
    known("sonarqube.org/project-key", "SonarQube", "check", Address::Unknown),
    known("snyk.io/org-name", "Snyk", "check", Address::Around("https://app.snyk.io/org/", "")),
    known("codecov.io/repo-slug", "Codecov", "check", Address::Around("https://app.codecov.io/gh/", "")),
    known("vault.io/secrets-path", "Vault secrets", "resource", Address::Unknown),
    known("pagerduty.com/service-id", "PagerDuty", "chat", Address::Unknown),
    known("pagerduty.com/integration-key", "PagerDuty", "chat", Address::Unknown),
    known("opsgenie.com/team", "Opsgenie", "chat", Address::Unknown),
    known("grafana/dashboard-selector", "Grafana", "dashboard", Address::Unknown),
    known("backstage.io/kubernetes-id", "Kubernetes", "resource", Address::Unknown),
    known("backstage.io/kubernetes-namespace", "Kubernetes namespace", "resource", Address::Unknown),
    known("backstage.io/kubernetes-label-selector", "Kubernetes labels", "resource", Address::Unknown),
    known("backstage.io/techdocs-ref", "Docs", "book", Address::Unknown),
    known("backstage.io/techdocs-entity", "Docs of", "book", Address::Entity),
    known("callboard.dev/html", "Pages", "book", Address::Unknown),
    known("backstage.io/source-template", "Its template", "template", Address::Entity),
];

/// What the theme knows about an annotation.
pub(super) fn find(key: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.key == key)
}

impl Known {
    /// Where the annotation stands among links.
    pub(super) fn rank(&self) -> usize {
        KNOWN.iter().position(|known| known.key == self.key).unwrap_or(KNOWN.len())
    }

    /// Whether the value refers to an entity.
    pub(super) fn is_entity(&self) -> bool {
        matches!(self.address, Address::Entity)
    }

    /// The address that a value stands for.
    pub(super) fn url(&self, value: &str) -> Option<SafeUrl> {
        let plain = |text: &str| {
            !text.is_empty()
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./~".contains(c))
                && !text.contains("..")
        };
        match self.address {
            Address::Itself => SafeUrl::parse(value.strip_prefix("url:").unwrap_or(value)),
            Address::Around(before, after) if plain(value) => SafeUrl::parse(&format!("{before}{value}{after}")),
            Address::Pair(before, between, after) if plain(value) => {
                let (a, b) = value.split_once('/')?;
                SafeUrl::parse(&format!("{before}{a}{between}{b}{after}"))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_addresses() {
        for (key, value, expected) in [
            ("backstage.io/view-url", "https://x.test/a", Some("https://x.test/a")),
            ("backstage.io/view-url", "javascript:alert(1)", None),
            ("backstage.io/source-location", "url:https://x.test/t/", Some("https://x.test/t/")),
            ("github.com/project-slug", "o/r", Some("https://github.com/o/r")),
            ("github.com/project-slug", "o/r?x=\"", None),
            ("github.com/project-slug", "../../x", None),
            ("github.com/team-slug", "o/t", Some("https://github.com/orgs/o/teams/t")),
            ("sentry.io/project-slug", "org/p", Some("https://sentry.io/organizations/org/projects/p/")),
            ("sentry.io/project-slug", "p", None),
            ("jenkins.io/job-full-name", "a/b", None),
        ] {
            let url = find(key).expect("a known annotation").url(value);
            assert_eq!(url.as_ref().map(SafeUrl::as_str), expected, "{key}: {value}");
        }
    }
}
