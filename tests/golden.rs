//! Templates run: the projects that `callboard new` makes are whole, pass their own tests, and harm nothing.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::support::{
    git,
    server::Server,
    site::{Place, Ran},
};

/// A template, the answers it needs beyond those that all need, and the program that runs its own tests.
const OWN: [(&str, &[&str], &[&str]); 4] = [
    ("docs-site", &[], &["python3", "-m", "unittest", "discover", "-s", "ci"]),
    ("node-service", &[], &["npm", "test"]),
    ("python-library", &[], &["env", "PYTHONPATH=src", "python3", "-m", "unittest", "discover"]),
    ("rust-service", &["--set", "port=8099"], &["cargo", "test", "--locked", "--offline", "--quiet"]),
];

fn make(place: &Place, template: &str, more: &[&str]) -> Ran {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let from = from.to_string_lossy();
    let mut arguments = vec!["new", template, "--from", &from, "--set", "name=ticket-printer"];
    arguments.extend(["--set", "description=Prints tickets at the door.", "--set", "owner=group:default/box-office"]);
    arguments.extend(["--set", "repoUrl=github.com?owner=my-org&repo=ticket-printer"]);
    arguments.extend(more);
    place.run("", &arguments)
}

#[test]
fn projects_of_the_golden_paths_pass_their_own_tests() {
    for (template, more, test) in OWN {
        let place = Place::new("-- home/keep --\n");
        let ran = make(&place, template, more);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{template}: {}", ran.out);
        assert!(ran.out.contains("gh repo create my-org/ticket-printer --private"), "{template}: {}", ran.out);
        let files = place.tree("ticket-printer");
        for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with(".github/")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("${{") && !path.contains("${{"), "{template}: {path} is not rendered");
        }
        let info = String::from_utf8_lossy(&files["catalog-info.yaml"]);
        assert!(info.contains("name: ticket-printer") && info.contains("box-office"), "{template}: {info}");
        let folder = place.path("ticket-printer");
        let output = Command::new(test[0]).args(&test[1..]).current_dir(&folder).output();
        let output = output.unwrap_or_else(|error| panic!("{template} needs {}: {error}", test[0]));
        let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{template}: {said}");
        let again = make(&place, template, more);
        assert_eq!(again.code, 2, "{}", again.err);
        assert!(again.err.contains("ticket-printer is not empty"), "{}", again.err);
    }
}

const SMALL: &str = "\
-- t/template.yaml --
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: small
spec:
  type: service
  parameters:
    - required: [name]
      properties:
        name: { type: string, pattern: '^[a-z]+$' }
        size: { type: integer, default: 2, maximum: 9 }
        store: { type: object, properties: { kind: { type: string, default: none } } }
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values: { name: '${{ parameters.name }}', size: '${{ parameters.size }}', kind: '${{ parameters.store.kind }}' }
-- t/skeleton/${{ values.name }}.txt --
${{ values.size * 2 }} ${{ values.kind }}
-- answers.yaml --
name: shop
store:
  kind: sql
";

#[test]
fn answers_come_from_files_and_arguments() {
    let place = Place::new(SMALL);
    place.put("t/skeleton/run.sh", "#!/bin/sh\n");
    let script = place.path("t/skeleton/run.sh");
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("own file");
    let cases: [(&[&str], i32, &str); 9] = [
        (
            &["small", "out", "--values", "answers.yaml", "--dry-run"],
            0,
            "out/run.sh*\nout/shop.txt\n\n2 files, none of them written\n",
        ),
        (
            &["template:default/small", "out", "--values", "answers.yaml", "--set", "size=4"],
            0,
            "out/run.sh*\nout/shop.txt\n\n2 files\n",
        ),
        (&["small", "out", "--set", "name=x"], 2, "out is not empty"),
        (&["small", "--set", "name=X1", "--set", "size=10"], 2, "name must match ^[a-z]+$\n  size must be at most 9"),
        (&["small"], 2, "name is required"),
        (
            &["small", "--set", "nam=x", "--set", "name=x"],
            2,
            "the template asks for no `nam` with these answers; did you mean `name`?",
        ),
        (&["smal"], 2, "no template is called `smal`; did you mean `small`?"),
        (&[], 0, "name one of these templates:\n  small  small\n"),
        (&["small", "--set", "name"], 2, "write it as NAME=VALUE"),
    ];
    for (arguments, code, said) in cases {
        let mut all = vec!["new"];
        all.extend(arguments);
        all.extend(["--from", "t"]);
        let ran = place.run("", &all);
        let heard = if code == 0 { &ran.out } else { &ran.err };
        assert!(ran.code == code && heard.contains(said), "{arguments:?}: {} {}{}", ran.code, ran.out, ran.err);
    }
    let made = place.tree("out");
    assert_eq!(made["shop.txt"], b"8 sql\n");
    let mode = fs::metadata(place.path("out/run.sh")).expect("it was made").permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o100, 0o100);
}

