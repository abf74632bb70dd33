use serde_json::{Map, Value, json};

use super::{
    jinja::{self, Names},
    liquid,
    pieces::Delimiters,
    templates,
};
use crate::{
    model::Snapshot,
    scaffold::{
        form::{Form, Object},
        run::{self, Order, Outcome},
    },
};

/// Runs the one template of a repository; gives the faults, or the files, what is left to do, and what is said.
fn made(repository: &str, answers: Value) -> String {
    let snapshot = Snapshot::from_text("repo", repository);
    let mut found = templates(&snapshot);
    let foreign = found.remove(0);
    assert!(found.is_empty(), "one template");
    let Value::Object(answers) = answers else { panic!("answers are an object") };
    let form = Form::new(&foreign.spec["parameters"], &answers, &Object::new());
    let problems: Vec<String> =
        form.problems().iter().map(|(field, problem)| format!("{} {problem}", field.pointer)).collect();
    if !problems.is_empty() {
        return problems.join("\n");
    }
    let bundle = foreign.bundle.expect("few files");
    let none = Object::new();
    told(&run::run(Order { spec: &foreign.spec, answers: &form.answers, bundle: &bundle, entities: &none }))
}

fn told(outcome: &Outcome) -> String {
    let faults = outcome.faults.iter().map(|fault| format!("! {} {:?}", fault.message, fault.place));
    let files = outcome
        .workspace
        .files()
        .iter()
        .map(|(path, file)| format!("{path}: {}", String::from_utf8_lossy(&file.bytes).trim_end()));
    let todo = outcome.todo.iter().map(|todo| format!("todo {} {}", todo.action, todo.input.trim()));
    let notes = outcome.notes.iter().filter(|_| outcome.faults.is_empty()).map(|note| format!("note {}", note.content));
    faults.chain(files).chain(todo).chain(notes).collect::<Vec<_>>().join("\n")
}

const COOKIECUTTER: &str = r#"
-- cookiecutter.json --
{
  "project_name": "My Tool",
  "project_slug": "{{ cookiecutter.project_name.lower().replace(' ', '-') }}",
  "__package": "{{ cookiecutter.project_slug|replace('-', '_') }}",
  "license": ["MIT", "None"],
  "docker": true,
  "pins": {"node": "22"},
  "_copy_without_render": ["*.html"],
  "_extensions": ["local.Greeting"],
  "__prompts__": {"project_name": "What is it called?", "license": {"__prompt__": "Which licence?", "None": "Closed"}}
}
-- hooks/post_gen_project.py --
import os
-- {{cookiecutter.project_slug}}/{{ cookiecutter.__package }}/main.py --
# {{ cookiecutter.project_name }}{% if cookiecutter.docker %}, docker{% endif %}, {{ cookiecutter.pins['node'] }}
-- {{cookiecutter.project_slug}}/{% if cookiecutter.license != 'None' %}LICENSE{% endif %} --
{{ cookiecutter.license }}, {% now 'utc', '%Y' %}
-- {{cookiecutter.project_slug}}/web/page.html --
{{ left }} {% alone %}
-- {{cookiecutter.project_slug}}/ci.yml --
token: {% raw %}${{ secrets.TOKEN }}{% endraw %}
"#;

const COPIER: &str = r#"
-- copier.yml --
_subdirectory: template
_templates_suffix: .tmpl
_exclude: ["*.bak", "{% if not docs %}docs{% endif %}"]
_tasks: ["git init {{ slug }}", {command: [make, "{{ slug }}"], when: "{{ docs }}"}]
_message_after_copy: "Made {{ name }}"
name: {type: str, help: What is it called?, validator: "{% if name == 'bad' %}not so{% endif %}"}
slug: {type: str, default: "{{ name|slugify }}"}
docs: {type: bool, default: false}
theme: {type: str, default: plain, choices: {Plain: plain, Rich: rich}, when: "{{ docs }}"}
parts: {type: str, multiselect: true, choices: [api, web], default: [api]}
port: {type: int, default: 8080}
hidden: {type: str, default: "{{ slug }}-x", when: false}
-- template/{{ _copier_conf.answers_file }}.tmpl --
{{ _copier_answers|to_nice_yaml }}
-- template/{{ slug }}.txt.tmpl --
{{ name }} {{ port + 1 }} {{ hidden }} {{ theme }} {% for name in parts %}<{{ name }}>{% endfor %}
-- template/docs/index.md --
{{ as it is }}
-- template/x.bak --
-- template/{% if docs %}more{% endif %}/file.txt --
more
"#;

