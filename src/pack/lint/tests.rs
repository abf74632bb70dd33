use crate::{
    diagnostic::{Format, View, show},
    model::{Catalog, Entity, EntityId, Origin, RepoIndex, RepoPath, Snapshot},
    pack::{Adopted, TEMPLATE, pack},
    yaml::{self, Dialect},
};

/// The problems of `template.yaml` in a repository of files, one on a line.
fn check(spec: &str, files: &str, expected: &[&str]) {
    let source = format!("kind: Template\nspec:\n{spec}");
    let root = yaml::read(&source, Dialect::CATALOG).into_iter().find_map(|document| document.root);
    let json = root.expect("it is a document").to_json();
    let entity = Entity {
        id: EntityId::new("template", "default", "svc"),
        api_version: TEMPLATE.to_owned(),
        kind: "Template".to_owned(),
        name: "svc".to_owned(),
        namespace: "default".to_owned(),
        metadata: serde_json::Map::new(),
        spec: json["spec"].as_object().expect("an object").clone(),
        relations: Vec::new(),
        origin: Origin { repo: RepoIndex(0), path: RepoPath::new("template.yaml").expect("plain"), line: 10 },
        source,
        known_kind: true,
    };
    let snapshots = [Snapshot::from_text("r", &format!("-- template.yaml --\n{files}"))];
    let repos = snapshots.iter().map(|snapshot| snapshot.repo.clone()).collect();
    let (_, _, found) = pack(&Catalog::new(repos, vec![entity]), &snapshots, &Adopted::new());
    let shown = show(&found.iter().collect::<Vec<_>>(), Format::Short, &View::default());
    let told: Vec<String> = shown
        .lines()
        .zip(&found)
        .map(|(line, found)| found.hint.as_ref().map_or_else(|| line.to_owned(), |hint| format!("{line} ({hint})")))
        .collect();
    assert_eq!(told, expected, "{spec}");
}

const FETCH: &str = "    - id: base\n      action: fetch:template\n      input:\n        url: ./skeleton\n        values: {name: x, has_docs: true}\n";

#[test]
fn steps_use_what_there_is() {
    let form = "  parameters:\n    properties: {name: {type: string}, tags: {type: array}}\n  steps:\n";
    for (step, expected) in [
        (
            "    - {id: a, action: 'debug:log', input: {message: '${{ parameters.name }} ${{ parameters.tags }}'}}\n",
            &[][..],
        ),
        (
            "    - id: a\n      action: debug:logg\n      input: {message: '${{ parameters }}', x: \"${{ parameters.nam }}\"}\n",
            &[
                "r/template.yaml:16:15: warning[unknown-action]: there is no action `debug:logg`, so that the template does not run (did you mean `debug:log`?)",
                "r/template.yaml:17:53: warning[undefined-parameter]: `parameters.nam` is used, but the form asks for no `nam` (did you mean `parameters.name`?)",
            ],
        ),
        (
            "    - id: a-b\n      action: acme:make\n      input:\n        text: |\n          ${{ parameters | dump }}\n          ${{ parameters.name | uper }} ${{ steps.a.output }}\n        list: ['${{ steps[\"b\"].output }}']\n    - {id: b, action: 'debug:wait', if: '${{ name }}'}\n",
            &[
                "r/template.yaml:16:15: info[unknown-action]: no well-known module has the action `acme:make` (the template runs only where a module of your own adds it)",
                "r/template.yaml:20:33: warning[unknown-filter]: there is no filter `uper`, so that Backstage fails unless its server adds one (did you mean `upper`?)",
                "r/template.yaml:20:45: warning[undefined-parameter]: `steps.a` is used, but no step has the id `a` (write `steps['a-b']`, since `-` is a minus in an expression)",
                "r/template.yaml:21:21: warning[undefined-parameter]: `steps.b` is used before the step `b` has run (move the step `b` up)",
                "r/template.yaml:22:46: warning[undefined-parameter]: `name` is not defined in a step, and becomes an empty text (did you mean `parameters.name`?)",
            ],
        ),
        (
            "    - id: a\n      action: fs:rename\n      input: {files: '${{ parameters.name ? 1 : 2 }}'}\n",
            &[
                "r/template.yaml:17:43: error[template-syntax]: the character \"?\" has no meaning here (write `this if condition else that`)",
            ],
        ),
    ] {
        check(&format!("{form}{step}"), "", expected);
    }
}

#[test]
fn what_is_asked_is_used() {
    let steps = "  steps:\n    - {id: a, action: 'debug:log', input: {message: '${{ parameters.name }}'}}\n";
    for (form, expected) in [
        ("    properties: {name: {}}\n", &[][..]),
        (
            "    - properties:\n        name: {}\n        port: {}\n",
            &[
                "r/template.yaml:15:9: warning[unused-parameter]: the form asks for `port`, but no step uses `parameters.port` (use it in a step, or ask for less)",
            ],
        ),
        // Questions that others depend on, that pickers are told of, and that answer nowhere.
        ("    - properties: {name: {}, kind: {}}\n      dependencies: {kind: {}}\n", &[]),
        ("    - properties: {name: {}, kind: {}}\n      if: {properties: {kind: {const: 1}}}\n", &[]),
        ("    - properties: {name: {'ui:options': {chartField: chart}}, chart: {}, note: {type: 'null'}}\n", &[]),
    ] {
        check(&format!("  parameters:\n{form}{steps}"), "", expected);
    }
}

#[test]
fn skeletons_use_what_is_given() {
    for (files, expected) in [
        ("-- skeleton/${{ values.name }}.md --\n${{ values.name }}\n", &[][..]),
        // What is asked for, or read on conditions, may be missing where templates share a skeleton.
        (
            "-- skeleton/a --\n{% if values.port %}${{ values.port }}${{ values.zone }}{% endif %}${{ values.x or 1 }}\n",
            &[],
        ),
        (
            "-- skeleton/${{ values.nam }}.md --\nx\n-- skeleton/b --\n\n {% if values.has_doc %}{% endif %}\n",
            &[
                "r/skeleton/${{ values.nam }}.md: warning[undefined-parameter]: in the name of the file: `values.nam` is used, but the step `base` of template:default/svc gives no `nam` in its `values` (did you mean `values.name`?)",
                "r/skeleton/b:2:8: warning[undefined-parameter]: `values.has_doc` is used, but the step `base` of template:default/svc gives no `has_doc` in its `values` (did you mean `values.has_docs`?)",
            ],
        ),
        (
            "-- skeleton/ci.yml --\nrun: ${{ github.sha }} ${{ github.ref }}\n-- skeleton/z.yml --\n${{ github.sha }}\n",
            &[
                "r/skeleton/ci.yml:1:10: warning[undefined-parameter]: `github` is not defined in a skeleton, and becomes an empty text (list the file in `copyWithoutTemplating` if it is to be copied as it is)",
            ],
        ),
        (
            "-- skeleton/a --\n{% for x in values.name %}\n",
            &[
                "r/skeleton/a:1:1: error[template-syntax]: a tag is opened and never closed (close it with {% endfor %})",
            ],
        ),
    ] {
        check(&format!("  steps:\n{FETCH}"), files, expected);
    }
}