#[test]
fn questions_are_asked_on_a_terminal() {
    let place = Place::new(SMALL);
    let on_terminal = |arguments: &str, typed: &str| {
        let command = format!("{} new {arguments} --from t", env!("CARGO_BIN_EXE_callboard"));
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &command, "/dev/null"]).current_dir(place.path(""));
        let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script is installed");
        script.stdin.take().expect("it is piped").write_all(typed.as_bytes()).expect("the terminal takes it");
        let output = script.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).replace('\r', ""))
    };
    let (code, said) = on_terminal("", "small\nX1\nshop\n12\n3\n\n");
    assert_eq!(code, Some(0), "{said}");
    let words = [
        "name one of these templates:\n  small  small\n> ",
        "\nname\n> ",
        "  name must match ^[a-z]+$\nname\n> ",
        "size (optional) [2]\n> ",
        "  size must be at most 9\nsize (optional)\n> ",
        "kind (optional) [none]\n> ",
        "shop/shop.txt\n\n1 file\n",
    ];
    words.iter().for_each(|words| assert!(said.contains(words), "{words:?}: {said}"));
    assert_eq!(place.tree("shop")["shop.txt"], b"6 none\n");
    // Before anything is asked.
    let (code, said) = on_terminal("small shop", "");
    assert!(code == Some(2) && said.contains("shop is not empty") && !said.contains("> "), "{code:?} {said}");
}

#[test]
fn templates_that_lead_out_of_their_folder_make_nothing() {
    let cases = [
        ("targetPath: ../out", "leads out of the project"),
        ("targetPath: /tmp/out", "is absolute"),
        ("targetPath: .git/hooks", "belongs to git alone"),
        ("targetPath: '${{ parameters.nothing | nonsense }}'", "nonsense"),
    ];
    for (line, said) in cases {
        let place = Place::new(&SMALL.replace("url: ./skeleton", &format!("url: ./skeleton\n        {line}")));
        let ran = place.run("", &["new", "small", "made", "--from", "t", "--set", "name=x"]);
        assert!(ran.code == 2 && ran.err.contains(said), "{line}: {} {}", ran.code, ran.err);
        assert!(!place.path("made").exists() && !place.path("out").exists(), "{line}");
    }
}

const FOREIGN: &str = "\
-- jar/cookiecutter.json --
{\"name\": \"My Tool\", \"slug\": \"{{ cookiecutter.name.lower().replace(' ', '-') }}\"}
-- jar/hooks/post_gen_project.sh --
exit 1
-- jar/{{cookiecutter.slug}}/{{cookiecutter.slug}}.txt --
{{ cookiecutter.name }}
-- press/copier.yml --
name: {type: str}
loud: {type: bool, default: false}
_tasks: [\"touch /tmp/never\"]
-- press/{{ name }}.txt.jinja --
{% if loud %}{{ name|upper }}{% else %}{{ name }}{% endif %}
-- crate/cargo-generate.toml --
-- crate/src/{{crate_name}}.rs --
// {{project-name | pascal_case}}
";

#[test]
fn templates_of_other_tools_make_projects() {
    let place = Place::new(FOREIGN);
    let cases: [(&str, &[&str], &str, &str, &str); 3] = [
        ("jar", &["--set", "name=Big Box"], "big-box.txt", "Big Box\n", "cookiecutter:hook"),
        ("press", &["--set", "name=ink", "--set", "loud=true"], "ink.txt", "INK\n", "copier:task"),
        ("crate", &["--set", "project_name=my-tool"], "src/my_tool.rs", "// MyTool\n", "1 file"),
    ];
    // Also from a repository of git, where nothing is checked out.
    git::init(&place.path(""));
    for from in ["jar", "press", "crate", "."] {
        for (template, answers, path, text, said) in
            cases.iter().filter(|(template, ..)| from == "." || from == *template)
        {
            let out = format!("out-{from}-{template}");
            let mut arguments = vec!["new", *template, &out, "--from", from];
            arguments.extend(*answers);
            let ran = place.run("", &arguments);
            assert!(ran.code == 0 && ran.out.contains(said), "{from} {template}: {ran:?}");
            let made = place.tree(&out);
            assert_eq!(made.keys().collect::<Vec<_>>(), [path], "{from} {template}");
            assert_eq!(made[*path], text.as_bytes(), "{from} {template}");
        }
    }
    // A portal has them among its own, with archives that make the same.
    let built = place.run("", &["build", "--quiet", "--output", "site", "jar", "press", "crate"]);
    assert_eq!((built.code, built.err.as_str()), (0, ""), "{}", built.out);
    let gallery = String::from_utf8_lossy(&place.tree("site")["templates/index.html"]).into_owned();
    for (template, answers, ..) in cases {
        let out = format!("out-site-{template}");
        let ran = place.run("", &[&["new", template, &out, "--site", "site"], answers].concat());
        assert_eq!((ran.code, place.tree(&out)), (0, place.tree(&format!("out-.-{template}"))), "{template}: {ran:?}");
    }
    for said in ["cookiecutter", "copier", "cargo-generate"] {
        assert!(gallery.contains(&format!("<p class=\"eyebrow\">{said}</p>")), "{said}: {gallery}");
    }
}

#[test]
fn templates_of_other_tools_come_from_a_server_of_git() {
    let place = Place::new(FOREIGN);
    for folder in ["jar", "press"] {
        git::bare(&place.path(folder), &place.path(""));
    }
    let server = Server::start(&place.path(""), None);
    for (template, answer, path, text) in
        [("jar", "name=Big Box", "big-box.txt", "Big Box\n"), ("press", "name=ink", "ink.txt", "ink\n")]
    {
        let (out, from) = (format!("out-{template}"), format!("{}/{template}.git", server.url));
        let ran = place.run("", &["new", template, &out, "--from", &from, "--set", answer]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{template}: {}", ran.out);
        assert_eq!(place.tree(&out), [(path.to_owned(), text.as_bytes().to_vec())].into(), "{template}");
    }
    let none = place.run("", &["new", "jar", "none", "--from", &format!("{}/none.git", server.url)]);
    assert!(none.code != 0 && !place.path("none").exists(), "{none:?}");
}
