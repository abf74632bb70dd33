//! Fields and types as nested lists. They are written here and not by a template, because a definition has thousands.
//!
//! A list is `ul.fields` > `li.field` > `.field-head` (`.field-name`, `.field-type`, `.field-mark`), then prose and
//! `.field-facts`; what stands inside a field is in `details.fold`.

use std::fmt::Write;

use super::{Pen, text};
use crate::model::{Choice, Field, Html, Object, Parameter, Schema, Shape, TypeIndex};

/// So many named types are opened inside each other.
const DEEPEST: usize = 3;

/// So deep are lists nested at all.
const DEEPEST_LIST: usize = 10;

/// So many values of an enumeration are shown.
const MOST_VALUES: usize = 60;

/// Writes fields within a budget of lines, so that shared types do not multiply.
pub(super) struct Fields<'a> {
    pen: &'a Pen<'a>,
    out: String,
    /// Lines that fields of named types may still take.
    left: usize,
    open: Vec<TypeIndex>,
}

/// One entry of a list.
struct Line<'a> {
    name: &'a str,
    required: bool,
    schema: &'a Schema,
    arguments: &'a [Parameter],
    number: Option<i64>,
}

impl<'a> Line<'a> {
    fn of_parameter(parameter: &'a Parameter) -> Self {
        let Parameter { name, required, schema, .. } = parameter;
        Self { name, required: *required, schema, arguments: &[], number: None }
    }

    fn of_field(field: &'a Field) -> Self {
        let Field { name, required, schema, arguments, number } = field;
        Self { name, required: *required, schema, arguments, number: *number }
    }
}

impl<'a> Fields<'a> {
    pub(super) fn new(pen: &'a Pen<'a>, budget: usize) -> Self {
        Self { pen, out: String::new(), left: budget, open: Vec::new() }
    }

    /// What a schema is made of, with its own type and facts first. Fields that stand in it have anchors that begin
    /// with `anchor`.
    pub(super) fn schema(mut self, schema: &Schema, anchor: &str) -> Html {
        self.out.push_str("<div class=\"schema\"><p class=\"field-head\">");
        self.type_of(schema);
        self.marks(schema);
        self.out.push_str("</p>");
        self.facts(schema, anchor);
        self.inside(schema, Some(anchor), 0);
        self.out.push_str("</div>");
        Html::trusted(self.out)
    }

    /// What a named type is made of: its fields, without the name that stands above.
    pub(super) fn named(mut self, index: TypeIndex, schema: &Schema, anchor: &str) -> Html {
        self.open.push(index);
        if !matches!(schema.shape, Shape::Object(_)) {
            self.out.push_str("<p class=\"field-head\">");
            self.type_of(schema);
            self.marks(schema);
            self.out.push_str("</p>");
        }
        self.facts(schema, "");
        self.inside(schema, Some(anchor), 0);
        Html::trusted(self.out)
    }

