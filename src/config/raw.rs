//! The configuration as written: every value has its type and its place, none has been judged.

use super::{
    publication,
    reader::{Reader, Spot, Text, spot},
};
use crate::model::{Forge, Node, Publication};

/// The whole file.
#[derive(Debug, Default)]
pub struct RawConfig {
    /// `title`.
    pub title: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `history`.
    pub history: Option<Text>,
    /// `sources`, and where that key's value stands.
    pub sources: Option<(Vec<RawSource>, Spot)>,
    /// `catalog.files`.
    pub catalog_files: Option<Vec<Text>>,
    /// `catalog.descriptors`.
    pub descriptors: Option<bool>,
    /// `feeds`, and where it stands.
    pub feeds: Option<(bool, Spot)>,
    /// `badges`.
    pub badges: Vec<Text>,
    /// `cards`.
    pub cards: Option<bool>,
    /// `context.tokens`.
    pub context_tokens: Option<Text>,
    /// `search.synonyms`.
    pub synonyms: Vec<Vec<Text>>,
    /// `rules`: id and severity.
    pub rules: Vec<(Text, Text)>,
    /// `reports`.
    pub reports: Vec<RawReport>,
    /// `policies`.
    pub policies: Vec<RawPolicy>,
    /// `scorecards`.
    pub scorecards: Option<Node>,
    /// `publish`.
    pub publication: Publication,
    /// `audiences`.
    pub audiences: Vec<Node>,
    /// `theme`.
    pub theme: Option<Text>,
    /// `output`.
    pub output: Option<Text>,
    /// `cache`.
    pub cache: Option<Text>,
}

/// One entry of `sources`.
#[derive(Debug)]
pub struct RawSource {
    /// Where the entry stands.
    pub spot: Spot,
    /// What it is, and what it is called; several when the entry says more than one.
    pub origins: Vec<(Origin, Text)>,
    /// `ref`.
    pub revision: Option<Text>,
    /// `history`.
    pub history: Option<Text>,
    /// `max-age`.
    pub max_age: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `include`.
    pub include: Vec<Text>,
    /// `exclude`.
    pub exclude: Vec<Text>,
    /// `archived`.
    pub archived: bool,
    /// `forks`.
    pub forks: bool,
    /// The first key that only forges take, if any was written.
    pub forge_key: Option<Text>,
}

/// One entry of `reports`.
#[derive(Debug, Default)]
pub struct RawReport {
    /// Where the entry stands.
    pub spot: Spot,
    /// `name`.
    pub name: Option<Text>,
    /// `query`.
    pub query: Option<Text>,
    /// `columns`.
    pub columns: Vec<Text>,
    /// `group-by`.
    pub group_by: Option<Text>,
    /// `chart`.
    pub chart: Option<Text>,
}

/// One entry of `policies`.
#[derive(Debug, Default)]
pub struct RawPolicy {
    /// Where the entry stands.
    pub spot: Spot,
    /// `id`.
    pub id: Option<Text>,
    /// `query`.
    pub query: Option<Text>,
    /// `for`.
    pub scope: Option<Text>,
    /// `on`.
    pub on: Vec<Text>,
    /// `message`.
    pub message: Option<Text>,
    /// `level`.
    pub level: Option<Text>,
    /// `owner`.
    pub owner: Option<Text>,
    /// `why`.
    pub why: Option<Text>,
    /// `fix`.
    pub fix: Option<Text>,
}

/// The key that says where repositories come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A plain string.
    Plain,
    /// `path`.
    Path,
    /// `git`.
    Git,
    /// `repos`.
    Repos,
    /// `fragments`.
    Fragments,
    /// `github`, `gitlab` or `gitea`.
    Forge(Forge),
}

/// Reads the root of the file.
pub fn config(reader: &mut Reader<'_>, root: &Node) -> RawConfig {
    let mut raw = RawConfig::default();
    for (key, node) in reader.entries(root, "") {
        match key {
            "title" => raw.title = reader.text(key, node),
            "url" => raw.url = reader.text(key, node),
            "history" => raw.history = reader.word(key, node),
            "sources" => raw.sources = sources(reader, node).map(|sources| (sources, spot(node))),
            "catalog" => {
                for (key, node) in reader.entries(node, "catalog") {
                    match key {
                        "files" => raw.catalog_files = Some(reader.texts("catalog.files", node)),
                        _ => raw.descriptors = reader.boolean("catalog.descriptors", node),
                    }
                }
            }
            "search" => {
                for (_, node) in reader.entries(node, "search") {
                    raw.synonyms = synonyms(reader, node);
                }
            }
            "rules" => raw.rules = rules(reader, node),
            "reports" => raw.reports = reports(reader, node),
            "policies" => raw.policies = policies(reader, node),
            "scorecards" => raw.scorecards = Some(node.clone()),
            "feeds" => raw.feeds = reader.boolean(key, node).map(|wanted| (wanted, spot(node))),
            "badges" => raw.badges = reader.texts(key, node),
            "cards" => raw.cards = reader.boolean(key, node),
            "context" => {
                for (_, node) in reader.entries(node, "context") {
                    raw.context_tokens = reader.word("context.tokens", node);
                }
            }
            "publish" => raw.publication = publication::publication(reader, node, Publication::default()),
            "audiences" => raw.audiences = audiences(reader, node),
            "theme" => raw.theme = reader.text(key, node),
            "output" => raw.output = reader.text(key, node),
            "cache" => raw.cache = reader.text(key, node),
            _ => {}
        }
    }
    raw
}

