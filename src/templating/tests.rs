use super::*;

/// What a template renders to with Backstage's delimiters, or its error.
fn rendered(template: &str, context: &str) -> String {
    with(template, context, &Syntax::backstage())
}

fn with(template: &str, context: &str, syntax: &Syntax) -> String {
    let context = from_json(context).expect("the context is JSON");
    let template = Template::parse(template, syntax, &Limits::default());
    template.and_then(|template| template.render(&context)).unwrap_or_else(|error| format!("error {error}"))
}

fn check(cases: &[(&str, &str)]) {
    let context = r#"{"name": "shop", "n": 3, "tags": ["b", "a", "C"], "none": null, "empty": {},
        "owner": {"kind": "Group", "ref": "group:default/web"}, "url": "github.com?owner=acme&repo=my%20shop",
        "rows": [{"id": 2, "tier": "x"}, {"id": 10, "tier": "y"}, {"id": 1, "tier": "x"}]}"#;
    for (template, expected) in cases {
        assert_eq!(rendered(template, context), *expected, "{template}");
    }
}

#[test]
fn expressions_mean_what_javascript_means() {
    check(&[
        ("plain {{ text }} and $", "plain {{ text }} and $"),
        (
            "${{ name }}|${{ owner.kind }}|${{ owner['ref'] }}|${{ tags[1] }}|${{ name.length }}|${{ name[0] }}",
            "shop|Group|group:default/web|a|4|s",
        ),
        ("[${{ gone }}${{ gone.deep.er }}${{ none }}]", "[]"),
        (
            "${{ 1 + 2 }}|${{ '1' + 2 }}|${{ 1 + n }}|${{ tags + 1 }}|${{ none + 1 }}|${{ true + 1 }}|${{ gone + 1 }}",
            "3|12|4|b,a,C1|1|2|NaN",
        ),
        ("${{ empty }}|${{ tags }}|${{ [1, [none, 2]] }}", "[object Object]|b,a,C|1,,2"),
        (
            "${{ 0.1 + 0.2 }}|${{ 1 / 3 }}|${{ 10 ** 21 }}|${{ 10 ** 20 }}|${{ 1 / 10 ** 7 }}|${{ 1 / 0 }}|${{ -0 }}",
            "0.30000000000000004|0.3333333333333333|1e+21|100000000000000000000|1e-7|Infinity|0",
        ),
        ("${{ 7 // 2 }}|${{ -7 // 2 }}|${{ 7 % 4 }}|${{ -7 % 4 }}|${{ 2 ** 3 ** 2 }}", "3|-4|3|-3|64"),
        (
            "${{ '1' == 1 }}|${{ '1' === 1 }}|${{ none == gone }}|${{ none === gone }}|${{ [1] == 1 }}|${{ '' == 0 }}",
            "true|false|true|false|true|true",
        ),
        (
            "${{ 'b' > 'a' }}|${{ '10' < '9' }}|${{ '10' < 9 }}|${{ gone < 1 }}|${{ 1 < 2 < 2 }}",
            "true|true|false|false|true",
        ),
        (
            "${{ 'T' if [] }}|${{ 'T' if empty }}|${{ 'T' if '' else 'F' }}|${{ 'T' if 0 }}|${{ n or 'x' }}|${{ n and 'x' }}",
            "T|T|F||3|x",
        ),
        (
            "${{ 'a' in tags }}|${{ 'kind' in owner }}|${{ 'ho' in name }}|${{ 'z' not in tags }}|${{ not 'a' in tags }}",
            "true|true|true|true|false",
        ),
        (
            "${{ n is number }}|${{ gone is defined }}|${{ none is null }}|${{ n is divisibleby(2) }}|${{ n is not odd }}",
            "true|false|true|false|false",
        ),
        (
            "${{ {a: 1, 'b c': [2]} | dump }}|${{ {b: 1, 10: 2} }}",
            "error 1:45: 10 stands where a key, as a name or in quotes, is expected",
        ),
        ("${{ {x: 1, '10': 2, '9': 3} | dump }}", r#"{"9":3,"10":2,"x":1}"#),
        ("${{ \"a\\n\\t\\\"\\x\" | dump }}", r#""a\n\t\"x""#),
        ("${{ 'äöü😀' | length }}|${{ 'ÄẞΣ' | lower }}|${{ 'straße' | upper }}", "5|äßς|STRASSE"),
    ]);
}

#[test]
fn tags_do_what_they_say() {
    check(&[
        ("{% if n == 1 %}a{% elif n == 3 %}b{% else %}c{% endif %}", "b"),
        (
            "{% for t in tags %}${{ loop.index }}${{ t }}${{ ',' if not loop.last }}{% else %}none{% endfor %}",
            "1b,2a,3C",
        ),
        (
            "{% for k, v in owner %}${{ k }}=${{ v }};{% endfor %}{% for x in none %}{% else %}none{% endfor %}",
            "kind=Group;ref=group:default/web;none",
        ),
        ("{% for a, b in [[1, 2], [3]] %}${{ a }}-${{ b }};{% endfor %}", "1-2;3-;"),
        ("{% set x = 1 %}{% for t in tags %}{% set x = x + 1 %}{% endfor %}${{ x }}", "4"),
        ("{% set text %}a${{ n }}b{% endset %}${{ text | upper }}", "A3B"),
        (
            "{% macro hi(who, mark='!') %}Hi ${{ who }}${{ mark }}{% endmacro %}${{ hi('A') }}${{ hi('B', mark='?') }}${{ hi(who='C') }}",
            "Hi A!Hi B?Hi C!",
        ),
        (
            "{% macro box() %}[${{ caller('x') }}]{% endmacro %}{% call(v) box() %}${{ v }}${{ name }}{% endcall %}",
            "[xshop]",
        ),
        (
            "{% filter upper %}a${{ name }}{% endfilter %}|{% raw %}${{ x }}{% endraw %}|{% verbatim %}{% if %}{% endverbatim %}",
            "ASHOP|${{ x }}|{% if %}",
        ),
        ("{% switch n %}{% case 1 %}one{% case 2 %}{% case 3 %}few{% default %}many{% endswitch %}", "few"),
        ("a  {%- if true -%}  b  {%- endif %}  c ${{- n -}} d{# gone #} e {#- gone -#} f", "ab  c3d ef"),
        ("${{ range(3) }}|${{ range(1, 7, 2) }}|${{ range(3, 0, -1) }}", "0,1,2|1,3,5|3,2,1"),
        (
            "{% set c = cycler('a', 'b') %}${{ c.next() }}${{ c.next() }}${{ c.next() }}${{ c.current }}{% set j = joiner('+') %}${{ j() }}${{ j() }}",
            "abaa+",
        ),
        ("{% block main %}{% set x = 1 %}${{ x }}{% endblock main %}[${{ x }}]", "1[]"),
    ]);
    let trimmed = Syntax { trim_blocks: true, lstrip_blocks: true, ..Syntax::backstage() };
    assert_eq!(
        with("a\n  {% if true %}\n  b\n  {% endif %}\nc {% if true %}\nd{% endif %}", "{}", &trimmed),
        "a\n  b\nc d"
    );
    assert_eq!(
        with(
            "{{ cookiecutter.x }} ${{ x }} {{ True }} {{ cookiecutter | jsonify }}",
            r#"{"cookiecutter": {"x": 1}, "x": 2}"#,
            &Syntax::cookiecutter()
        ),
        r#"1 $2 true {"x":1}"#
    );
    let copier =
        Syntax { variable: ("[[".into(), "]]".into()), block: ("[%".into(), "%]".into()), ..Syntax::cookiecutter() };
    assert_eq!(with("[% if x %][[ x ]][% endif %] {{ x }} {% x %}", r#"{"x": 1}"#, &copier), "1 {{ x }} {% x %}");
}

#[test]
fn filters_do_what_they_say() {
    check(&[
        (
            "${{ -2 | abs }}|${{ '3.7kg' | float }}|${{ 'ff' | int(0, 16) }}|${{ 'x' | int(7) }}|${{ 2.345 | round(2) }}|${{ 2.1 | round(0, 'ceil') }}",
            "2|3.7|255|7|2.35|3",
        ),
        (
            "${{ 'the SHOP' | capitalize }}|${{ 'the SHOP' | title }}|${{ name | center(10) }}|${{ '  x ' | trim }}",
            "The shop|The Shop|   shop   |x",
        ),
        (
            "${{ 'a\nb' | indent(2) }}|${{ 'a\nb' | indent(2, true) }}|${{ 'one two three' | truncate(9) }}|${{ 'one two' | wordcount }}",
            "a\n  b|  a\n  b|one two...|2",
        ),
        (
            "${{ gone | default('d') }}|${{ '' | default('d') }}|${{ '' | default('d', true) }}|${{ none | d('d') }}",
            "d||d|",
        ),
        (
            "${{ tags | sort }}|${{ tags | sort(true) }}|${{ tags | sort(case_sensitive=true) }}|${{ rows | sort(attribute='id') | join(',', 'id') }}",
            "a,b,C|C,b,a|C,a,b|1,2,10",
        ),
        (
            "${{ rows | groupby('tier') | dump }}",
            r#"{"x":[{"id":2,"tier":"x"},{"id":1,"tier":"x"}],"y":[{"id":10,"tier":"y"}]}"#,
        ),
        (
            "${{ rows | sum('id') }}|${{ rows | selectattr('id') | length }}|${{ [1, 2, 3] | select('odd') }}|${{ [0, 1] | reject }}",
            "13|3|1,3|0",
        ),
        (
            "${{ tags | first }}${{ tags | last }}${{ tags | reverse }}|${{ 'abc' | reverse }}|${{ 'abc' | list }}|${{ [1, 2, 3] | batch(2, 9) | dump }}|${{ [1, 2, 3] | slice(2) | dump }}",
            "bCC,a,b|cba|a,b,c|[[1,2],[3,9]]|[[1,2],[3]]",
        ),
        (
            "${{ owner | dictsort | dump }}|${{ owner | length }}|${{ owner | list | dump }}",
            r#"[["kind","Group"],["ref","group:default/web"]]|2|[{"key":"kind","value":"Group"},{"key":"ref","value":"group:default/web"}]"#,
        ),
        (
            "${{ '<a href=\"x\">' | escape }}|${{ '<b>x</b> <!-- y --> z' | striptags }}|${{ 'a b&c' | urlencode }}|${{ {a: 1, b: 'x y'} | urlencode }}",
            "&lt;a href=&quot;x&quot;&gt;|x z|a%20b%26c|a=1&b=x%20y",
        ),
        (
            "${{ 'see www.a.org, (b@c.de)' | urlize }}",
            "see <a href=\"http://www.a.org\">www.a.org</a> <a href=\"mailto:b@c.de\">b@c.de</a>",
        ),
        ("${{ 'a\r\nb' | nl2br }}|${{ tags | random in tags }}", "a<br />\nb|true"),
    ]);
}

#[test]
fn replacing_takes_texts_and_patterns() {
    check(&[
        (
            "${{ 'a.b.c' | replace('.', '/') }}|${{ 'aaa' | replace('a', 'b', 2) }}|${{ 123 | replace(2, '-') }}",
            "a/b/c|bba|1-3",
        ),
        (
            "${{ 'My Cool App' | lower | replace(r/[^a-z]+/g, '-') }}|${{ 'john smith' | replace(r/(\\w+) (\\w+)/, '$2 $1 $$ $&') }}",
            "my-cool-app|smith john $ john smith",
        ),
        (
            "${{ 'aXbx' | replace(r/x/gi, '.') }}|${{ 'a\nb' | replace(r/^/gm, '> ') }}|${{ 'foobar' | replace(r/o{2}|b(?:a|x)+?/g, '_') }}|${{ 'aab' | replace(r/a*/g, 'x') }}",
            "a.b.|> a\n> b|f__r|xxbx",
        ),
    ]);
}

#[test]
fn backstage_filters_take_apart() {
    check(&[
        ("${{ url | parseRepoUrl | dump }}", r#"{"host":"github.com","owner":"acme","repo":"my shop"}"#),
        (
            "${{ (url | parseRepoUrl).owner }}|${{ url | parseRepoUrl | pick('repo') }}|${{ url | projectSlug }}",
            "acme|my shop|acme/my shop",
        ),
        ("${{ owner.ref | parseEntityRef | dump }}", r#"{"kind":"group","namespace":"default","name":"web"}"#),
        ("${{ name | parseEntityRef({defaultKind: 'component', defaultNamespace: 'ns'}) | pick('namespace') }}", "ns"),
        ("${{ {a: [{b: 1}]} | pick('a[0].b') }}|${{ {'a.b': 2} | pick('a.b') }}|${{ owner | pick('x.y') }}", "1|2|"),
        (
            "${{ name | parseEntityRef }}",
            "error 1:12: the filter parseEntityRef: the entity reference \"shop\" has no kind; pass { defaultKind: \"component\" }",
        ),
        (
            "${{ 'github.com?repo=x' | parseRepoUrl }}",
            "error 1:27: the filter parseRepoUrl: \"github.com?repo=x\" is no repository's address: its owner is missing; it looks like github.com?owner=acme&repo=shop",
        ),
    ]);
}

#[test]
fn one_expression_keeps_its_value() {
    let context = from_json(r#"{"on": true, "list": [1, {"a": null}], "n": 1.5}"#).expect("JSON");
    let cases = [
        ("${{ on }}", Some("true")),
        ("${{ list }}", Some(r#"[1,{"a":null}]"#)),
        ("${{ list[1] }}", Some(r#"{"a":null}"#)),
        ("{# why #}${{ n }}", Some("1.5")),
        ("${{ gone }}", None),
        ("${{ 'x' | safe }}", Some("\"x\"")),
        (" ${{ n }}", Some("\" 1.5\"")),
        ("${{ n }}${{ n }}", Some("\"1.51.5\"")),
        ("plain", Some("\"plain\"")),
    ];
    for (template, expected) in cases {
        let template = Template::parse(template, &Syntax::backstage(), &Limits::default()).expect("it is a template");
        let value = template.evaluate_native(&context).expect("it has a value");
        assert_eq!(to_json(&value).expect("it is data").as_deref(), expected);
    }
}

#[test]
fn errors_say_where_and_what_to_do() {
    check(&[
        ("a\n  ${{ name | uper }}", "error 2:14: there is no filter \"uper\"; did you mean upper?"),
        ("${{ n is evn }}", "error 1:10: there is no test \"evn\"; did you mean even?"),
        ("{% fore x in y %}", "error 1:1: the tag \"fore\" is unknown; did you mean for?"),
        (
            "\n{% include 'x' %}",
            "error 2:1: the tag include reads another file; write its content here: templates are read one by one",
        ),
        ("{% if n %}", "error 1:1: a tag is opened and never closed; close it with {% endif %}"),
        (
            "{% if n %}{% endfor %}",
            "error 1:11: endfor stands where nothing is open for it; elif or elseif or else or endif is expected",
        ),
        ("${{ n ", "error 1:1: an expression is opened and never closed; close it with }}"),
        ("ä ${{ 'x }}", "error 1:7: a quote is opened and never closed; close the text with the same quote"),
        (
            "${{ name.toUpperCase() }}",
            "error 1:10: \"name.toUpperCase\" is no macro or function; the language has no methods: use a filter, as in value | upper",
        ),
        (
            "${{ n | upper }}",
            "error 1:9: the filter upper: it takes a text, and this is a number; make it a text with value | string",
        ),
        ("${{ n ? 1 : 2 }}", "error 1:7: the character \"?\" has no meaning here; write `this if condition else that`"),
        ("${{ n && n }}", "error 1:7: the character \"&\" has no meaning here; write `and`"),
        ("${{ n || n }}", "error 1:8: \"|\" stands where a name is expected; instead of `||` write `or`"),
        ("${{ !n }}", "error 1:5: the character \"!\" has no meaning here; write `not`"),
        ("${{ n ; }}", "error 1:7: the character \";\" has no meaning here; put text in quotes"),
        ("${{ 1 2 }}", "error 1:7: 2 stands where the end of the tag is expected"),
        ("${{ range }}", "error 1:5: a macro or function is used as if it were data; call it: add parentheses"),
    ]);
}
