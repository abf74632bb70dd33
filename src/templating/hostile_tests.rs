//! Templates that mean harm: each ends in an error within the limits, or in nothing.

use super::*;

fn outcome(template: &str, limits: &Limits) -> Result<String, Error> {
    let context = from_json(r#"{"a": [1, 2, 3], "s": "xxxxxxxxxx"}"#).expect("JSON");
    Template::parse(template, &Syntax::backstage(), limits)?.render(&context)
}

fn refused(template: &str) -> Error {
    let short: String = template.chars().take(120).collect();
    outcome(template, &Limits { work: 60_000, scratch: 4 << 20, ..Limits::default() }).expect_err(&short)
}

#[test]
fn what_never_ends_is_stopped() {
    let loops = [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for i in range(1000) %}{% for j in range(1000) %}{% for k in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}${{ m() }}{% endmacro %}${{ m() }}",
        "{% macro a() %}${{ b() }}{% endmacro %}{% macro b() %}${{ a() }}{% endmacro %}${{ a() }}",
        "{% for i in {length: 1/0} %}{% endfor %}",
        "${{ {length: 4294967295} | reverse }}",
        "${{ {length: 1/0} | batch(2) }}",
        "${{ [1] | batch(1000000000, 1) }}",
        "${{ [1] | slice(1000000000) }}",
        "${{ 'x' | center(100000000) }}",
        "${{ range(0, 1, 0.0000000001) | length }}",
        "${{ s[0:1:0.00000001] }}",
    ];
    for template in loops {
        assert_eq!(refused(template).kind, ErrorKind::Limit, "{template}");
    }
}

#[test]
fn what_grows_without_end_is_stopped() {
    let bombs = [
        "{% for i in range(40) %}{% set s = s ~ s %}{% endfor %}${{ s }}",
        "{% set s = 'x' %}{% for i in range(100) %}{% set s = s | replace('x', 'xxxxxxxxxx') %}{% endfor %}",
        "{% set s = 'x' %}{% for i in range(100) %}{% set s = s | replace(r/x/g, 'xxxxxxxxxx') %}{% endfor %}",
        "{% set l = [1] %}{% for i in range(60) %}{% set l = [l, l] %}{% endfor %}${{ l }}",
        "{% set l = [1] %}{% for i in range(60) %}{% set l = [l, l] %}{% endfor %}${{ l | dump }}",
        "{% set l = [1] %}{% for i in range(60) %}{% set l = [l, l] %}{% endfor %}${{ l == 1 }}",
        "{% set l = [1] %}{% for i in range(100000) %}{% set l = [l] %}{% endfor %}",
        "{% for i in range(100000) %}${{ s }}${{ s ~ s | indent(1000) | center(10000) }}{% endfor %}",
        "{% set t %}{% for i in range(1000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endset %}{% for i in range(10000) %}${{ t }}{% endfor %}",
    ];
    for template in bombs {
        assert_eq!(refused(template).kind, ErrorKind::Limit, "{template}");
    }
}

#[test]
fn what_nests_without_end_is_refused() {
    let deep =
        |open: &str, middle: &str, close: &str| format!("{}{middle}{}", open.repeat(100_000), close.repeat(100_000));
    let tags =
        |open: &str, middle: &str, close: &str| format!("{}{middle}{}", open.repeat(10_000), close.repeat(10_000));
    let nested = [
        format!("${{{{ {} }}}}", deep("(", "1", ")")),
        format!("${{{{ {} }}}}", deep("[", "1", "]")),
        format!("${{{{ {} }}}}", deep("{a: ", "1", "}")),
        format!("${{{{ {} }}}}", deep("not ", "1", "")),
        format!("${{{{ {} }}}}", deep("-(", "1", ")")),
        format!("${{{{ a{} }}}}", deep("", "", "[0]")),
        format!("${{{{ a{} }}}}", deep("", "", " | list")),
        format!("${{{{ a{} }}}}", deep("", "", " or a")),
        format!("${{{{ 1{} }}}}", deep("", "", " // 1")),
        format!("${{{{ f{} }}}}", deep("", "", "()")),
        tags("{% if a %}", "", "{% endif %}"),
        tags("{% for x, y in a %}", "", "{% endfor %}"),
        tags("{% set x %}", "", "{% endset %}"),
        tags("{% macro m() %}", "", "{% endmacro %}"),
        format!("${{{{ 'x' | replace(r/{}/, '') }}}}", deep("(", "x", ")")),
        "{% for x, y in a %}".repeat(40) + &"{% endfor %}".repeat(40),
    ];
    for template in nested {
        refused(&template);
    }
    // A row is no nest.
    assert_eq!(outcome(&format!("${{{{ 1{} }}}}", " + 1".repeat(10_000)), &Limits::default()).as_deref(), Ok("10001"));
}

