//! Components of the theme, set into the templates that call them: a call costs the template engine as much as ten
//! values, and pages make dozens of calls to the same few. What cannot be set in stays a call.

use std::{borrow::Cow, collections::BTreeMap};

/// The component that draws an icon.
const ICON: &str = "parts/icon.html";

/// How a component is called.
const CALL: &str = "{{ <";

/// Templates by path, with those components set into them that call none but icons.
pub(super) fn inline(templates: &[(&str, &str)]) -> Vec<(String, String)> {
    let icon = templates.iter().find(|(path, _)| *path == ICON).and_then(|(_, text)| icon_body(text));
    let components: BTreeMap<&str, Component<'_>> =
        templates.iter().filter(|(path, _)| *path != ICON).flat_map(|(_, text)| components(text)).collect();
    let set = |text: &str| set_icons(&set_components(text, &components), icon);
    templates.iter().map(|(path, text)| ((*path).to_owned(), set(text))).collect()
}

/// A component that may be set in.
#[derive(Debug)]
struct Component<'t> {
    /// What it is given, with what stands for it when it is not.
    parameters: Vec<(&'t str, Option<&'t str>)>,
    body: Cow<'t, str>,
}

/// The components that a template defines and that call none but icons, by name.
fn components(template: &str) -> Vec<(&str, Component<'_>)> {
    fn definition(text: &str) -> Option<(&str, Component<'_>)> {
        let (head, rest) = text.split_once(") -%}")?;
        let (name, parameters) = head.split_once('(')?;
        let (body, end) = rest.split_once("{%- endcomponent ")?;
        let calls = body.replace("{{ <icon ", "").contains(CALL) || body.contains("{% <");
        let leaf = !calls && !["set ", "for ", "{#"].iter().any(|tag| body.contains(tag));
        let parameters = parameters.split(',').map(parameter).collect::<Option<Vec<_>>>()?;
        (leaf && end.starts_with(name)).then(|| (name, Component { parameters, body: at_home(body.trim()) }))
    }
    template.split("{%- component ").skip(1).filter_map(definition).collect()
}

/// A body whose first and last tag leave the space around it alone: in a component they reach no further.
fn at_home(body: &str) -> Cow<'_, str> {
    let inner = body.strip_prefix("{%-").map(|rest| format!("{{%{rest}"));
    let body = inner.map_or(Cow::Borrowed(body), Cow::Owned);
    match body.strip_suffix("-%}") {
        Some(rest) => Cow::Owned(format!("{rest}%}}")),
        None => body,
    }
}

/// The name of `name: type` or `name: type = value`, and the value.
fn parameter(text: &str) -> Option<(&str, Option<&str>)> {
    let (name, kind) = text.trim().split_once(':')?;
    Some((name, kind.split_once('=').map(|(_, value)| value.trim())))
}

/// A template with the components set in that it calls.
fn set_components(template: &str, components: &BTreeMap<&str, Component<'_>>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, call)) = rest.split_once(CALL) {
        out.push_str(before);
        match set_in(call, components) {
            Some((body, after)) => {
                out.push_str(&body);
                rest = after;
            }
            None => {
                out.push_str(CALL);
                rest = call;
            }
        }
    }
    out + rest
}

/// What a component writes for a call, and the template behind the call.
fn set_in<'t>(call: &'t str, components: &BTreeMap<&str, Component<'_>>) -> Option<(String, &'t str)> {
    let (inner, after) = call.split_once(" /> }}")?;
    let (name, arguments) = inner.split_once(' ')?;
    let component = components.get(name)?;
    let mut given: BTreeMap<&str, &str> =
        component.parameters.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect();
    for argument in arguments.split(' ') {
        let (name, value) = argument.split_once('=')?;
        given.insert(name, value.strip_prefix('{')?.strip_suffix('}').filter(|value| is_path(value))?);
    }
    let complete = component.parameters.len() == given.len()
        && component.parameters.iter().all(|(name, _)| given.contains_key(name));
    complete.then(|| (put(&component.body, &given), after))
}

/// Whether a value is a name, or fields of one.
fn is_path(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte))
}

/// A body with what a call gives in place of the names that it has for it, which mean themselves inside of tags only.
fn put(body: &str, given: &BTreeMap<&str, &str>) -> String {
    let mut out = String::with_capacity(body.len() * 2);
    let mut rest = body;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let end = tag_end(rest, start);
        out.push_str(&rest[..start]);
        put_in_tag(&rest[start..end], given, &mut out);
        rest = &rest[end..];
    }
    out + rest
}

