//! `callboard template test`: cases beside templates hold, drift is told, and hostile templates end in an error.

use std::fs;

use crate::support::site::Place;

const TEMPLATE: &str = "\
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
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values: { name: '${{ parameters.name }}' }
-- t/skeleton/${{ values.name }}.txt --
Hello
${{ values.name }}
-- t/skeleton/logo.bin --
fixed
";

#[test]
fn cases_are_written_and_then_hold() {
    let place = Place::new(TEMPLATE);
    let told = |arguments: &[&str], code: i32, said: &str| {
        let mut all = vec!["template", "test", "t"];
        all.extend(arguments);
        let ran = place.run("", &all);
        assert!(ran.code == code && ran.out.contains(said), "{arguments:?}: {} {}{}", ran.code, ran.out, ran.err);
    };
    told(&[], 0, "untested and not rendered: no answer to name; add `tests/CASE/values.yaml`\n\n1 without cases\n");
    place.put("t/tests/shop/values.yaml", "name: shop\n");
    place.put("t/tests/no-case/README.md", "no answers");
    told(
        &[],
        1,
        "FAILED   shop, 2 of 2 files differ\n    logo.bin is made, and not expected\n--- /dev/null\n+++ made/logo.bin\n",
    );
    told(&["--update"], 0, "updated  shop, 2 of 2 files\n");
    told(&[], 0, "passed   shop, 2 files\n\n1 passed\n");
    told(&["--format", "json"], 0, "\"name\": \"shop\",\n        \"outcome\": \"passed\",\n        \"files\": 2\n");

    place.put("t/skeleton/${{ values.name }}.txt", "Hello,\n${{ values.name }}\n");
    place.put("t/tests/shop/expected/old/gone.txt", "x");
    told(&[], 1, "FAILED   shop, 2 of 2 files differ\n    old/gone.txt is expected, and not made\n");
    told(&[], 1, "--- expected/shop.txt\n+++ made/shop.txt\n@@ -1,2 +1,2 @@\n-Hello\n+Hello,\n shop\n");
    told(&["--update"], 0, "updated  shop, 2 of 2 files\n");
    assert!(!place.path("t/tests/shop/expected/old").exists());
    assert_eq!(fs::read_to_string(place.path("t/tests/shop/expected/shop.txt")).expect("a file"), "Hello,\nshop\n");

    place.put("t/tests/bad/values.yaml", "name: X1\nnam: y\n");
    told(
        &[],
        1,
        "FAILED   bad: the template asks for no `nam` with these answers; did you mean `name`?\n  passed   shop",
    );
    place.put("t/tests/bad/values.yaml", "name: X1\n");
    told(&["--update"], 1, "name must match ^[a-z]+$\n");
}

#[test]
fn templates_without_cases_are_rendered_from_examples() {
    let place = Place::new(&TEMPLATE.replace("'^[a-z]+$' }", "'^[a-z]+$', examples: [shop] }"));
    let ran = place.run("", &["template", "test", "t"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("untested 2 files from defaults; add `tests/CASE/values.yaml`"), "{}", ran.out);
    place.put("t/skeleton/x", "${{ values.name | nonsense }}");
    let ran = place.run("", &["template", "test", "t"]);
    assert!(ran.code == 1 && ran.out.contains("FAILED   x:1:19: there is no filter"), "{} {}", ran.code, ran.out);
}

/// What a hostile skeleton or step does, through every door of the command line.
#[test]
fn hostile_templates_end_in_an_error() {
    let step = "- id: fetch\n      action: fetch:template";
    let files = [
        ("loop", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", "loop:1"),
        (
            "bomb",
            "{% set a = 'xxxxxxxxxxxxxxxx' %}{% for i in range(100) %}{% set a = a + a %}{% endfor %}${{ a }}",
            "bomb:1",
        ),
        ("macro", "{% macro m() %}${{ m() }}{% endmacro %}${{ m() }}", "macro:1"),
        ("out", "${{ values.constructor.constructor('return process')() }}", "out:1"),
        ("proto", "${{ values.__proto__ }}", "proto:1"),
        ("host", "${{ range.constructor }}", "host:1"),
        ("${{ '../' ~ values.name }}", "x", "leads out of the project"),
        ("${{ ['a', '..', '..', values.name] | join(values.slash) }}", "x", "leads out of the project"),
        ("${{ 'C:' ~ values.name }}", "x", "C:x"),
        ("${{ '.git/hooks/' ~ values.name }}", "x", "belongs to git alone"),
        ("${{ ['a', 'b'] | join(values.nul) }}", "x", "control"),
        ("${{ '..' }}", "x", "leads out of the project"),
    ];
    let steps = [
        (
            "- id: all\n      action: debug:log\n      each: ${{ range(100000) }}\n      input: { message: x }",
            "more than 1000 steps",
        ),
        (
            "- id: w\n      action: roadiehq:utils:fs:write\n      input: { path: ../x, content: x }",
            "leads out of the project",
        ),
        ("- id: w\n      action: roadiehq:utils:fs:write\n      input: { path: /etc/x, content: x }", "is absolute"),
        ("- id: w\n      action: roadiehq:utils:fs:write\n      input: { path: \"a\\0b\", content: x }", "control"),
        (
            "- id: w\n      action: catalog:write\n      input: { filePath: ../../x, entity: { a: 1 } }",
            "leads out of the project",
        ),
    ];
    let check = |place: &Place, what: &str, said: &str| {
        place.put("t/tests/case/values.yaml", "name: x\n");
        let before = place.tree("t");
        for arguments in
            [&["template", "test", "--update", "t"][..], &["new", "small", "made", "--from", "t", "--set", "name=x"]]
        {
            let ran = place.run("", arguments);
            let heard = format!("{}{}", ran.out, ran.err);
            assert!(ran.code == 1 || ran.code == 2, "{what}: {arguments:?}: {} {heard}", ran.code);
            assert!(heard.contains(said) && !heard.contains("panicked"), "{what}: {arguments:?}: {heard}");
        }
        assert!(!place.path("made").exists() && !place.path("x").exists(), "{what}");
        assert_eq!(place.tree("t"), before, "{what}");
    };
    for (name, content, said) in files {
        let place = Place::new(&TEMPLATE.replace("values: {", "values: { slash: '/', nul: \"\\0\","));
        place.put(&format!("t/skeleton/{name}"), content);
        check(&place, name, said);
    }
    for (hostile, said) in steps {
        check(&Place::new(&TEMPLATE.replace(step, &format!("{hostile}\n    {step}"))), hostile, said);
    }
}