    /// Parameters, arguments or headers.
    pub(super) fn parameters<'p>(mut self, parameters: impl Iterator<Item = &'p Parameter>, anchor: &str) -> Html {
        self.out.push_str("<ul class=\"fields\">");
        for parameter in parameters {
            self.entry(&Line::of_parameter(parameter), join(Some(anchor), &parameter.name), 0);
        }
        self.out.push_str("</ul>");
        Html::trusted(self.out)
    }

    fn entry(&mut self, line: &Line<'_>, anchor: Option<String>, depth: usize) {
        let schema = line.schema;
        match &anchor {
            Some(anchor) => {
                let _ = write!(self.out, "<li class=\"field\" id=\"{}\">", Html::escape(anchor).as_str());
            }
            None => self.out.push_str("<li class=\"field\">"),
        }
        self.out.push_str("<p class=\"field-head\"><code class=\"field-name");
        self.out.push_str(if schema.deprecated.is_some() { " deprecated\">" } else { "\">" });
        text::breakable(line.name, &mut self.out);
        self.out.push_str("</code> ");
        self.type_of(schema);
        if let Some(number) = line.number {
            let _ = write!(self.out, " <span class=\"field-mark\">= {number}</span>");
        }
        if line.required {
            self.out.push_str(" <span class=\"field-mark required\">required</span>");
        }
        self.marks(schema);
        self.out.push_str("</p>");
        self.facts(schema, anchor.as_deref().unwrap_or("field"));
        if !line.arguments.is_empty() && depth < DEEPEST_LIST {
            self.out.push_str("<p class=\"field-arguments\">Arguments</p><ul class=\"fields\">");
            for argument in line.arguments {
                self.entry(&Line::of_parameter(argument), join(anchor.as_deref(), &argument.name), depth + 1);
            }
            self.out.push_str("</ul>");
        }
        self.inside(schema, anchor.as_deref(), depth + 1);
        self.out.push_str("</li>");
    }

    /// The name of a type, with links to named ones.
    fn type_of(&mut self, schema: &Schema) {
        self.out.push_str("<span class=\"field-type\">");
        self.type_words(schema, 0);
        if !schema.format.is_empty() {
            let _ = write!(self.out, " <span class=\"field-format\">{}</span>", Html::escape(&schema.format).as_str());
        }
        self.out.push_str("</span>");
    }

    fn type_words(&mut self, schema: &Schema, depth: usize) {
        match &schema.shape {
            Shape::Any if schema.values.is_empty() => self.out.push_str("any"),
            Shape::Any => self.out.push_str("enum"),
            Shape::Simple(names) => self.out.push_str(Html::escape(&names.join(" or ")).as_str()),
            Shape::Named(index) => self.link(*index),
            Shape::Object(object) if object.fields.is_empty() && object.includes.len() == 1 => {
                self.link(object.includes[0])
            }
            Shape::Object(_) => self.out.push_str("object"),
            Shape::Array(items) if depth < 4 => {
                self.out.push_str("array of ");
                self.type_words(items, depth + 1);
            }
            Shape::Map(others) if depth < 4 => {
                self.out.push_str("map of ");
                self.type_words(others, depth + 1);
            }
            Shape::Choice(choice, options) if depth < 2 && options.len() <= 6 => {
                let word = if *choice == Choice::All { " and " } else { " or " };
                for (at, option) in options.iter().enumerate() {
                    self.out.push_str(if at > 0 { word } else { "" });
                    self.type_words(option, depth + 1);
                }
            }
            Shape::Choice(_, options) => {
                let _ = write!(self.out, "one of {}", options.len());
            }
            Shape::Array(_) => self.out.push_str("array"),
            Shape::Map(_) => self.out.push_str("map"),
        }
        if schema.nullable {
            self.out.push_str(" or null");
        }
    }

    fn link(&mut self, index: TypeIndex) {
        let Some(named) = self.pen.definition.api.types.get(index.0 as usize) else { return };
        let href = self.pen.href(&named.anchor);
        let name = Html::escape(&named.name);
        let _ = write!(self.out, "<a href=\"{}\">{}</a>", Html::escape(&href).as_str(), name.as_str());
    }

    fn marks(&mut self, schema: &Schema) {
        for (is_so, words) in [(schema.read_only, "only in answers"), (schema.write_only, "only in requests")] {
            if is_so {
                let _ = write!(self.out, " <span class=\"field-mark\">{words}</span>");
            }
        }
        if schema.deprecated.is_some() {
            self.out.push_str(" <span class=\"field-mark meaning-notice\">deprecated</span>");
        }
    }

    /// Description, limits, default, values and example.
    fn facts(&mut self, schema: &Schema, anchor: &str) {
        let reason = schema.deprecated.as_deref().unwrap_or_default();
        for (class, words) in [("field-text", schema.description.as_str()), ("field-text field-reason", reason)] {
            let html = text::prose(self.pen, anchor, words);
            if !html.as_str().is_empty() {
                let _ = write!(self.out, "<div class=\"{class} prose\">{}</div>", html.as_str());
            }
        }
        let mut facts: Vec<String> = schema.constraints.iter().map(|words| ticked(words)).collect();
        facts.extend(
            schema
                .default
                .as_ref()
                .map(|default| format!("default <code>{}</code>", Html::escape(bare(schema, default)).as_str())),
        );
        // One of the values that are listed is no example.
        let simple = matches!(schema.shape, Shape::Simple(_) | Shape::Any) && schema.values.is_empty();
        let example = schema.example.as_ref().filter(|value| simple && !value.is_object() && !value.is_array());
        facts.extend(example.map(|value| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("for example <code>{}</code>", Html::escape(&super::super::reference::label(&value)).as_str())
        }));
        if !facts.is_empty() {
            let _ = write!(self.out, "<p class=\"field-facts\"><span>{}</span></p>", facts.join("</span> <span>"));
        }
        self.values(schema, anchor);
    }

    fn values(&mut self, schema: &Schema, anchor: &str) {
        if schema.values.is_empty() {
            return;
        }
        let shown = schema.values.iter().take(MOST_VALUES);
        if schema.values.iter().all(|value| value.description.is_empty() && value.deprecated.is_none()) {
            self.out.push_str("<p class=\"field-values\">");
            let words = if schema.values.len() == 1 { "always" } else { "one of" };
            let _ = write!(self.out, "<span class=\"quiet\">{words}</span> ");
            for value in shown {
                let _ = write!(self.out, "<code>{}</code> ", Html::escape(&value.value).as_str());
            }
            let more = schema.values.len().saturating_sub(MOST_VALUES);
            if more > 0 {
                let _ = write!(self.out, "<span class=\"quiet\">and {more} more</span>");
            }
            self.out.push_str("</p>");
            return;
        }
        self.out.push_str("<dl class=\"field-meanings\">");
        for value in shown {
            let class = if value.deprecated.is_some() { " class=\"deprecated\"" } else { "" };
            let html = text::prose(self.pen, anchor, &value.description);
            let name = Html::escape(&value.value);
            let _ =
                write!(self.out, "<div><dt><code{class}>{}</code></dt><dd>{}</dd></div>", name.as_str(), html.as_str());
        }
        self.out.push_str("</dl>");
    }

    /// What stands inside a value: fields of its own at once, those of named types within the budget.
    fn inside(&mut self, schema: &Schema, anchor: Option<&str>, depth: usize) {
        if depth >= DEEPEST_LIST {
            return;
        }
        match &schema.shape {
            Shape::Object(object) => self.object(object, anchor, depth),
            Shape::Array(items) => self.inside(items, anchor, depth),
            Shape::Map(others) => self.inside(others, anchor, depth),
            Shape::Named(index) => self.opened(*index, depth),
            Shape::Choice(_, options) => self.options(options, anchor, depth),
            Shape::Simple(_) | Shape::Any => {}
        }
    }

    fn object(&mut self, object: &Object, anchor: Option<&str>, depth: usize) {
        for index in &object.includes {
            if object.fields.is_empty() && object.includes.len() == 1 {
                self.opened(*index, depth);
                return;
            }
            self.out.push_str("<p class=\"field-includes\">All fields of <span class=\"field-type\">");
            self.link(*index);
            self.out.push_str("</span></p>");
            self.opened(*index, depth.max(1));
        }
        if object.fields.is_empty() {
            return;
        }
        let folded = depth > 0;
        self.fold(folded, object.fields.len());
        self.list(&object.fields, anchor, depth);
        if object.closed {
            self.out.push_str("<p class=\"field-includes quiet\">No other fields</p>");
        }
        self.out.push_str(if folded { "</details>" } else { "" });
    }

    fn list(&mut self, fields: &[Field], anchor: Option<&str>, depth: usize) {
        self.out.push_str("<ul class=\"fields\">");
        for field in fields {
            self.entry(&Line::of_field(field), join(anchor, &field.name), depth);
        }
        self.out.push_str("</ul>");
    }

    fn fold(&mut self, folded: bool, count: usize) {
        if folded {
            let plural = if count == 1 { "" } else { "s" };
            let _ = write!(self.out, "<details class=\"fold\"><summary>{count} field{plural}</summary>");
        }
    }

    /// The fields of a named type, when the budget allows and they do not stand around it already.
    fn opened(&mut self, index: TypeIndex, depth: usize) {
        let Some(named) = self.pen.definition.api.types.get(index.0 as usize) else { return };
        let lines = self.pen.layout.size(index);
        if lines > self.left || self.open.contains(&index) || self.open.len() >= DEEPEST {
            return;
        }
        self.left -= lines;
        self.open.push(index);
        self.inside(&named.schema, None, depth);
        self.open.pop();
    }

    /// Each alternative that has something inside.
    fn options(&mut self, options: &[Schema], anchor: Option<&str>, depth: usize) {
        if options.iter().all(|option| size(option) == 0 && !matches!(option.shape, Shape::Named(_))) {
            return;
        }
        self.out.push_str("<ul class=\"fields options\">");
        for (at, option) in options.iter().enumerate() {
            self.out.push_str("<li class=\"field\"><p class=\"field-head\">");
            self.type_of(option);
            self.out.push_str("</p>");
            let anchor = anchor.map(|anchor| format!("{anchor}.{}", at + 1));
            self.facts(option, anchor.as_deref().unwrap_or("field"));
            self.inside(option, anchor.as_deref(), depth + 1);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }
}