/// Where the tag ends that starts at `start`.
fn tag_end(text: &str, start: usize) -> usize {
    let close = if text[start..].starts_with("{{") { "}}" } else { "%}" };
    text[start..].find(close).map_or(text.len(), |at| start + at + close.len())
}

fn put_in_tag(tag: &str, given: &BTreeMap<&str, &str>, out: &mut String) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut rest = tag;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' => rest[1..].find(c).map_or(rest.len(), |at| at + 2),
            c if is_name(c) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        // A field of something else, a filter, or the name of an argument.
        let foreign = out.trim_end().ends_with(['.', '|']) || after.starts_with('=') && !after.starts_with("==");
        out.push_str(given.get(word).filter(|_| !foreign).unwrap_or(&word));
        rest = after;
    }
}

/// What the component that draws an icon writes, when that is nothing but text with its name and its class.
fn icon_body(text: &str) -> Option<&str> {
    let body = text.split_once("-%}")?.1.split_once("{%-")?.0.trim();
    let rest = body.replace("{{ name }}", "").replace("{{ class }}", "");
    (body.contains("{{ name }}") && !rest.contains(['{', '}'])).then_some(body)
}

/// A template in which the icons are drawn whose names are written out, or are fields of the view: pages have dozens
/// of them, and a component is called for each that is left.
fn set_icons(template: &str, icon: Option<&str>) -> String {
    const CALL: &str = "{{ <icon name=";
    let Some(icon) = icon else { return template.to_owned() };
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, call)) = rest.split_once(CALL) {
        out.push_str(before);
        let Some((name, class, after)) = icon_call(call) else {
            out.push_str(CALL);
            rest = call;
            continue;
        };
        out.push_str(&icon.replace("{{ name }}", &name).replace("{{ class }}", class));
        rest = after;
    }
    out + rest
}

/// What stands for the name in a call of the component, the class, and the template behind the call; none when the
/// component must be called.
fn icon_call(call: &str) -> Option<(String, &str, &str)> {
    let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let field = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b"_.".contains(&byte));
    let (inner, after) = call.split_once(" /> }}")?;
    if let Some(path) = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
        return (path.contains('.') && field(path)).then(|| (format!("{{{{ {path} }}}}"), "", after));
    }
    let inner = inner.strip_prefix('"')?.strip_suffix('"')?;
    let (name, class) = inner.split_once("\" class=\"").unwrap_or((inner, ""));
    (word(name) && word(class)).then_some((name.to_owned(), class, after))
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn leaf_components_stand_where_they_are_called() {
        let icon = "{%- component icon(name: string, class: string = \"\") -%}\n<i {{ class }}>{{ name }}</i>\n{%- endcomponent icon -%}";
        let parts = "{%- component chip(of: map, short: bool = false) -%}\n<b of>{% if short %}{{ of.a.of | of }}{% else %}{{ \"of\" }}{{ <icon name={of.icon} /> }}{% endif %}</b>\n{%- endcomponent chip -%}\n{%- component two(of: map) -%}\n{{ <chip of={of} /> }}\n{%- endcomponent two -%}\n{%- component may(of: map) -%}\n{%- if of.x -%}x{%- endif -%}\n{%- endcomponent may -%}";
        for (page, expected) in [
            ("{{ <icon name=\"x\" class=\"y\" /> }}", "<i y>x</i>"),
            (
                "{{ <chip of={row.it} /> }}!",
                "<b of>{% if false %}{{ row.it.a.of | of }}{% else %}{{ \"of\" }}<i >{{ row.it.icon }}</i>{% endif %}</b>!",
            ),
            (
                "{{ <chip of={it} short={true} /> }}",
                "<b of>{% if true %}{{ it.a.of | of }}{% else %}{{ \"of\" }}<i >{{ it.icon }}</i>{% endif %}</b>",
            ),
            ("{{ <chip of={a + b} /> }}", "{{ <chip of={a + b} /> }}"),
            ("{{ <chip short={x} /> }}", "{{ <chip short={x} /> }}"),
            ("{{ <two of={it} /> }}", "{{ <two of={it} /> }}"),
            ("a {{ <may of={it} /> }} b", "a {% if it.x -%}x{%- endif %} b"),
        ] {
            let set = inline(&[("parts/icon.html", icon), ("parts/chip.html", parts), ("page.html", page)]);
            assert_eq!(set[2].1, expected, "{page}");
        }
    }
}
