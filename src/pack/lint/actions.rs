//! Which actions there are.

use crate::diagnostic::{Severity, nearest};

/// The actions of Backstage's own backend and of its modules in the same repository, by their ids.
const KNOWN: [&str; 77] = [
    "azure:pipeline:create",
    "azure:pipeline:permit",
    "azure:pipeline:run",
    "azure:pr:create",
    "azure:repo:clone",
    "azure:repo:push",
    "bitbucket:pipelines:run",
    "bitbucketCloud:branchRestriction:create",
    "bitbucketCloud:pullRequest:create",
    "bitbucketServer:pullRequest:create",
    "catalog:fetch",
    "catalog:register",
    "catalog:template:version",
    "catalog:write",
    "confluence:transform:markdown",
    "debug:log",
    "debug:wait",
    "fetch:cookiecutter",
    "fetch:plain",
    "fetch:plain:file",
    "fetch:rails",
    "fetch:template",
    "fetch:template:file",
    "fs:append",
    "fs:delete",
    "fs:read",
    "fs:readdir",
    "fs:rename",
    "fs:write",
    "gcp:bucket:create",
    "gitea:repo:create",
    "github:actions:dispatch",
    "github:autolinks:create",
    "github:branch-protection:create",
    "github:branch:create",
    "github:deployKey:create",
    "github:environment:create",
    "github:issues:create",
    "github:issues:label",
    "github:pages",
    "github:pages:enable",
    "github:repo:create",
    "github:repo:push",
    "github:secrets:create",
    "github:webhook",
    "gitlab:create-variable",
    "gitlab:group:access",
    "gitlab:group:ensureExists",
    "gitlab:issue:edit",
    "gitlab:issues:create",
    "gitlab:pipeline:trigger",
    "gitlab:projectAccessToken:create",
    "gitlab:projectDeployToken:create",
    "gitlab:projectVariable:create",
    "gitlab:repo:push",
    "gitlab:user:info",
    "http:backstage:request",
    "notification:send",
    "publish:azure",
    "publish:bitbucket",
    "publish:bitbucketCloud",
    "publish:bitbucketCloud:pull-request",
    "publish:bitbucketServer",
    "publish:bitbucketServer:pull-request",
    "publish:file",
    "publish:gerrit",
    "publish:gerrit:review",
    "publish:gitea",
    "publish:github",
    "publish:github:pull-request",
    "publish:gitlab",
    "publish:gitlab:merge-request",
    "run:yeoman",
    "sentry:fetch:dsn",
    "sentry:project:create",
    "workspace:template",
    "workspace:template:file",
];

/// Where everything is Backstage's own, so that an unknown name is misspelt.
const CLOSED: [&str; 5] = ["catalog:", "debug:", "fetch:", "fs:", "workspace:"];

/// Where actions of modules begin that many install.
const MODULES: [&str; 26] = [
    "argocd:",
    "aws:",
    "azure:",
    "bitbucket:",
    "bitbucketCloud:",
    "bitbucketServer:",
    "cnoe:",
    "devops:",
    "gcp:",
    "gitea:",
    "github:",
    "gitlab:",
    "harness:",
    "jenkins:",
    "jira:",
    "kube:",
    "launchdarkly:",
    "pagerduty:",
    "publish:",
    "quay:",
    "regex:",
    "roadiehq:",
    "servicenow:",
    "slack:",
    "sonarqube:",
    "vault:",
];

/// What is wrong with an action's id, what to do, and how bad it is.
pub fn problem(id: &str) -> Option<(String, String, Severity)> {
    // An id may come from an answer.
    if KNOWN.contains(&id) || id.contains("${{") {
        return None;
    }
    let near = nearest(id, KNOWN).filter(|near| is_slip(id, near));
    if let Some(near) = near {
        return Some((
            format!("there is no action `{id}`, so that the template does not run"),
            format!("did you mean `{near}`?"),
            Severity::Warning,
        ));
    }
    if CLOSED.iter().any(|prefix| id.starts_with(prefix)) || !id.contains(':') {
        return Some((
            format!("Backstage has no action `{id}`, and no well-known module adds one"),
            "actions are listed on the page `/create/actions` of a Backstage".to_owned(),
            Severity::Warning,
        ));
    }
    let own = !MODULES.iter().any(|prefix| id.starts_with(prefix));
    own.then(|| {
        (
            format!("no well-known module has the action `{id}`"),
            "the template runs only where a module of your own adds it".to_owned(),
            Severity::Info,
        )
    })
}

/// Whether one id is a slip of another: two letters differ at most, whatever their case. Modules have ids that are
/// alike and mean something else.
fn is_slip(id: &str, known: &str) -> bool {
    strsim::levenshtein(&id.to_lowercase(), &known.to_lowercase()) <= 2
}