const CARGO: &str = r#"
-- cargo-generate.toml --
[template]
ignore = ["notes.md"]
exclude = ["raw.txt"]
[placeholders.kind]
type = "string"
prompt = "Which kind?"
choices = ["web", "cli"]
default = "cli"
[placeholders.with-ci]
type = "bool"
prompt = "With CI?"
default = false
[conditional.'!with-ci && kind == "cli"']
ignore = ["ci.yml"]
[hooks]
post = ["tidy.rhai"]
-- tidy.rhai --
-- notes.md --
-- raw.txt --
{{project-name}}
-- ci.yml --
token: ${{ secrets.TOKEN }}
-- src/{{crate_name}}.rs.liquid --
// {{ project-name | title_case }} {{ project-name | pascal_case }} {{ "a-b" | append: "c" | upcase }} {{ "XMLFile" | lower_camel_case }}
{%- case kind -%}{%- when "web", "api" %} served{% when "cli" %} called{% endcase %}{% unless with-ci %} alone{% endunless %}
{%- assign long-name = project-name | shouty_snake_case %} {{ long-name }}{% if project-name contains "x" %} x{% endif %}
{% comment %}gone{% endcomment %}{% if crate_type == "lib" or kind == "cli" %}done{% endif %}
"#;

#[test]
fn templates_of_other_tools_are_run() {
    let cases = [
        (COOKIECUTTER, json!({}), "/current_year is required"),
        (
            COOKIECUTTER,
            json!({ "current_year": 2026 }),
            "LICENSE: MIT, 2026\nci.yml: token: ${{ secrets.TOKEN }}\nmy_tool/main.py: # My Tool, docker, 22\n\
             web/page.html: {{ left }} {% alone %}\ntodo cookiecutter:hook file: hooks/post_gen_project.py\n\
             todo cookiecutter:extensions extensions:\n  - local.Greeting",
        ),
        (
            COOKIECUTTER,
            json!({ "current_year": 2026, "project_slug": "x-y", "license": "None", "docker": false, "pins": { "node": "20" } }),
            "ci.yml: token: ${{ secrets.TOKEN }}\nweb/page.html: {{ left }} {% alone %}\nx_y/main.py: # My Tool, 20\n\
             todo cookiecutter:hook file: hooks/post_gen_project.py\n\
             todo cookiecutter:extensions extensions:\n  - local.Greeting",
        ),
        (COPIER, json!({ "name": "bad" }), "! name: not so None"),
        (COPIER, json!({ "name": "x", "port": "y", "theme": "rich" }), "/port must be a whole number"),
        (
            COPIER,
            json!({ "name": "My App" }),
            ".copier-answers.yml: {\n  \"name\": \"My App\",\n  \"slug\": \"my-app\",\n  \"docs\": false,\n  \"theme\": \"plain\",\n  \
             \"parts\": [\n    \"api\"\n  ],\n  \"port\": 8080,\n  \"hidden\": \"my-app-x\"\n}\n\
             my-app.txt: My App 8081 my-app-x plain <api>\n\
             todo copier:task command: git init my-app\nnote Made My App",
        ),
        (
            COPIER,
            json!({ "name": "b", "docs": true, "theme": "rich", "parts": ["api", "web"], "port": 1 }),
            ".copier-answers.yml: {\n  \"name\": \"b\",\n  \"slug\": \"b\",\n  \"docs\": true,\n  \"theme\": \"rich\",\n  \
             \"parts\": [\n    \"api\",\n    \"web\"\n  ],\n  \"port\": 1,\n  \"hidden\": \"b-x\"\n}\n\
             b.txt: b 2 b-x rich <api><web>\ndocs/index.md: {{ as it is }}\nmore/file.txt: more\n\
             todo copier:task command: git init b\ntodo copier:task command: make b\nnote Made b",
        ),
        (
            CARGO,
            json!({ "project_name": "my-tool" }),
            "raw.txt: {{project-name}}\n\
             src/my_tool.rs: // My Tool MyTool A-BC xmlFile called alone MY_TOOL\ndone\n\
             todo cargo-generate:hook file: tidy.rhai",
        ),
        (
            CARGO,
            json!({ "project_name": "ax", "kind": "web", "with_ci": true }),
            "ci.yml: token: ${{ secrets.TOKEN }}\nraw.txt: {{project-name}}\n\
             src/ax.rs: // Ax Ax A-BC xmlFile served AX x\ntodo cargo-generate:hook file: tidy.rhai",
        ),
    ];
    for (repository, answers, expected) in cases {
        assert_eq!(made(repository, answers.clone()), expected, "{answers}");
    }
}