fn rules(reader: &mut Reader<'_>, node: &Node) -> Vec<(Text, Text)> {
    if node.entries().is_empty() {
        if !matches!(node.type_name(), "null" | "object") {
            reader.mistyped("rules", node, "object");
        }
        return Vec::new();
    }
    let pair = |(key, value): &(Node, Node)| {
        let id = Text { value: key.as_str().unwrap_or_default().to_owned(), spot: spot(key) };
        let severity = reader.text(&id.value, value)?;
        Some((id, severity))
    };
    node.entries().iter().filter_map(pair).collect()
}

fn reports(reader: &mut Reader<'_>, node: &Node) -> Vec<RawReport> {
    if node.type_name() != "array" {
        reader.mistyped("reports", node, "array");
        return Vec::new();
    }
    let report = |item: &Node| {
        let mut raw = RawReport { spot: spot(item), ..RawReport::default() };
        for (key, value) in reader.entries(item, "reports[]") {
            match key {
                "name" => raw.name = reader.text(key, value),
                "query" => raw.query = reader.text(key, value),
                "columns" => raw.columns = reader.texts(key, value),
                "group-by" => raw.group_by = reader.text(key, value),
                _ => raw.chart = reader.text(key, value),
            }
        }
        raw
    };
    node.items().iter().map(report).collect()
}

fn policies(reader: &mut Reader<'_>, node: &Node) -> Vec<RawPolicy> {
    if node.type_name() != "array" {
        reader.mistyped("policies", node, "array");
        return Vec::new();
    }
    let policy = |item: &Node| {
        let mut raw = RawPolicy { spot: spot(item), ..RawPolicy::default() };
        for (key, value) in reader.entries(item, "policies[]") {
            match key {
                "id" => raw.id = reader.text(key, value),
                "query" => raw.query = reader.text(key, value),
                "for" => raw.scope = reader.text(key, value),
                "on" => raw.on = reader.texts(key, value),
                "message" => raw.message = reader.text(key, value),
                "level" => raw.level = reader.text(key, value),
                "owner" => raw.owner = reader.text(key, value),
                "why" => raw.why = reader.text(key, value),
                _ => raw.fix = reader.text(key, value),
            }
        }
        raw
    };
    node.items().iter().map(policy).collect()
}

fn audiences(reader: &mut Reader<'_>, node: &Node) -> Vec<Node> {
    if node.type_name() != "array" {
        reader.mistyped("audiences", node, "array");
    }
    node.items().to_vec()
}

fn synonyms(reader: &mut Reader<'_>, node: &Node) -> Vec<Vec<Text>> {
    const KEY: &str = "search.synonyms";
    if node.type_name() != "array" {
        reader.mistyped(KEY, node, "array");
    }
    let mut groups = Vec::new();
    for group in node.items() {
        let words = reader.texts(KEY, group);
        if words.len() == 1 && group.items().len() < 2 {
            reader.wrong(spot(group), format!("a group of `{KEY}` has one word"), "write `[k8s, kubernetes]`");
        }
        groups.push(words);
    }
    groups
}

fn sources(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<RawSource>> {
    if node.type_name() != "array" {
        reader.mistyped("sources", node, "array");
        return None;
    }
    Some(node.items().iter().map(|item| source(reader, item)).collect())
}

fn source(reader: &mut Reader<'_>, node: &Node) -> RawSource {
    let mut raw = RawSource {
        spot: spot(node),
        origins: Vec::new(),
        revision: None,
        history: None,
        max_age: None,
        url: None,
        include: Vec::new(),
        exclude: Vec::new(),
        archived: false,
        forks: false,
        forge_key: None,
    };
    if node.as_str().is_some() {
        raw.origins.extend(reader.text("sources", node).map(|text| (Origin::Plain, text)));
        return raw;
    }
    for (key, value) in reader.entries(node, "sources[]") {
        if let Some(origin) = origin(key) {
            raw.origins.extend(reader.text(key, value).map(|text| (origin, text)));
            continue;
        }
        match key {
            "ref" => {
                raw.revision = reader.text(key, value);
                continue;
            }
            "history" => {
                raw.history = reader.word(key, value);
                continue;
            }
            "max-age" => {
                raw.max_age = reader.word(key, value);
                continue;
            }
            _ => {}
        }
        raw.forge_key.get_or_insert_with(|| Text { value: key.to_owned(), spot: spot(value) });
        match key {
            "url" => raw.url = reader.text(key, value),
            "include" => raw.include = reader.texts(key, value),
            "exclude" => raw.exclude = reader.texts(key, value),
            "archived" => raw.archived = reader.boolean(key, value).unwrap_or_default(),
            _ => raw.forks = reader.boolean(key, value).unwrap_or_default(),
        }
    }
    raw
}

fn origin(key: &str) -> Option<Origin> {
    Some(match key {
        "path" => Origin::Path,
        "git" => Origin::Git,
        "repos" => Origin::Repos,
        "fragments" => Origin::Fragments,
        "github" => Origin::Forge(Forge::GitHub),
        "gitlab" => Origin::Forge(Forge::GitLab),
        "gitea" => Origin::Forge(Forge::Gitea),
        _ => return None,
    })
}
