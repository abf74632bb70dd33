use std::collections::BTreeSet;

use super::{Options, parse, parse_both};
use crate::model::{FileEntry, FileKind, Forge, RepoIndex, RepoPath, SafeUrl, Snapshot};

/// Repositories, and what is expected of them: entities, and problems as `repo/path:line:column rule message`.
fn check(snapshots: &[Snapshot], entities: &[&str], problems: &[&str]) {
    let options = Options { catalog_files: Vec::new(), descriptors: true };
    let (declarations, mut diagnostics) = parse(snapshots, &options);
    let found: Vec<String> = declarations
        .iter()
        .map(|declaration| crate::model::EntityId::from(&declaration.reference).as_str().to_owned())
        .collect();
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let shown: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = &diagnostic.place;
            let (rule, message) = (diagnostic.rule.id, &diagnostic.message);
            let hint = diagnostic.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
            format!("{}:{}:{} {rule}: {message}{hint}", place.path, place.line, place.column)
        })
        .collect();
    assert_eq!(found, entities);
    assert_eq!(shown, problems);
    shares(snapshots, &options);
}

/// Two states that differ in one repository, read together, are what each of them is alone.
fn shares(snapshots: &[Snapshot], options: &Options) {
    for changed in 0..snapshots.len() {
        let mut others = snapshots.to_vec();
        others[changed] = Snapshot::from_text("", "");
        others[changed].repo = snapshots[changed].repo.clone();
        let index = BTreeSet::from([RepoIndex(u32::try_from(changed).expect("few"))]);
        for (before, after) in [(snapshots, &others[..]), (&others[..], snapshots)] {
            let alone = (parse(before, options), parse(after, options));
            assert_eq!(format!("{:?}", parse_both((before, after), &index, options)), format!("{alone:?}"));
        }
    }
}

/// One repository.
fn check_one(text: &str, entities: &[&str], problems: &[&str]) {
    check(&[Snapshot::from_text("a", text)], entities, problems);
}

fn at_forge(name: &str, text: &str, branch: &str) -> Snapshot {
    let mut snapshot = Snapshot::from_text(name, text);
    snapshot.repo.url = SafeUrl::parse(&format!("https://github.com/{name}"));
    snapshot.repo.forge = Some(Forge::GitHub);
    snapshot.repo.branch = Some(branch.to_owned());
    snapshot
}

const HEAD: &str = "-- catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\n";

#[test]
fn each_error_of_a_document_is_reported_at_its_place() {
    for (document, problems) in [
        (
            "kind: Component\nmetadata:\n  name: bad name\n  tags: [Java]\n  labels: {x: 1}\nspec: {type: service}\nfoo: 1\n",
            &[
                "catalog-info.yaml:4:9 entity-format: `metadata.name` is not valid: \"bad name\" (use letters, digits, and `-`, `_` or `.` between them, at most 63 characters)",
                "catalog-info.yaml:5:10 entity-format: `metadata.tags[0]` is not valid: \"Java\" (use lower-case letters, digits, `:`, `+` and `#`, with single `-` between them, at most 63 characters)",
                "catalog-info.yaml:6:15 entity-schema: `metadata.labels.x` must be a string, not the number 1 (put it in quotes)",
                "catalog-info.yaml:7:7 entity-schema: `spec` lacks the required field `lifecycle` (add `lifecycle:` with a string)",
                "catalog-info.yaml:7:7 entity-schema: `spec` lacks the required field `owner` (add `owner:` with a string)",
                "catalog-info.yaml:8:1 entity-schema: `foo` is no field of an entity (move it below `metadata` or `spec`, and check its indentation)",
            ][..],
        ),
        (
            "kind: API\nmetadata: {name: a, annotations: }\nspec: {type: x, lifecycle: y, owner: z, defintion: d}\n",
            &[
                "catalog-info.yaml:3:32 entity-schema: `metadata.annotations` must be an object, but is empty (give it a value, or leave the key out)",
                "catalog-info.yaml:4:7 entity-schema: `spec` lacks the required field `definition` (is `definition` meant by `defintion`?)",
            ],
        ),
        (
            "kind: Component\nmetadata: {name: a}\nspec:\n  type: x\n  lifecycle: y\n  owner: 'a:'\n  dependsOn: [b]\n",
            &[
                "catalog-info.yaml:7:10 invalid-reference: `spec.owner`: \"a:\" is no entity reference (write the name of a Group, or `kind:namespace/name`)",
                "catalog-info.yaml:8:15 invalid-reference: `spec.dependsOn`: \"b\" does not say its kind (name the kind, e.g. `component:b` or `resource:b`)",
            ],
        ),
        (
            "kind: Location\nmetadata: {name: a, labels: {A: x, a: y}}\nspec: {A: {x: 1}, a: {y: 1}}\n",
            &[
                "catalog-info.yaml:3:36 entity-format: `a` stands here twice, told apart by case only (keep one of them)",
            ],
        ),
        (
            "kind: Group\nmetadata: {name: a}\nspec: {type: team}\n",
            &[
                "catalog-info.yaml:4:7 entity-schema: `spec` lacks the required field `children` (add `children:` with a list, `[]` if it has none)",
            ],
        ),
        (
            "kind: User\nmetadata: {name: __proto__}\nspec: {memberOf: []}\nstatus: {}\n",
            &[
                "catalog-info.yaml:3:18 entity-format: `metadata.name` is not valid: \"__proto__\" (use letters, digits, and `-`, `_` or `.` between them, at most 63 characters)",
                "catalog-info.yaml:5:1 entity-schema: `status` is no field of an entity (leave it out; it is worked out from the spec)",
            ],
        ),
    ] {
        check_one(&format!("{HEAD}{document}"), &[], problems);
    }
}

