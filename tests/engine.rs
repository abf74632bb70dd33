//! The engine that pages run: small enough, and what it makes has the bytes of `callboard new`. Needs `node`, its
//! packages and Chromium, as `browser.rs` does, and a program that was built with the engine.
#![expect(clippy::print_stdout, reason = "says what could not be run, and shows how long the page took")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use callboard::{
    engine::MODULE,
    scaffold::{File, Workspace, zip},
};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::support::site::Place;

/// What a page may load for a form.
const MOST_BYTES: usize = 400_000;
const MOST_BYTES_GZIP: usize = 150_000;

/// Whether this program has the engine; without the toolchain's target it is built without.
fn is_built() -> bool {
    if MODULE.is_empty() {
        println!("NOT RUN: this build has no engine; rustup target add wasm32-unknown-unknown");
    }
    !MODULE.is_empty()
}

#[test]
fn the_engine_is_small() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(MODULE).expect("memory takes all");
    let packed = gzip.finish().expect("memory takes all").len();
    println!("the engine has {} bytes, {packed} with gzip", MODULE.len());
    assert!(MODULE.len() <= MOST_BYTES && packed <= MOST_BYTES_GZIP, "{} bytes, {packed} with gzip", MODULE.len());
    let text = String::from_utf8_lossy(MODULE);
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")) && !text.contains("/registry/src/"), "paths of this machine");
}

/// What the engine makes in Chromium of templates in the portal at `site`, by name, with answers.
fn made_by_pages(site: &Path, requests: &[(String, Value)]) -> Vec<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut node = Command::new("node")
        .arg(tests.join("engine.mjs"))
        .arg(site)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    let lines = requests.iter().fold(String::new(), |mut lines, (name, answers)| {
        let request = json!({ "page": format!("templates/default/{name}.html"), "answers": answers });
        writeln!(lines, "{request}").expect("memory takes all");
        lines
    });
    node.stdin.take().expect("it is piped").write_all(lines.as_bytes()).expect("node reads");
    let output = node.wait_with_output().expect("node ends");
    let said = String::from_utf8(output.stdout).expect("JSON");
    let made: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(made.len(), requests.len(), "{said}");
    made
}

fn decoded(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().expect("base64")).expect("base64")
}

/// The files of a project by path, and which may be executed.
fn project(made: &Value) -> BTreeMap<String, (bool, Vec<u8>)> {
    let files = made["files"].as_array().unwrap_or_else(|| panic!("{made}")).iter();
    files
        .map(|file| {
            let path = file["path"].as_str().expect("a path").to_owned();
            (path, (file["executable"] == true, decoded(&file["bytes"])))
        })
        .collect()
}

fn is_executable(path: &Path) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).expect("a file").permissions()) & 0o100 != 0
}

/// Templates that use what an engine could do differently: numbers, cases, orders, patterns, YAML, entities.
const ODD: &str = r#"
-- odd/catalog-info.yaml --
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: odd
spec:
  type: service
  parameters:
    - properties:
        shop: { type: string, default: Shop }
        size: { type: number, default: 0.1, maximum: 1.5e300 }
        code: { type: string, default: Straße, pattern: '^[A-ZÄÖÜa-zß]+(-\d{2,})?$' }
        list: { type: array, items: { type: object, properties: { n: { type: number, default: 1.0 } } }, default: [{ n: 3 }, { }] }
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values: { size: '${{ parameters.size }}', code: '${{ parameters.code }}', list: '${{ parameters.list }}', one: 1.0, large: 12345678901234567890, tiny: 1.0e-9 }
    - id: entity
      action: catalog:fetch
      input: { entityRef: 'Component:default/${{ parameters.shop }}' }
    - action: catalog:write
      input:
        filePath: written.yaml
        entity: { kind: Component, a: 1.0, b: 1e21, c: [0.5, -3, true, null], d: "no", e: "two\nlines\n", shop: '${{ steps.entity.output.entity }}' }
    - action: publish:github
      input: { repoUrl: 'github.com?owner=o&repo=r' }
  output:
    text: [{ title: Done, content: '${{ parameters.code | upper }}' }]