#[test]
fn files_that_are_read_stand_in_their_place() {
    let template = |file: &str, more: &str| {
        format!(
            "-- copier.yml --\nname: {{type: str, default: box}}\nlist: {{type: json, default: [1, 2]}}\n-- f.txt.jinja --\n{file}\n{more}"
        )
    };
    let macros = "-- m.jinja --\n{# about #}\n{% macro twice(name, mark='!') -%}\n{{ name }}{{ name }}{{ mark }}\n{%- endmacro %}\n\
                  {% macro both(list) %}{{ twice(list[0]) }}{% endmacro %}\n";
    let cases = [
        (
            "a {% include 'parts/b.txt' %} c",
            "-- parts/b.txt --\n{{ name }}\n",
            "f.txt: a box\n c\nparts/b.txt: {{ name }}",
        ),
        (
            "{%- include pathjoin('parts', 'b.txt') with context -%} c",
            "-- parts/b.txt --\n<{{ name }}>\n",
            "f.txt: <box>\nc\nparts/b.txt: <{{ name }}>",
        ),
        ("{% include 'none' ignore missing %}x", "", "f.txt: x"),
        (
            "{%- import 'm.jinja' as m -%}\n{{ m.both(list) }} {{ m.twice(name, mark='?') }} {{ name }}",
            macros,
            "f.txt: 11! boxbox? box",
        ),
        (
            "{% from 'm.jinja' import twice as two, both %}{{ two(name) }}",
            "-- m.jinja --\n{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{% macro both() %}{% endmacro %}\n",
            "f.txt: boxbox",
        ),
        ("{% for name in list %}{{ name }}{% endfor %}{{ name }}", "", "f.txt: 12box"),
    ];
    for (file, more, expected) in cases {
        let made = made(&template(file, more), json!({}));
        let made: Vec<&str> = made.lines().filter(|line| !line.starts_with("m:") && !line.starts_with("{%")).collect();
        assert_eq!(made.join("\n"), expected, "{file}");
    }
    for (file, expected) in [
        ("x\n {% include 'none' %}", "f.txt.jinja:2:2 include 'none'"),
        ("{% include name %}", "f.txt.jinja:1:1 include name"),
        ("{% extends 'f.txt.jinja' %}", "f.txt.jinja:1:1 extends 'f.txt.jinja'"),
        ("{% from 'f.txt.jinja' import none %}", "f.txt.jinja:1:1 from 'f.txt.jinja' import none"),
        ("{% raw %}{% include 'none' %}{% endraw %}", ""),
    ] {
        let foreign = templates(&Snapshot::from_text("repo", &template(file, ""))).remove(0);
        let told = foreign.problems("repo").into_iter().map(|found| {
            let (path, line, column) = (found.place.path, found.place.line, found.place.column);
            format!("{path}:{line}:{column} {}", found.message.split('`').nth(1).unwrap_or_default())
        });
        assert_eq!(told.collect::<Vec<_>>().join("\n"), expected, "{file}");
    }
    // What includes itself many times over ends, and soon.
    let own = "{% include 'f.txt.jinja' %}".repeat(50);
    templates(&Snapshot::from_text("repo", &template(&own, "")));
}

