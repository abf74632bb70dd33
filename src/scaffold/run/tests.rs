use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Order, Outcome, run};
use crate::scaffold::{Bundle, File};

fn file(text: &str) -> File {
    File { bytes: text.as_bytes().to_vec(), executable: text.starts_with("#!") }
}

fn made(files: &[(&str, &str)], steps: &Value, answers: &Value) -> Outcome {
    let files: BTreeMap<String, File> = files.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect();
    let homes = vec![("https://forge.example/team/other".to_owned(), "remote/other".to_owned())];
    let bundle = Bundle::new(files, "t".to_owned(), homes);
    let spec = json!({
        "steps": steps,
        "output": { "links": [{ "title": "Repo", "url": "${{ steps.publish.output.remoteUrl }}" }], "text": [{ "title": "T", "content": "${{ steps.no.output.x }}" }] },
    });
    let answers = answers.as_object().cloned().expect("an object");
    let entities = json!({ "component:default/a": { "kind": "Component" } }).as_object().cloned().expect("an object");
    run(Order { spec: &spec, answers: &answers, bundle: &bundle, entities: &entities })
}

/// Files with their content, one to a line; what is left to do and what went wrong behind.
fn shown(outcome: &Outcome) -> String {
    let mut text: Vec<String> = Vec::new();
    for (path, file) in outcome.workspace.files() {
        let mark = if file.executable { "*" } else { "" };
        text.push(format!("{path}{mark}={}", String::from_utf8_lossy(&file.bytes).replace('\n', "|")));
    }
    text.extend(outcome.log.iter().map(|line| format!("log {line}")));
    text.extend(outcome.todo.iter().map(|todo| format!("todo {}: {}", todo.action, todo.commands.join(" ; "))));
    text.extend(outcome.notes.iter().map(|note| format!("note {}", note.content)));
    text.extend(outcome.faults.iter().map(|fault| {
        let place =
            fault.place.as_ref().map(|(file, line, column)| format!("{file}:{line}:{column} ")).unwrap_or_default();
        format!("fault {place}{}: {}", fault.pointer, fault.message)
    }));
    text.join("\n")
}

const SKELETON: [(&str, &str); 8] = [
    ("t/template.yaml", ""),
    ("t/skel/${{ values.name }}/a.txt", "Hello ${{ values.name }}"),
    ("t/skel/{% if values.ci %}ci.yml{% endif %}", "ci"),
    ("t/skel/raw/b.txt", "${{ raw }}"),
    ("t/skel/run.sh", "#!/bin/sh ${{ values.name }}"),
    ("t/njk/c.txt.njk", "${{ values.name }}"),
    ("t/njk/d.txt", "${{ kept }}"),
    ("remote/other/base/LICENSE", "MIT"),
];

