//! The filters that Backstage's scaffolder adds (scaffolder-backend, `createDefaultFilters`).

use super::{
    super::{
        coercion::{own, to_text},
        fault::{Fault, Outcome},
        text::{Text, quoted, shown},
        value::Value,
    },
    Call, Means, wants,
};

/// What a repository picker gives, `host?owner=…&repo=…`, taken apart.
pub fn parse_repo_url(call: &Call, _: &mut Means) -> Outcome<Value> {
    let url = RepoUrl::parse(&call.input)?;
    let part = |name: &str| url.part(name).map_or(Value::Undefined, Value::from);
    Value::object(vec![
        ("host".into(), url.host.as_str().into()),
        ("owner".into(), part("owner")),
        ("repo".into(), part("repo")),
        ("organization".into(), part("organization")),
        ("workspace".into(), part("workspace")),
        ("project".into(), part("project")),
    ])
}

/// `owner/repo` of such an address.
pub fn project_slug(call: &Call, _: &mut Means) -> Outcome<Value> {
    let url = RepoUrl::parse(&call.input)?;
    let part = |name| url.part(name).unwrap_or("undefined");
    Ok(format!("{}/{}", part("owner"), part("repo")).as_str().into())
}

struct RepoUrl {
    host: String,
    parts: Vec<(String, String)>,
}

impl RepoUrl {
    fn parse(value: &Value) -> Outcome<Self> {
        let Some(units) = value.units() else { return Err(wants("a repository's address", value)) };
        let text = shown(units);
        let fault = |what: &str| {
            Fault::new(format!("{} is no repository's address: {what}", quoted(units)))
                .hint("it looks like github.com?owner=acme&repo=shop")
        };
        let (address, query) = text.split_once('?').unwrap_or((&text, ""));
        let query = query.split('#').next().unwrap_or_default();
        let host = address.split(['/', '#', '\\']).next().unwrap_or_default();
        let host = crate::templating::lower(host);
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || "<>^|%@".contains(c)) {
            return Err(fault("it starts with no host"));
        }
        let parts = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value).trim_matches('/').to_owned())
        });
        let url = Self { parts: parts.collect(), host };
        match url.wanted().iter().find(|name| url.part(name).unwrap_or_default().is_empty()) {
            Some(name) => Err(fault(&format!("its {name} is missing"))),
            None => Ok(url),
        }
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The parts that a repository on this host needs. Which software runs a host is known of the public ones.
    fn wanted(&self) -> &'static [&'static str] {
        match self.host.as_str() {
            "github.com" => &["repo", "owner"],
            "gitlab.com" if self.part("project").is_none() => &["owner", "repo"],
            "gitlab.com" => &[],
            "dev.azure.com" | "bitbucket.org" => &["project", "repo"],
            _ if self.part("project").is_some() => &[],
            _ => &["repo"],
        }
    }
}

/// A part of a query without its escapes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let escaped = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `parseEntityRef({defaultKind, defaultNamespace})`: `kind:namespace/name` taken apart.
pub fn parse_entity_ref(call: &Call, means: &mut Means) -> Outcome<Value> {
    let default = |name: &str| own(call.argument(0), &Text::from(name)).filter(Value::truthy);
    let (kind, namespace, name) = match &call.input {
        Value::Object(_) => {
            let part = |name: &str| own(&call.input, &Text::from(name)).filter(Value::truthy);
            (part("kind"), part("namespace"), part("name"))
        }
        input => {
            let Some(units) = input.units() else { return Err(wants("an entity reference", input)) };
            let reference = shown(units);
            let (kind, namespace, name) = split(&reference).ok_or_else(|| unreadable(units))?;
            (kind.map(Value::from), namespace.map(Value::from), Some(Value::from(name)))
        }
    };
    let kind = kind.or_else(|| default("defaultKind"));
    let Some(name) = name else { return Err(Fault::new("the entity reference has no name")) };
    let Some(kind) = kind else {
        let reference = to_text(&name, means.budget)?;
        return Err(Fault::new(format!("the entity reference {} has no kind", quoted(&reference)))
            .hint("pass { defaultKind: \"component\" }"));
    };
    let namespace = namespace.or_else(|| default("defaultNamespace")).unwrap_or_else(|| "default".into());
    Value::object(vec![("kind".into(), kind), ("namespace".into(), namespace), ("name".into(), name)])
}

fn unreadable(units: &[u16]) -> Box<Fault> {
    Fault::new(format!("{} is no entity reference", quoted(units)))
        .hint("it looks like component:default/shop, where kind and namespace may be left out")
}

/// Kind, namespace and name; none where one of them is empty.
fn split(text: &str) -> Option<(Option<&str>, Option<&str>, &str)> {
    let (kind, rest) = match text.split_once(':') {
        Some((kind, rest)) if !kind.contains('/') => (Some(kind), rest),
        _ => (None, text),
    };
    let (namespace, name) = rest.split_once('/').map_or((None, rest), |(namespace, name)| (Some(namespace), name));
    let empty = kind == Some("") || namespace == Some("") || name.is_empty();
    (!empty).then_some((kind, namespace, name))
}

/// `pick(path)`: the value at a path such as `spec.owners[0]`; undefined where it leads nowhere.
pub fn pick(call: &Call, means: &mut Means) -> Outcome<Value> {
    let keys = match call.argument(0) {
        Value::Array(keys) => keys.items().iter().map(|key| to_text(key, means.budget)).collect::<Outcome<_>>()?,
        key => {
            let key = to_text(key, means.budget)?;
            if let Some(direct) = own(&call.input, &key) {
                return Ok(direct);
            }
            steps(&shown(&key))
        }
    };
    let mut found = call.input.clone();
    for key in &keys {
        found = own(&found, key).unwrap_or(Value::Undefined);
    }
    Ok(if keys.is_empty() { Value::Undefined } else { found })
}

/// The keys of a path: names with points between them, and keys in brackets.
fn steps(path: &str) -> Vec<Text> {
    let mut keys = Vec::new();
    for part in path.replace('[', ".\u{0}").split('.') {
        let bracketed = part.strip_prefix('\u{0}').and_then(|part| part.strip_suffix(']'));
        let key = bracketed.map_or(part, |key| key.trim_matches(['"', '\'']));
        keys.push(Text::from(key));
    }
    keys
}