#[test]
fn odd_kinds_and_links_are_kept_and_noted() {
    for (document, entity, problem) in [
        (
            "kind: component\nmetadata: {name: a}\n",
            "component:default/a",
            "catalog-info.yaml:2:7 misspelt-kind: `component` is no kind that Backstage knows (write `kind: Component`; kinds are told apart by case)",
        ),
        (
            "kind: Robot\nmetadata: {name: a}\n",
            "robot:default/a",
            "catalog-info.yaml:2:7 unknown-kind: Backstage does not know the kind Robot of backstage.io/v1alpha1",
        ),
        (
            "kind: Template\nmetadata: {name: a}\n",
            "template:default/a",
            "catalog-info.yaml:1:13 misspelt-kind: `backstage.io/v1alpha1` is no apiVersion of Template (write `apiVersion: scaffolder.backstage.io/v1beta3`)",
        ),
        (
            "kind: Location\nmetadata: {name: CON, links: [{url: \"java\\tscript:alert(1)\"}]}\nspec: {}\n",
            "location:default/con",
            "catalog-info.yaml:3:37 unsafe-url: \"java\tscript:alert(1)\" is no address that a page may link to (use https, http, mailto or tel)",
        ),
        (
            "kind: Location\nmetadata: {name: a, annotations: {jenkins.io/github-folder: x}}\nspec: {}\n",
            "location:default/a",
            "catalog-info.yaml:3:35 deprecated-annotation: the annotation `jenkins.io/github-folder` is deprecated (use jenkins.io/job-full-name)",
        ),
    ] {
        check_one(&format!("{HEAD}{document}"), &[entity], &[problem]);
    }
}