#[test]
fn steps_make_files() {
    let fetch = |input: Value| json!([{ "id": "f", "action": "fetch:template", "input": input }]);
    let cases = [
        (
            fetch(
                json!({ "url": "./skel", "values": { "name": "${{ parameters.name }}", "ci": true }, "copyWithoutTemplating": ["raw/**"] }),
            ),
            "ci.yml=ci\nraw/b.txt=${{ raw }}\nrun.sh*=#!/bin/sh x\nx/a.txt=Hello x",
        ),
        // A path that comes out empty is left out.
        (
            fetch(
                json!({ "url": "skel", "targetPath": "sub", "values": { "name": "n" }, "copyWithoutRender": ["raw"] }),
            ),
            "sub/n/a.txt=Hello n\nsub/raw/b.txt=${{ raw }}\nsub/run.sh*=#!/bin/sh n",
        ),
        (
            fetch(json!({ "url": "./njk", "values": { "name": "n" }, "templateFileExtension": true })),
            "c.txt=n\nd.txt=${{ kept }}",
        ),
        (fetch(json!({ "url": "https://forge.example/team/other/tree/main/base" })), "LICENSE=MIT"),
        (
            fetch(json!({ "url": "./nothing" })),
            "fault /steps/0/input: `./nothing` is not among the files that came with the template",
        ),
        (
            fetch(json!({ "url": "../../etc" })),
            "fault /steps/0/input: `../../etc` is not among the files that came with the template",
        ),
        (
            fetch(json!({ "url": "./njk", "targetPath": "../out" })),
            "fault /steps/0/input: the path `../out` leads out of the project",
        ),
        (
            json!([{ "action": "fetch:plain", "input": { "url": "./njk" } }, { "action": "fs:rename", "input": { "files": [{ "from": "d.txt", "to": "e/d.txt" }] } },
            { "action": "fs:delete", "input": { "files": ["*.njk"] } }]),
            "e/d.txt=${{ kept }}",
        ),
        (
            json!([{ "action": "fetch:plain:file", "input": { "url": "./njk/d.txt", "targetPath": "x.md" } }, { "action": "fs:delete", "input": { "files": ["nothing"] } }]),
            "x.md=${{ kept }}",
        ),
        (
            json!([{ "action": "fetch:plain", "input": { "url": "./njk" } }, { "action": "workspace:template", "input": { "values": { "kept": 1 } } }]),
            "c.txt.njk=\nd.txt=",
        ),
        (
            json!([{ "id": "c", "action": "catalog:fetch", "input": { "entityRef": "component:a" } },
            { "action": "catalog:write", "input": { "entity": { "kind": "${{ steps.c.output.entity.kind }}", "two": "${{ 1 + 1 }}" } } }]),
            "catalog-info.yaml=kind: Component|two: 2|",
        ),
        (
            json!([{ "action": "catalog:fetch", "input": { "entityRef": "component:b" } }]),
            "fault /steps/0/input: the catalog has no component:default/b",
        ),
        (
            json!([{ "action": "debug:log", "if": "${{ parameters.name == 'x' }}", "input": { "message": "yes" } }, { "action": "debug:log", "if": false, "input": { "message": "no" } }]),
            "log yes",
        ),
        (
            json!([{ "id": "e", "action": "debug:log", "each": ["a", "b"], "input": { "message": "${{ each.key }}=${{ each.value }}" } }]),
            "log 0=a\nlog 1=b",
        ),
        (
            json!([{ "id": "publish", "action": "publish:github", "input": { "repoUrl": "github.com?owner=o&repo=it's", "description": "D" } }]),
            "todo publish:github: git init --initial-branch main && git add --all && git commit --message 'Initial commit' ; gh repo create 'o/it'\\''s' --private --description D --source . --push\nnote https://github.com/o/it's.git",
        ),
        (json!([{ "action": "some:thing", "input": { "a": 1 } }]), "todo some:thing: "),
        (json!([{ "name": "x" }]), "fault /steps/0: the step names no action"),
        (
            json!([{ "action": "debug:log", "input": { "message": "${{ parameters.name | nothing }}" } }]),
            "fault /steps/0/input/message: ",
        ),
    ];
    for (steps, expected) in cases {
        let seen = shown(&made(&SKELETON, &steps, &json!({ "name": "x" })));
        let same = if expected.ends_with(": ") { seen.starts_with(expected) } else { seen == expected };
        assert!(same, "{steps}\n-- expected\n{expected}\n-- seen\n{seen}");
    }
}

#[test]
fn hostile_templates_end_with_one_fault() {
    let fetch =
        json!([{ "action": "fetch:template", "input": { "url": "s", "values": { "p": "${{ parameters.p }}" } } }]);
    let paths = ["../x", "/etc/x", "a/../../x", "C:x", "a\u{0}b", ".git/hooks/x", "\\\\host\\x"];
    for path in paths {
        let outcome = made(&[("t/s/${{ values.p }}", "x")], &fetch, &json!({ "p": path }));
        let left_out = path.starts_with('/') && outcome.workspace.files().is_empty();
        assert!(outcome.faults.len() == 1 || left_out, "{path}: {}", shown(&outcome));
    }
    let contents = [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{% set a = 'xxxxxxxxxxxxxxxx' %}{% for i in range(100) %}{% set a = a + a %}{% endfor %}${{ a }}",
        "${{ values.constructor.constructor('return 1')() }}",
        "${{ values.__proto__ }}",
    ];
    for content in contents {
        let outcome = made(&[("t/s/x", content)], &fetch, &json!({ "p": 1 }));
        let fault = outcome.faults.first().unwrap_or_else(|| panic!("{content}: {}", shown(&outcome)));
        assert_eq!(fault.place.as_ref().map(|place| (place.0.as_str(), place.1)), Some(("x", 1)), "{content}");
    }
    let endless = json!([{ "action": "debug:log", "each": "${{ range(100000) }}", "input": { "message": "x" } }]);
    let outcome = made(&[], &endless, &json!({}));
    assert_eq!((outcome.faults.len(), outcome.log.len() <= super::MOST_RUNS), (1, true));
    let name = json!([{ "action": "roadiehq:utils:fs:write", "input": { "path": "a", "content": "x" } },
        { "action": "roadiehq:utils:fs:write", "input": { "path": "a/b", "content": "x" } }]);
    assert_eq!(shown(&made(&[], &name, &json!({}))), "a=x\nfault /steps/1/input: `a/b` cannot be made: `a` is a file");
}
