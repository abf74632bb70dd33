//! Every key that a configuration may have. The reader, its "did you mean" and the reference page all go by this table.

/// One key.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Where it stands: `title`, `catalog.files`, `sources[].path`.
    pub name: &'static str,
    /// What it takes, in a few words.
    pub value: &'static str,
    /// What holds without it; empty when nothing does.
    pub default: &'static str,
    /// What it does: one sentence without full stop.
    pub about: &'static str,
}

const fn key(name: &'static str, value: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, value, default, about }
}

/// All keys, in the order of the reference page.
pub const KEYS: [Key; 92] = [
    key("title", "string", "the name of the only source, else `Developer portal`", "The name of the portal"),
    key("url", "http or https URL", "", "Where the portal will be published; feeds and the 404 page need it"),
    key("sources", "array of sources", "the folder of this file", "Where repositories come from"),
    key(
        "sources[].path",
        "folder, or a glob of folders",
        "",
        "Local folders: work trees, bare repositories or plain folders",
    ),
    key("sources[].git", "URL of a repository", "", "One remote repository"),
    key(
        "sources[].ref",
        "branch, tag or commit",
        "the work tree, or the remote's HEAD",
        "What to read of a `path` or `git` source",
    ),
    key("sources[].history", "`full`, `none`, or a number of commits", "`history`", "How far back this source is read"),
    key("sources[].repos", "file", "", "A list of sources, one on a line, each with an optional `#REF`"),
    key(
        "sources[].fragments",
        "folder, or a glob of folders",
        "",
        "What `callboard collect` wrote elsewhere: fragments, or folders that hold some",
    ),
    key("sources[].max-age", "number of days", "any age", "The age at which a fragment is told to be too old"),
    key("sources[].github", "organisation or user", "", "All repositories of a GitHub organisation or user"),
    key("sources[].gitlab", "group or user", "", "All repositories of a GitLab group, with its subgroups, or user"),
    key(
        "sources[].gitea",
        "organisation or user",
        "",
        "All repositories of an organisation or user on Gitea or Forgejo",
    ),
    key(
        "sources[].url",
        "http or https URL",
        "https://github.com or https://gitlab.com",
        "The forge's address, when it is self-managed",
    ),
    key("sources[].include", "array of globs", "all", "Names of repositories to read of a forge"),
    key("sources[].exclude", "array of globs", "none", "Names of repositories to leave out of a forge"),
    key("sources[].archived", "boolean", "false", "Whether archived repositories of a forge are read"),
    key("sources[].forks", "boolean", "false", "Whether forks on a forge are read"),
    key(
        "history",
        "`full`, `none`, or a number of commits",
        "100",
        "How far back the history of remote repositories is fetched, to tell when, by whom and how files changed",
    ),
    key(
        "catalog.files",
        "array of globs",
        "`**/catalog-info.yaml` and `**/catalog-info.yml`",
        "Which files of a repository are catalog files",
    ),
    key(
        "catalog.descriptors",
        "boolean",
        "true",
        "Whether descriptors of Datadog, Cortex, OpsLevel, Compass, Port and Score are read as entities",
    ),
    key(
        "search.synonyms",
        "array of arrays of words",
        "none",
        "Groups of words that mean the same: each finds what any of its group finds",
    ),
    key(
        "rules",
        "`rule: severity` pairs",
        "each rule's own severity",
        "Severity of rules: `off`, `info`, `warning` or `error`",
    ),
    key("reports", "array of reports", "", "Questions that the portal answers on pages of their own"),
    key("reports[].name", "string", "", "What the report is called"),
    key("reports[].query", "query", "", "What it lists, in the query language"),
    key(
        "reports[].columns",
        "array of fields and relations",
        "`kind`, `name`, `owner`, `system`, `lifecycle`",
        "What it shows of each entity",
    ),
    key("reports[].group-by", "field", "", "Counts entities by the values of a field instead of listing them"),
    key("reports[].chart", "`bar`", "none", "Draws a bar beside each count; with `group-by` only"),
    key(
        "publish.profile",
        "profile",
        "`folder`",
        "Where the site goes: its limits are held, and the files that it reads are written",
    ),
    key("publish.public", "boolean", "found out", "Whether everyone may read that place"),
    key(
        "publish.allow",
        "array of globs",
        "none",
        "Repositories that may go to a public place although not everyone may read them",
    ),
    key(
        "publish.open-forges",
        "array of hosts",
        "none",
        "Forges of your own whose public repositories everyone may read",
    ),
    key(
        "publish.precompressed",
        "boolean",
        "as the profile has it",
        "Whether files get compressed neighbours, `page.html.gz` beside `page.html`",
    ),
    key("publish.search-engines", "boolean", "false", "Whether search engines may list the portal"),
    key("policies", "array of policies", "", "What is allowed of the architecture, and of changes to it"),
    key("policies[].id", "lower-case word", "", "What the policy is called"),
    key("policies[].query", "query", "", "What breaks it, in the query language"),
    key("policies[].for", "query", "everything", "Whom it is for"),
    key(
        "policies[].on",
        "word, field, or an array of them",
        "",
        "What must become of an entity by a change to break it; without it, the policy holds at all times",
    ),
    key("policies[].message", "string", "", "What is not to be, in one sentence"),
    key(
        "policies[].level",
        "`allow`, `warn` or `deny`",
        "`deny`",
        "Whether breaking it is a note, a warning or an error",
    ),
    key("policies[].owner", "string", "", "Whom to ask"),
    key("policies[].why", "string", "", "Why it is"),
    key("policies[].fix", "string", "", "What to do"),
    key("scorecards", "array of scorecards, or names of shipped ones", "none", "What entities are held to"),
    key("scorecards[].use", "name of a shipped scorecard", "", "The scorecard that the other keys change"),
    key("scorecards[].file", "file", "", "A YAML file that holds one scorecard, or a list of them"),
    key("scorecards[].id", "kebab-case", "", "What queries and addresses call it"),
    key("scorecards[].title", "string", "its id", "As people call it"),
    key("scorecards[].about", "string", "", "What it is for"),
    key("scorecards[].owner", "string", "", "Whom to ask"),
    key("scorecards[].filter", "query", "`kind:component`", "The entities that it is for"),
    key("scorecards[].deny", "level", "", "The level below which an entity is a problem; `check` is silent without it"),
    key("scorecards[].without", "array of rules", "none", "Rules of a shipped scorecard to leave out"),
    key("scorecards[].levels", "array of levels", "bronze, silver, gold", "From the lowest to the highest"),
    key("scorecards[].levels[].id", "kebab-case", "", "What queries and addresses call it"),
    key("scorecards[].levels[].title", "string", "its id", "As people call it"),
    key(
        "scorecards[].levels[].colour",
        "`bronze`, `silver`, `gold`, `red`, `orange`, `yellow`, `green`, `blue`, `purple`",
        "its id, or `blue`",
        "The colour that pages show it in",
    ),
    key("scorecards[].rules", "array of rules", "", "What is asked; of a shipped scorecard, what is added or changed"),
    key("scorecards[].rules[].id", "kebab-case", "", "What queries and exemptions call it"),
    key("scorecards[].rules[].title", "string", "its id", "What holds of what passes: one sentence"),
    key("scorecards[].rules[].query", "query", "", "What must hold"),
    key("scorecards[].rules[].for", "query", "those of the scorecard", "The entities that it is about"),
    key("scorecards[].rules[].why", "string", "", "Why it is asked"),
    key("scorecards[].rules[].fix", "string", "", "What to do"),
    key("scorecards[].rules[].weight", "number from 1 to 1000", "1", "How much it counts"),
    key("scorecards[].rules[].level", "level", "the lowest", "The first level that asks for it"),
    key("scorecards[].rules[].owner", "string", "", "Whom to ask"),
    key("scorecards[].rules[].enable-from", "day, `YYYY-MM-DD`", "", "The day from which it counts"),
    key("scorecards[].exemptions", "array of exemptions", "none", "What is let off, and by whom"),
    key("scorecards[].exemptions[].entities", "query", "", "Which entities"),
    key("scorecards[].exemptions[].rules", "array of rules", "all", "From which rules"),
    key("scorecards[].exemptions[].reason", "string", "", "Why"),
    key("scorecards[].exemptions[].approver", "string", "", "Who decided"),
    key("scorecards[].exemptions[].expires", "day, `YYYY-MM-DD`", "", "The last day on which it counts"),
    key("feeds", "boolean", "true", "Whether Atom feeds and calendars are written; they need `url`"),
    key(
        "badges",
        "array of badges",
        "none",
        "Badges of every component, API, resource and system: `summary`, `owner`, `lifecycle`, `kind`, `docs`, `level`",
    ),
    key("cards", "boolean", "false", "Whether each component, API, resource and system has a card for other sites"),
    key("context.tokens", "number", "8000", "About so many tokens a context pack has at most; 0 writes none"),
    key("audiences", "array of audiences", "", "Portals of their own, each made of a part of the sources"),
    key("audiences[].name", "string", "", "What `--audience` calls it"),
    key("audiences[].output", "folder", "", "Its site folder"),
    key("audiences[].sources", "array of globs", "all", "The repositories that it is made of"),
    key("audiences[].exclude", "array of globs", "none", "Repositories to leave out of it"),
    key("audiences[].entities", "query", "all", "The entities that it is made of, in the query language"),
    key("audiences[].title", "string", "`title`", "The name of its portal"),
    key("audiences[].url", "http or https URL", "", "Where its portal will be published"),
    key("audiences[].publish", "mapping", "`publish`", "Where its site goes, with the keys of `publish`"),
    key("theme", "folder", "", "Files that stand in for the theme's own, by the same paths"),
    key("output", "folder", "`site`", "The site folder, replaced as a whole by each build"),
    key(
        "cache",
        "folder",
        "`callboard` in the user's cache folder",
        "Where remote repositories are kept between builds",
    ),
];

/// Keys that stand directly below `parent` (empty for the top), without it.
pub fn below(parent: &str) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter_map(move |key| {
        let rest = if parent.is_empty() { key.name } else { key.name.strip_prefix(parent)?.strip_prefix('.')? };
        let own = rest.split(['.', '[']).next()?;
        Some(own)
    })
}