-- odd/skeleton/${{ values.code | lower }}.txt --
${{ values.size * 3 }} ${{ 1 / 3 }} ${{ 5 / 1000000000 }} ${{ 10 ** 21 }} ${{ values.one }} ${{ values.large }} ${{ values.tiny }}
${{ "ΣΑΣ İstanbul ŉ ﬃ ǅ" | lower }} ${{ "straße ŉ ﬃ ǆ ΐ" | upper }} ${{ "ab" | capitalize }}
${{ {b: 1, a: [2, {c: "é"}], "10": 3, "2": 4} | dump }} ${{ values | dump(2) }}
{% for key, value in {z: 1, A: 2, b: 3} | dictsort %}${{ key }}=${{ value }} {% endfor %}
{% for group, items in values.list | groupby("n") %}${{ group }}:${{ items | length }} {% endfor %}
${{ "a-b-c" | replace("-", "+") }} ${{ "x1y22" | replace(r/[0-9]+/g, "<$&>") }} ${{ 2 ** 0.5 }} ${{ "12.50" | float }} ${{ 7.555 | round(2) }}
-- jar/cookiecutter.json --
{"name": "Big Box", "slug": "{{ cookiecutter.name.lower().replace(' ', '-') }}", "kind": ["a", "b"]}
-- jar/{{cookiecutter.slug}}/{{cookiecutter.kind}}.txt --
{% if cookiecutter.kind == 'a' %}{{ cookiecutter.name }}{% endif %} ${{ kept }}
-- shop/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop, annotations: { example.org/ratio: "1.50" } }
spec: { type: service, lifecycle: production, owner: group:default/web }
"#;

/// The project's own templates with the answers of their cases, and odd ones with defaults.
fn templates(place: &Place) -> Vec<(String, Value)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let copied = Command::new("cp").arg("-r").arg(&own).arg(place.path("own")).status().expect("cp is there");
    assert!(copied.success());
    let mut all = vec![("odd".to_owned(), json!({})), ("jar".to_owned(), json!({}))];
    for entry in fs::read_dir(&own).expect("a folder") {
        let folder = entry.expect("an entry").path();
        for case in fs::read_dir(folder.join("tests")).into_iter().flatten() {
            let values = case.expect("an entry").path().join("values.yaml");
            let answers = callboard::yaml::read(
                &fs::read_to_string(values).expect("a case has answers"),
                callboard::yaml::Dialect::CATALOG,
            );
            let answers = answers[0].root.as_ref().expect("answers").to_json();
            all.push((folder.file_name().expect("a name").to_string_lossy().into_owned(), answers));
        }
    }
    assert!(all.len() > 4);
    all
}