#[test]
fn broken_documents_and_files_cost_themselves_only() {
    let good = "apiVersion: v1\nkind: K\nmetadata: {name: a}\n";
    let noted =
        |line: u32| format!("catalog-info.yaml:{line}:7 unknown-kind: Backstage does not know the kind K of v1");
    for (broken, problem) in [
        ("a: [\n", "catalog-info.yaml:1:4 yaml-syntax: The bracket `[` is never closed"),
        ("a: 1\na: 2\n", "catalog-info.yaml:2:1 yaml-syntax: Key `a` stands twice in this mapping"),
        (
            "\n- a\n",
            "catalog-info.yaml:2:1 entity-schema: the document must be an object with apiVersion, kind and metadata, not a list",
        ),
    ] {
        let lines = u32::try_from(broken.lines().count()).expect("a few lines");
        check_one(
            &format!("-- catalog-info.yaml --\n{broken}---\n{good}"),
            &["k:default/a"],
            &[problem, &noted(lines + 3)],
        );
    }
    for (bytes, problem) in [
        (&b"a: \xff"[..], "catalog-info.yaml:1:4 unreadable-file: Byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"a: b\nb: \0", "catalog-info.yaml:2:4 unreadable-file: Control character U+0000 in the text"),
    ] {
        check(&[holding(FileKind::File { executable: false }, bytes.len() as u64, bytes)], &[], &[problem]);
    }
    let large = holding(FileKind::File { executable: false }, 50 << 20, b"");
    check(
        &[large],
        &[],
        &[
            "catalog-info.yaml:0:0 unreadable-file: the file has 52428800 bytes; at most 8388608 are read (split it, and list the parts in a Location)",
        ],
    );
    check(
        &[holding(FileKind::BrokenLink, 0, b"")],
        &[],
        // Collecting the repository has reported it.
        &[],
    );
}

fn holding(kind: FileKind, size: u64, bytes: &[u8]) -> Snapshot {
    let path = RepoPath::new("catalog-info.yaml").expect("a plain path");
    let files = [(path.clone(), FileEntry { kind, size })].into();
    let content = std::collections::BTreeMap::from([(path, bytes.to_owned())]);
    Snapshot::new(crate::model::Repo::named("a"), files, std::sync::Arc::new(content))
}

/// A Location with the given spec, and files to lead to.
fn location(spec: &str) -> String {
    let entity = |name: &str| format!("apiVersion: v1\nkind: K\nmetadata: {{name: {name}}}\n");
    format!(
        "{HEAD}kind: Location\nmetadata: {{name: l}}\nspec: {spec}\n-- x/b.yaml --\n{}-- x/c.yaml --\n{}-- x/y/d e.yaml --\n{}",
        entity("b"),
        entity("c"),
        entity("d")
    )
}

#[test]
fn locations_are_followed() {
    let kinds = |files: &[&str]| -> Vec<String> {
        files.iter().map(|file| format!("{file}:2:7 unknown-kind: Backstage does not know the kind K of v1")).collect()
    };
    for (spec, entities, files) in [
        ("{target: ./x/b.yaml}", &["k:default/b"][..], &["x/b.yaml"][..]),
        (
            "{type: file, targets: [x/../x/c.yaml, /x/b.yaml]}",
            &["k:default/b", "k:default/c"],
            &["x/b.yaml", "x/c.yaml"],
        ),
        ("{target: './x/*.yaml'}", &["k:default/b", "k:default/c"], &["x/b.yaml", "x/c.yaml"]),
        ("{target: './**/d?e.yaml'}", &["k:default/d"], &["x/y/d e.yaml"]),
        ("{target: x/y/d%20e.yaml}", &["k:default/d"], &["x/y/d e.yaml"]),
        ("{target: 'https://github.com/O/R/blob/feat/x/x/b.yaml'}", &["k:default/b"], &["x/b.yaml"]),
        ("{target: 'https://github.com/o/r/tree/feat/x/x/b.yaml'}", &["k:default/b"], &["x/b.yaml"]),
        ("{target: 'https://github.com/o/r/blob/main/x/b.yaml'}", &["k:default/b"], &["x/b.yaml"]),
        ("{target: 'https://raw.githubusercontent.com/o/r/refs/heads/main/x/b.yaml'}", &["k:default/b"], &["x/b.yaml"]),
        (
            "{target: 'https://github.com/o/r/blob/main/x/*.yaml'}",
            &["k:default/b", "k:default/c"],
            &["x/b.yaml", "x/c.yaml"],
        ),
        ("{target: ./none.yaml, presence: optional}", &[], &[]),
        ("{target: ./catalog-info.yaml}", &[], &[]),
    ] {
        let entities: Vec<&str> = ["location:default/l"].into_iter().chain(entities.iter().copied()).collect();
        let kinds = kinds(files);
        check(
            &[at_forge("o/r", &location(spec), "feat/x")],
            &entities,
            &kinds.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }
}

#[test]
fn every_forge_has_its_own_addresses() {
    for (page, target) in [
        ("https://gitlab.com/g/s/r", "https://gitlab.com/g/s/r/-/blob/main/x/b.yaml"),
        ("https://gitlab.com/g/s/r", "https://gitlab.com/g/s/r/-/raw/feat/x/x/b.yaml?inline=false"),
        ("https://git.example:3000/o/r", "https://git.example:3000/o/r/src/branch/main/x/b.yaml"),
        ("https://git.example/o/r.git", "https://git.example/o/r/raw/commit/0123abc/x/b.yaml"),
        ("https://bitbucket.org/o/r", "https://bitbucket.org/o/r/src/main/x/b.yaml"),
        ("https://github.com/o/r", "https://token@github.com/o/r/edit/main/x/b.yaml#L1"),
    ] {
        let mut snapshot = at_forge("o/r", &location(&format!("{{target: '{target}'}}")), "feat/x");
        snapshot.repo.url = SafeUrl::parse(page);
        let noted = "x/b.yaml:2:7 unknown-kind: Backstage does not know the kind K of v1";
        check(&[snapshot], &["location:default/l", "k:default/b"], &[noted]);
    }
}

#[test]
fn locations_that_lead_nowhere_are_reported() {
    for (spec, problem) in [
        (
            "{target: ./x/bb.yaml}",
            "4:16 location-target: the target `./x/bb.yaml` does not exist: there is no `x/bb.yaml` (did you mean `x/b.yaml`?)",
        ),
        ("{target: ./z}", "4:16 location-target: the target `./z` does not exist: there is no `z`"),
        (
            "{target: ../b.yaml}",
            "4:16 location-outside: the target `../b.yaml` lies outside the collected part of the repository",
        ),
        (
            "{target: './%2E%2e/b'}",
            "4:16 location-target: the target `./%2E%2e/b` is neither a path nor the URL of a file",
        ),
        (
            "{target: 'javascript:alert(1)'}",
            "4:16 location-target: the target `javascript:alert(1)` is neither a path nor the URL of a file",
        ),
        (
            "{target: 'https://github.com/o/other/blob/main/b.yaml'}",
            "4:16 location-outside: the target `https://github.com/o/other/blob/main/b.yaml` is not followed: its repository is not collected (add the repository to the sources)",
        ),
        (
            "{type: ldap-org, target: x}",
            "4:14 location-outside: Locations of the type `ldap-org` are not followed (use the type `url` or `file`)",
        ),
    ] {
        let problem = format!("catalog-info.yaml:{problem}");
        check(&[at_forge("o/r", &location(spec), "main")], &["location:default/l"], &[&problem]);
    }
}

#[test]
fn locations_lead_from_repository_to_repository_and_into_parts() {
    let first = format!(
        "{HEAD}kind: Location\nmetadata: {{name: l}}\nspec:\n  targets:\n    - https://github.com/o/b/blob/main/sub/all.yaml\n    - https://github.com/o/b/blob/main/all.yaml\n"
    );
    let second = "-- all.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: m}\nspec: {target: /sub/all.yaml}\n";
    let mut part = at_forge("o/b", second, "main");
    part.repo.prefix = RepoPath::new("sub").expect("a plain path");
    check(
        &[at_forge("o/a", &first, "main"), part],
        &["location:default/l", "location:default/m"],
        &[
            "catalog-info.yaml:7:7 location-outside: the target `https://github.com/o/b/blob/main/all.yaml` lies outside the collected part of the repository",
        ],
    );
}

#[test]
fn folders_of_unknown_address_are_found_by_owner_and_name() {
    let first = format!(
        "{HEAD}kind: Location\nmetadata: {{name: l}}\nspec: {{target: 'https://git.example/o/b.c/src/branch/main/x.yaml'}}\n"
    );
    let second = "-- x.yaml --\napiVersion: v1\nkind: K\nmetadata: {name: k}\n";
    let noted = "x.yaml:2:7 unknown-kind: Backstage does not know the kind K of v1";
    let outside = "catalog-info.yaml:4:16 location-outside: the target `https://git.example/o/b.c/src/branch/main/x.yaml` is not followed: its repository is not collected (add the repository to the sources)";
    for (names, entities, problem) in [
        (&["o__b.c"][..], &["location:default/l", "k:default/k"][..], noted),
        (&["b.c"], &["location:default/l"], outside),
        (&["o__b.c", "o-b-c"], &["location:default/l"], outside),
    ] {
        let others = names.iter().map(|name| Snapshot::from_text(name, second));
        let all: Vec<Snapshot> = std::iter::once(Snapshot::from_text("a", &first)).chain(others).collect();
        check(&all, entities, &[problem]);
    }
}

#[test]
fn placeholders_are_put_in() {
    let api = |definition: &str| {
        format!(
            "{HEAD}kind: API\nmetadata: {{name: a}}\nspec: {{type: x, lifecycle: y, owner: z, definition: {definition}}}\n-- t.txt --\n\u{feff}hello\n-- j.json --\n{{\"a\": [1, null]}}\n-- y.yaml --\na: !!str 1\n-- two.yaml --\na\n---\nb\n"
        )
    };
    let definition = |text: &str| {
        let snapshots = [at_forge("o/r", &api(text), "main")];
        let (declarations, diagnostics) = parse(&snapshots, &Options { catalog_files: Vec::new(), descriptors: true });
        let definition =
            declarations.first().and_then(|api| api.document.at(&["spec", "definition"])?.to_json().into());
        let problems: Vec<String> =
            diagnostics.iter().map(|problem| format!("{}: {}", problem.rule.id, problem.message)).collect();
        (definition.map(|value: serde_json::Value| value.to_string()), problems.join("; "))
    };
    for (text, expected, problems) in [
        ("{$text: ./t.txt}", Some(r#""hello\n""#), ""),
        ("{$text: 'https://github.com/o/r/blob/main/t.txt'}", Some(r#""hello\n""#), ""),
        ("{$openapi: /t.txt}", Some(r#""hello\n""#), ""),
        ("{$json: j.json}", None, "entity-schema: `spec.definition` must be a string, not an object"),
        ("{$text: t.txt, other: 1}", None, "entity-schema: `spec.definition` must be a string, not an object"),
        (
            "{$text: gone.txt}",
            Some(r#"{"$text":"gone.txt"}"#),
            "placeholder-target: `$text`: there is no file `gone.txt`",
        ),
        (
            "{$json: t.txt}",
            Some(r#"{"$json":"t.txt"}"#),
            "placeholder-target: `$json`: t.txt does not parse: expected value at line 1 column 1",
        ),
        (
            "{$yaml: two.yaml}",
            Some(r#"{"$yaml":"two.yaml"}"#),
            "placeholder-target: `$yaml`: two.yaml does not parse: one document is expected, not 2",
        ),
        (
            "{$text: ../../etc/passwd}",
            Some(r#"{"$text":"../../etc/passwd"}"#),
            "placeholder-outside: `$text: ../../etc/passwd` leads out of the repository",
        ),
        (
            "{$text: 'http://169.254.169.254/x'}",
            Some(r#"{"$text":"http://169.254.169.254/x"}"#),
            "placeholder-outside: `$text: http://169.254.169.254/x` is not read: nothing is fetched",
        ),
    ] {
        assert_eq!(definition(text), (expected.map(str::to_owned), problems.to_owned()), "{text}");
    }
}

#[test]
fn templates_of_entities_are_no_entities() {
    let component = "kind: Component\nmetadata: {name: a}\nspec: {type: x, lifecycle: y, owner: ";
    let template = "-- t/template.yaml --\napiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: t}\nspec:\n  type: x\n  owner: o\n  steps:\n    - {id: a, action: 'fetch:template', input: {url: ./content, values: {n: '${{ parameters.n }}'}}}\n";
    let head = "apiVersion: backstage.io/v1alpha1\n";
    let text = format!(
        "{HEAD}kind: Location\nmetadata: {{name: l}}\nspec: {{target: t/template.yaml}}\n{template}\
         -- t/content/catalog-info.yaml --\n{head}{component}z}}\n\
         -- t/tests/a/expected/catalog-info.yaml --\n{head}{component}z}}\n\
         -- s/skeleton/catalog-info.yaml --\n{head}{component}z}}\n\
         -- c/{{{{name}}}}/catalog-info.yaml --\n{head}{component}z}}\n\
         -- d/catalog-info.yaml --\n{head}{component}'${{{{ values.owner }}}}'}}\n\
         -- e/catalog-info.yaml --\n{{%- if x %}}\na: b\n"
    );
    check_one(
        &text,
        &["location:default/l", "template:default/t"],
        &[
            ":0:0 skeleton-files: 6 documents are templates and not read as catalog entities: c/{{name}}/catalog-info.yaml, d/catalog-info.yaml, e/catalog-info.yaml, …",
        ],
    );
}