#[test]
fn nothing_leads_out_of_the_values() {
    let refusals = [
        "${{ a.constructor }}",
        "${{ a['constructor'] }}",
        "${{ constructor }}",
        "${{ {__proto__: 1} }}",
        "{% set prototype = 1 %}",
        "{% for constructor in a %}{% endfor %}",
        "${{ a | join(',', 'constructor') }}",
        "${{ [{x: 'constructor'}] | groupby('x') }}",
        "${{ range.constructor('return 1')() }}",
        "${{ a.concat(a) }}",
        "${{ s.toString() }}",
        "${{ [range] | dump }}",
        "${{ range | default(1) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "${{ require('fs') }}",
        "${{ 'x' | replace(r/(?=x)/, '') }}",
        "${{ 'x' | replace(r/(x)\\1/, '') }}",
    ];
    for template in refusals {
        refused(template);
    }
    let nothing = [
        "${{ a['con' + 'structor'] }}",
        "${{ range['call'] }}",
        "${{ s['__pro' ~ 'to__'] }}",
        "${{ process.env.HOME }}",
    ];
    for template in nothing {
        assert_eq!(outcome(template, &Limits::default()).as_deref(), Ok(""), "{template}");
    }
    assert!(from_json(r#"{"a": {"__proto__": 1}}"#).is_err());
}

#[test]
fn no_pattern_runs_away() {
    let text = "a".repeat(20_000);
    for pattern in ["(a*)*b", "(a|a)*b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)b"] {
        let template = format!("${{{{ '{text}' | replace(r/{pattern}/, '') | length }}}}");
        let outcome = outcome(&template, &Limits::default());
        assert!(
            matches!(outcome, Ok(ref length) if length == "20000")
                || outcome.is_err_and(|e| e.kind == ErrorKind::Limit)
        );
    }
}

/// Every beginning of templates with everything in them, and what is left when a part is cut out: no panic.
#[test]
fn broken_templates_are_only_errors() {
    let whole = "{%- macro m(a, b=[1, {'x': r/y\\/z/gi}]) -%}${{- a | join('x', b) if a is defined and b not in [1] -}}{% endmacro %}\
        {% for k, v in {a: 1}|dictsort %}{% switch k %}{% case 1 %}{% default %}${{ loop['index'] ** -2 // 1.5 }}{% endswitch %}{% else %}é😀\
        {% endfor %}{% call(x=1) m(2, b=3) %}{# c #}{% raw %}${{{% endraw %}{% endcall %}{% set q, r %}${{ a[1:2:-1] ~ 'ü\\'' }}{% endset %}\
        {% filter replace(\"a\", 'b') %}x{% endfilter %}{% block z %}{% endblock z %}{% if not a === b %}{% elif a %}{% endif %}";
    let chars: Vec<char> = whole.chars().collect();
    let small = Limits { work: 2_000, ..Limits::default() };
    for end in 0..chars.len() {
        let _ = outcome(&chars[..end].iter().collect::<String>(), &small);
        let _ = outcome(&chars[end..].iter().collect::<String>(), &small);
        let without: String = chars[..end].iter().chain(chars.iter().skip(end + 3)).collect();
        let _ = outcome(&without, &small);
    }
}

#[test]
fn uses_are_listed_with_their_places() {
    let template = "${{ parameters.owner | parseRepoUrl | pick('x') }}\n{% for t in values.tags %}${{ t.name | uper }}${{ steps['a'].output[x] is evn }}{% endfor %}\n{% if a.b %}${{ a.b or c | default(d) }}${{ e if not f }}{% endif %}";
    let template = Template::parse(template, &Syntax::backstage(), &Limits::default()).expect("it is a template");
    let shown: Vec<String> = template
        .uses()
        .iter()
        .map(|found| {
            let what = match &found.what {
                What::Variable { path, bound, guarded } => {
                    let (bound, guarded) = (if *bound { " bound" } else { "" }, if *guarded { "?" } else { "" });
                    format!("{}{guarded}{bound}", path.join("."))
                }
                What::Filter { name, known, meant } => format!("|{name} {known} {meant:?}"),
                What::Test { name, known, meant } => format!("is {name} {known} {meant:?}"),
            };
            format!("{}:{} {what}", found.line, found.column)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "1:5 parameters.owner",
            "1:24 |parseRepoUrl true None",
            "1:39 |pick true None",
            "2:13 values.tags",
            "2:31 t.name bound",
            "2:40 |uper false Some(\"upper\")",
            "2:51 steps.a.output?",
            "2:69 x?",
            "2:75 is evn false Some(\"even\")",
            "3:7 a.b?",
            "3:17 a.b?",
            "3:24 c?",
            "3:28 |default true None",
            "3:36 d?",
            "3:45 e?",
            "3:54 f?",
        ]
    );
}