/// How many lines the inside of a schema takes, named types not opened.
pub(super) fn size(schema: &Schema) -> usize {
    match &schema.shape {
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|field| 1 + size(&field.schema) + field.arguments.len());
            fields.sum::<usize>() + object.includes.len()
        }
        Shape::Array(items) | Shape::Map(items) => size(items),
        Shape::Choice(_, options) => options.iter().map(|option| 1 + size(option)).sum(),
        _ => 0,
    }
}

fn join(anchor: Option<&str>, name: &str) -> Option<String> {
    anchor.map(|anchor| below(anchor, name))
}

/// The anchor of a field below another anchor.
pub(super) fn below(anchor: &str, name: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "_-".contains(c) { c } else { '-' };
    format!("{anchor}.{}", name.chars().take(80).map(kept).collect::<String>())
}

/// A default without the quotes of JSON, where it is text anyway.
fn bare<'t>(schema: &Schema, default: &'t str) -> &'t str {
    let inner = default.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_text = matches!(&schema.shape, Shape::Simple(names) if names.iter().any(|name| name == "string"));
    inner.filter(|inner| is_text && !inner.is_empty() && !inner.contains('\\')).unwrap_or(default)
}

/// Words with what stands between backticks as code.
fn ticked(words: &str) -> String {
    let mut parts = words.split('`').enumerate();
    let part = |(at, part): (usize, &str)| match at % 2 {
        1 => format!("<code>{}</code>", Html::escape(part).as_str()),
        _ => Html::escape(part).as_str().to_owned(),
    };
    parts.by_ref().map(part).collect()
}