#[test]
fn expressions_become_those_of_the_scaffolder() {
    let names = Names::from([("x".to_owned(), "values.x".to_owned()), ("a-b".to_owned(), "values.a_b".to_owned())]);
    let jinja = |source: &str| jinja::text(source, &Delimiters::default(), &names);
    for (source, expected) in [
        ("a {{ x }} {{- y.x -}} b", "a ${{ values.x }} ${{- y.x -}} b"),
        ("{{ x.y.strip().lower() == 'X' and not x }}", "${{ ((values.x.y | trim) | lower) == 'X' and not values.x }}"),
        ("{{ ', '.join(x) if x else None }}", "${{ (values.x | join(', ')) if values.x else none }}"),
        ("{% set x = x %}{{ x }}", "{% set x = values.x %}${{ x }}"),
        ("{% for k, x in x.items() %}{{ x }}{% endfor %}", "{% for k, x in values.x %}${{ x }}{% endfor %}"),
        ("{{ f(x=x)|tojson(indent=2) }} {# don't #}", "${{ f(x=values.x)|dump }} {# don't #}"),
        ("${{ y }} {# {{ #}", "$${{ y }} {# {{ #}"),
        ("{% raw %}${{ y }}{%{% endraw %}", "${{ '${{' }} y }}${{ '{%' }}"),
        ("{{ 'a }} b' }} {{ unended", "{{ 'a }} b' }} {{ unended"),
        ("{{ x | regex_search('^a/\\w') }}", "${{ ((values.x | replace(r/^a\\/\\w/, '\u{1}')) != values.x) }}"),
        ("{{ x.nothing() }}", "${{ values.x.nothing() }}"),
    ] {
        assert_eq!(jinja(source), expected, "{source}");
    }
    for (source, expected) in [
        ("{{ a-b | replace: \"a\", 'b' }}", Some("${{ (values.a_b | replace(\"a\", 'b')) }}")),
        (
            "{% if x contains 'y' and x != nil %}{% endif %}",
            Some("{% if   ('y' in values.x) and values.x != none %}{% endif %}"),
        ),
        ("{{ unknown }}", None),
        ("{% include 'x' %}", None),
        ("{% elsif", None),
    ] {
        assert_eq!(liquid::text(source, &names).as_deref(), expected, "{source}");
    }
}

#[test]
fn what_is_made_to_harm_costs_little() {
    let names = Names::from([("x".to_owned(), "values.x".to_owned())]);
    for unit in
        ["{{", "{{ x.lower(", "{% if x", "{{ (", "'", "{# ", "{% raw %}", "x.lower(x.lower(", "${{", "{{ x | slugify("]
    {
        let source = unit.repeat(100_000 / unit.len());
        jinja::text(&source, &Delimiters::default(), &names);
        jinja::text(&format!("{{{{ {source} }}}}"), &Delimiters::default(), &names);
        liquid::text(&source, &names);
    }
    let many: Map<String, Value> = (0..5_000).map(|number| (format!("v{number}"), "x".into())).collect();
    let many = format!("-- cookiecutter.json --\n{}\n-- {{{{cookiecutter.v0}}}}/f --\n", Value::Object(many));
    assert_eq!(made(&many, json!({})), "! Values: it asks for more than 300 values None");
    let double = |number: u32| {
        format!("\"v{}\": \"{{{{ cookiecutter.v{number} }}}}{{{{ cookiecutter.v{number} }}}}\"", number + 1)
    };
    let doubled: Vec<String> = (0..60).map(double).collect();
    let doubled = format!(
        "-- cookiecutter.json --\n{{\"v0\": \"xxxxxxxx\", {}}}\n-- {{{{cookiecutter.v0}}}}/f --\n",
        doubled.join(", ")
    );
    assert_eq!(made(&doubled, json!({})), "! v14: the values hold more than 256 KiB None");
    let nested = format!("-- cargo-generate.toml --\nx = {}\n", "[".repeat(100_000));
    assert!(templates(&Snapshot::from_text("repo", &nested)).is_empty());
}