#[test]
fn pages_make_the_bytes_of_the_command_line() {
    if !is_built() {
        return;
    }
    let place = Place::new(ODD);
    let requests = templates(&place);
    let sources = ["own", "odd", "shop", "jar"];
    let built = place.run("", &["build", "--quiet", "--output", "site", "own", "odd", "shop", "jar"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let made = made_by_pages(&place.path("site"), &requests);
    for (number, ((name, answers), made)) in requests.iter().zip(&made).enumerate() {
        let (file, folder) = (format!("answers-{number}.json"), format!("made-{number}"));
        place.put(&file, answers.to_string());
        let mut arguments = vec!["new", name, &folder, "--values", &file];
        sources.iter().for_each(|source| arguments.extend(["--from", source]));
        let ran = place.run("", &arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {}", ran.out);
        let expected = place.tree(&folder);
        let project = project(made);
        assert_eq!(project.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{name}: {made}");
        let mut workspace = Workspace::default();
        for (path, bytes) in expected {
            let executable = is_executable(&place.path(&folder).join(&path));
            let (page_executable, page_bytes) = &project[&path];
            let texts = [page_bytes, &bytes].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            assert_eq!((texts[0].as_str(), page_executable), (texts[1].as_str(), &executable), "{name}: {path}");
            workspace.put(&path, File { bytes, executable }).expect("a file of a project");
        }
        assert!(decoded(&made["zip"]) == zip("project", &workspace), "{name}: the archives differ");
        let count = made["questions"].as_u64().expect("a number");
        assert!(count > 0 && made["problems"] == 0 && made["again"] == true, "{name}: {made}");
    }
    assert_eq!(made[0]["notes"][0]["content"], "STRASSE", "{}", made[0]);
    assert_eq!(made[0]["todo"][0]["action"], "publish:github");
}

/// A template with one step that renders one file of this content to a path.
fn hostile(name: &str, step: &str, path: &str, content: &str) -> String {
    format!(
        "-- {name}/catalog-info.yaml --\napiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata:\n  name: {name}\nspec:\n  \
         type: service\n  parameters:\n    properties:\n      bad: {{ type: string, default: ../x }}\n  steps:\n    - {step}\n\
         -- {name}/skeleton/{path} --\n{content}\n"
    )
}

#[test]
fn hostile_templates_end_in_an_error() {
    if !is_built() {
        return;
    }
    const FETCH: &str =
        "{ action: 'fetch:template', input: { url: ./skeleton, values: { bad: '${{ parameters.bad }}' } } }";
    let endless = "{% for i in range(1000000000) %}{% for j in range(1000000000) %}{% endfor %}{% endfor %}";
    let many = "{ action: 'debug:log', each: '${{ range(900) }}', input: { message: '{% for i in range(1000000000) %}x{% endfor %}' } }";
    let work = "{ action: 'debug:log', each: '${{ range(900) }}', input: { message: '{% for i in range(40000) %}{% endfor %}x' } }";
    let nested = format!("${{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    let cases = [
        ("endless", FETCH, "a", endless, "too many steps"),
        ("bomb", FETCH, "a", "{% for i in range(100000) %}${{ 'x' | center(1000) }}{% endfor %}", "too many steps"),
        (
            "doubled",
            FETCH,
            "a",
            "{% set x = 'xxxxxxxx' %}{% for i in range(60) %}{% set x = x + x %}{% endfor %}${{ x }}",
            "too many steps",
        ),
        ("recursive", FETCH, "a", "{% macro m() %}${{ m() }}{% endmacro %}${{ m() }}", "too deep"),
        ("nested", FETCH, "a", &nested, "too deep"),
        ("above", FETCH, "${{ values.bad }}", "x", "leads out of the project"),
        ("reserved", FETCH, "a", "${{ values.__proto__.x }}", "is reserved"),
        ("constructed", FETCH, "a", "${{ values.constructor.constructor('return 1')() }}", "is reserved"),
        ("every", many, "a", "x", "too many steps"),
        ("works", work, "a", "x", "too many steps together"),
        (
            "absolute",
            "{ action: 'roadiehq:utils:fs:write', input: { path: /etc/x, content: x } }",
            "a",
            "x",
            "is absolute",
        ),
        (
            "nul-byte",
            "{ action: 'roadiehq:utils:fs:write', input: { path: \"a\\0b\", content: x } }",
            "a",
            "x",
            "control character",
        ),
    ];
    let files: String = cases.iter().map(|(name, step, path, content, _)| hostile(name, step, path, content)).collect();
    let place = Place::new(&files);
    let mut arguments = vec!["build", "--quiet", "--output", "site"];
    arguments.extend(cases.iter().map(|case| case.0));
    let built = place.run("", &arguments);
    assert_eq!(built.code, 0, "{}", built.err);
    let requests: Vec<(String, Value)> = cases.iter().map(|case| (case.0.to_owned(), json!({}))).collect();
    for ((name, .., words), made) in cases.iter().zip(made_by_pages(&place.path("site"), &requests)) {
        println!("{name}: {} ms, {}", made["milliseconds"], made["faults"]);
        let told = made["faults"][0]["message"].as_str().unwrap_or_default();
        assert!(told.contains(words) && made["again"] == true, "{name}: {made}");
        assert!(made["files"].as_array().is_some_and(Vec::is_empty), "{name}: {made}");
    }
}

#[test]
fn two_hundred_files_are_rendered() {
    if !is_built() {
        return;
    }
    let line = "some line of text {% if values.on %}yes ${{ values.name | upper }}{% endif %}, and so on\n";
    let file = |number: usize| {
        format!(
            "-- t/skeleton/src/${{{{ values.name }}}}/file{number}.txt --\n# ${{{{ values.name }}}}\n{}",
            line.repeat(60)
        )
    };
    let step = "{ action: 'fetch:template', input: { url: ./skeleton, values: { name: shop, on: true } } }";
    let place = Place::new(&(hostile("t", step, "a", "x") + &(1..200).map(file).collect::<String>()));
    assert_eq!(place.run("", &["build", "--quiet", "--output", "site", "t"]).code, 0);
    let made = made_by_pages(&place.path("site"), &[("t".to_owned(), json!({}))]);
    assert_eq!(project(&made[0]).len(), 200, "{}", made[0]["faults"]);
    println!("200 files, {} kB in all: {} ms", 200 * line.len() * 60 / 1000, made[0]["milliseconds"]);
}
