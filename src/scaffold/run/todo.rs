//! What a template asks of servers: told as commands for a person who has the rights.

use serde_json::{Value, json};

use crate::scaffold::{form::Object, workspace::Workspace, yaml};

/// One thing that is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// The step's name.
    pub title: String,
    /// Its action.
    pub action: String,
    /// What a person does about it; may be empty.
    pub commands: Vec<String>,
    /// What the action was given, as YAML; may be empty.
    pub input: String,
}

/// Host, owner and name out of `host?owner=…&repo=…`, as Backstage's RepoUrlPicker writes it.
struct Target {
    host: String,
    owner: String,
    name: String,
}

impl Target {
    fn read(input: &Object) -> Option<Self> {
        let written = input.get("repoUrl")?.as_str()?;
        let (host, query) = written.trim_start_matches("https://").split_once('?')?;
        let field =
            |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(decoded));
        let owner = field("owner").or_else(|| field("workspace"))?;
        Some(Self { host: host.to_owned(), owner, name: field("repo")? })
    }

    fn web(&self) -> String {
        format!("https://{}/{}/{}", self.host, self.owner, self.name)
    }
}

/// What is left to do for an action that does not run here, and what it would have put out as far as that is certain.
pub fn todo(title: &str, action: &str, input: &Object, workspace: &Workspace) -> (Todo, Object) {
    let target = Target::read(input);
    let branch = word(input, "defaultBranch").unwrap_or("main");
    let mut output = Object::new();
    let commands = match (action, &target) {
        (
            "publish:github" | "github:repo:create" | "publish:gitlab" | "publish:gitea" | "publish:bitbucketCloud",
            Some(target),
        ) => {
            let contents = if target.host.contains("gitlab") { "-/blob" } else { "blob" };
            let web = target.web();
            output.insert("remoteUrl".to_owned(), json!(format!("{web}.git")));
            output.insert("repoContentsUrl".to_owned(), json!(format!("{web}/{contents}/{branch}")));
            publish(action, target, input, branch)
        }
        ("publish:github:pull-request" | "publish:gitlab:merge-request", Some(target)) => {
            pull_request(action, target, input)
        }
        ("github:actions:dispatch", Some(target)) => dispatch(target, input),
        ("catalog:register", _) => {
            let has = workspace.get("catalog-info.yaml").is_some();
            let words =
                "# Nothing to do where Callboard collects the repository: it finds catalog-info.yaml by itself.";
            if has { vec![words.to_owned()] } else { Vec::new() }
        }
        _ => Vec::new(),
    };
    let input = if input.is_empty() { String::new() } else { yaml::document(&Value::Object(input.clone())) };
    (Todo { title: title.to_owned(), action: action.to_owned(), commands, input }, output)
}

fn publish(action: &str, target: &Target, input: &Object, branch: &str) -> Vec<String> {
    let mut commands = vec![format!(
        "git init --initial-branch {} && git add --all && git commit --message 'Initial commit'",
        quoted(branch)
    )];
    let repository = quoted(&format!("{}/{}", target.owner, target.name));
    let private = word(input, "repoVisibility").is_none_or(|visibility| visibility != "public");
    let visibility = if private { "--private" } else { "--public" };
    let description =
        word(input, "description").map(|words| format!(" --description {}", quoted(words))).unwrap_or_default();
    match action {
        "publish:github" | "github:repo:create" => {
            let host =
                if target.host == "github.com" { String::new() } else { format!("GH_HOST={} ", quoted(&target.host)) };
            commands.push(format!("{host}gh repo create {repository} {visibility}{description} --source . --push"));
        }
        "publish:gitlab" => {
            let host = if target.host == "gitlab.com" {
                String::new()
            } else {
                format!("GITLAB_HOST={} ", quoted(&target.host))
            };
            commands.push(format!("{host}glab repo create {repository} {visibility}{description}"));
            commands.push(format!("git push --set-upstream origin {}", quoted(branch)));
        }
        _ => {
            commands.push(format!("git remote add origin {}", quoted(&format!("{}.git", target.web()))));
            commands.push(format!("git push --set-upstream origin {}", quoted(branch)));
        }
    }
    commands
}

fn pull_request(action: &str, target: &Target, input: &Object) -> Vec<String> {
    let branch = word(input, "branchName").unwrap_or("callboard");
    let title = word(input, "title").unwrap_or("Update from a template");
    let body = word(input, "description").unwrap_or_default();
    let (branch, title, body) = (quoted(branch), quoted(title), quoted(body));
    let mut commands = vec![
        "# In a clone of the repository, with these files copied into it:".to_owned(),
        format!("git switch --create {branch} && git add --all && git commit --message {title}"),
        format!("git push --set-upstream origin {branch}"),
    ];
    let repository = quoted(&format!("{}/{}", target.owner, target.name));
    commands.push(if action == "publish:github:pull-request" {
        format!("gh pr create --repo {repository} --head {branch} --title {title} --body {body}")
    } else {
        format!("glab mr create --repo {repository} --source-branch {branch} --title {title} --description {body}")
    });
    commands
}

fn dispatch(target: &Target, input: &Object) -> Vec<String> {
    let workflow = quoted(word(input, "workflowId").unwrap_or("<workflow>"));
    let branch = quoted(word(input, "branchOrTagName").unwrap_or("main"));
    let mut command = format!(
        "gh workflow run {workflow} --repo {} --ref {branch}",
        quoted(&format!("{}/{}", target.owner, target.name))
    );
    for (name, value) in input.get("workflowInputs").and_then(Value::as_object).into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        command += &format!(" --field {}", quoted(&format!("{name}={value}")));
    }
    vec![command]
}

fn word<'a>(input: &'a Object, key: &str) -> Option<&'a str> {
    input.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A word as a POSIX shell reads it back.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    // A line end inside quotes stays one; other control characters would hide something on a terminal.
    let word: String = word.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
