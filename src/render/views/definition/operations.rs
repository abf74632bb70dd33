//! Operations: what is asked for, what is sent, what comes back, and an example of each.

use std::ops::Range;

use serde::Serialize;

use super::{
    Pen,
    fields::{Fields, below},
    text,
};
use crate::{
    model::{Body, Content, Format, Need, Operation, Parameter, Response},
    render::views::Markup,
};

/// Operations that belong together.
#[derive(Debug, Serialize)]
pub(crate) struct GroupView {
    anchor: String,
    name: String,
    description: Markup,
    operations: Vec<OperationView>,
}

/// One operation.
#[derive(Debug, Serialize)]
struct OperationView {
    anchor: String,
    verb: String,
    verb_class: &'static str,
    target: Markup,
    summary: String,
    id: String,
    description: Markup,
    deprecated: Option<Markup>,
    /// Alternatives of schemes that are taken together; one without any says that no proof is needed.
    security: Vec<Vec<NeedView>>,
    parameters: Vec<Parameters>,
    request: Option<BodyView>,
    responses_title: &'static str,
    responses: Vec<ResponseView>,
    snippet: Option<Code>,
    /// An example of the first answer.
    answer: Option<Code>,
    source_href: Option<String>,
}

#[derive(Debug, Serialize)]
struct NeedView {
    name: String,
    href: Option<String>,
    scopes: Vec<String>,
}

/// Parameters of one place.
#[derive(Debug, Serialize)]
struct Parameters {
    title: &'static str,
    list: Markup,
}

#[derive(Debug, Serialize)]
struct BodyView {
    required: bool,
    description: Markup,
    contents: Vec<ContentView>,
}

#[derive(Debug, Default, Serialize)]
struct ResponseView {
    anchor: String,
    status: String,
    /// `good`, `notice`, `bad` or `unknown`.
    meaning: &'static str,
    /// The description, when it is one line.
    line: String,
    description: Markup,
    open: bool,
    /// Whether it has more than its one line.
    more: bool,
    headers: Option<Markup>,
    /// Names of headers that stand on the page already, and where.
    headers_as: Option<(String, String)>,
    /// Where the same answer stands on the page already.
    same_href: Option<String>,
    contents: Vec<ContentView>,
}

#[derive(Debug, Serialize)]
struct ContentView {
    media_type: String,
    schema: Option<Markup>,
    /// All examples but those that stand beside the operation.
    examples: Vec<Code>,
}

/// A piece of code with a title.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Code {
    title: String,
    language: &'static str,
    html: Markup,
}

/// A group with some of its operations.
pub(super) fn group(pen: &Pen<'_>, place: usize, operations: Range<usize>) -> GroupView {
    let group = &pen.definition.api.groups[place];
    GroupView {
        anchor: group.anchor.clone(),
        name: group.name.clone(),
        description: text::prose(pen, &group.anchor, &group.description).into(),
        operations: group.operations[operations].iter().map(|operation| view(pen, operation)).collect(),
    }
}

fn view(pen: &Pen<'_>, operation: &Operation) -> OperationView {
    let anchor = &operation.anchor;
    let answer = answer(operation);
    let repo = &pen.board.catalog[pen.definition.repo];
    let line = Some(operation.line).filter(|line| *line > 0);
    let source = line.and_then(|line| repo.view_url(&pen.definition.source, Some(line)));
    let code = |(title, content): (String, &Content)| content.examples.first().map(|example| code(&title, example));
    OperationView {
        anchor: anchor.clone(),
        verb: operation.verb.clone(),
        verb_class: verb_class(&operation.verb),
        target: text::target(&operation.target).into(),
        summary: operation.summary.clone(),
        id: operation.id.clone(),
        description: text::prose(pen, anchor, &operation.description).into(),
        deprecated: operation.deprecated.as_ref().map(|reason| text::prose(pen, anchor, reason).into()),
        security: operation
            .security
            .iter()
            .map(|needs| needs.iter().map(|need| need_view(pen, need)).collect())
            .collect(),
        parameters: parameters(pen, operation),
        request: operation.request.as_ref().map(|body| body_view(pen, anchor, body)),
        responses_title: match pen.definition.api.format {
            Format::AsyncApi => "Messages",
            Format::GraphQl | Format::Protobuf => "Answer",
            _ => "Responses",
        },
        responses: responses(pen, operation),
        snippet: operation.snippet.as_ref().map(|snippet| Code {
            title: snippet.label.to_owned(),
            language: snippet.language,
            html: text::code(&snippet.text, snippet.language).into(),
        }),
        answer: answer.and_then(code),
        source_href: source.map(|url| url.to_string()),
    }
}

/// The class of a verb, for its hue.
pub(super) fn verb_class(verb: &str) -> &'static str {
    match verb {
        "GET" | "HEAD" | "OPTIONS" | "QUERY" | "RECEIVE" | "SUBSCRIBE" | "TRACE" => "verb-read",
        "POST" | "SEND" | "PUBLISH" | "MUTATION" | "RPC" => "verb-write",
        "PUT" | "PATCH" | "SUBSCRIPTION" | "STREAM" => "verb-change",
        "DELETE" => "verb-delete",
        _ => "verb-other",
    }
}

fn need_view(pen: &Pen<'_>, need: &Need) -> NeedView {
    let scheme = pen.definition.api.schemes.iter().find(|scheme| scheme.name == need.scheme);
    NeedView {
        name: need.scheme.clone(),
        href: scheme.map(|scheme| pen.href(&scheme.anchor)),
        scopes: need.scopes.clone(),
    }
}

fn parameters(pen: &Pen<'_>, operation: &Operation) -> Vec<Parameters> {
    let places = [
        ("path", "Path parameters"),
        ("query", "Query parameters"),
        ("header", "Request headers"),
        ("cookie", "Cookies"),
        ("argument", "Arguments"),
        ("channel", "Channel parameters"),
    ];
    let known = |parameter: &Parameter| places.iter().any(|(place, _)| *place == parameter.location);
    let list = |title: &'static str, chosen: Vec<&Parameter>| {
        let list = Fields::new(pen, pen.layout.budget).parameters(chosen.into_iter(), &operation.anchor);
        Parameters { title, list: list.into() }
    };
    let of =
        |place: &str| operation.parameters.iter().filter(|parameter| parameter.location == place).collect::<Vec<_>>();
    let mut all: Vec<Parameters> = Vec::new();
    for (place, title) in places {
        let chosen = of(place);
        if !chosen.is_empty() {
            all.push(list(title, chosen));
        }
    }
    let others: Vec<&Parameter> = operation.parameters.iter().filter(|parameter| !known(parameter)).collect();
    if !others.is_empty() {
        all.push(list("Other parameters", others));
    }
    all
}

fn body_view(pen: &Pen<'_>, anchor: &str, body: &Body) -> BodyView {
    let anchor = below(anchor, "request");
    BodyView {
        required: body.required,
        description: text::prose(pen, &anchor, &body.description).into(),
        contents: contents(pen, &anchor, &body.contents, 1),
    }
}

fn responses(pen: &Pen<'_>, operation: &Operation) -> Vec<ResponseView> {
    let beside = answer(operation).map(|(_, content)| content);
    let first = operation.responses.iter().find(|response| meaning(&response.status) == "good");
    let view = |response: &Response| {
        let anchor = below(&operation.anchor, &response.status);
        let line = response.description.trim();
        let short = !line.contains('\n') && line.len() <= 160;
        let mut view = ResponseView {
            anchor: anchor.clone(),
            status: response.status.clone(),
            meaning: meaning(&response.status),
            line: if short { text::plain(pen, line) } else { String::new() },
            open: first.is_some_and(|first| std::ptr::eq(first, response)),
            ..ResponseView::default()
        };
        let shared = response.shared.as_ref().filter(|_| short);
        view.same_href = shared
            .and_then(|name| pen.before(format!("{name} {}", response.status), &anchor))
            .map(|anchor| format!("#{anchor}"));
        if view.same_href.is_some() {
            return view;
        }
        let skipped = beside.is_some_and(|beside| response.contents.iter().any(|own| std::ptr::eq(own, beside)));
        view.contents = contents(pen, &anchor, &response.contents, usize::from(skipped));
        if !short {
            view.description = text::prose(pen, &anchor, line).into();
        }
        headers(pen, response, &anchor, &mut view);
        view.more = !short || !response.headers.is_empty() || !view.contents.is_empty();
        view
    };
    operation.responses.iter().map(view).collect()
}

/// The headers of an answer; those that stand on the page already are only named.
fn headers(pen: &Pen<'_>, response: &Response, anchor: &str, view: &mut ResponseView) {
    if response.headers.is_empty() {
        return;
    }
    let anchor = below(anchor, "header");
    let names: Vec<&str> = response.headers.iter().map(|header| header.name.as_str()).collect();
    let texts = response.headers.iter().map(|header| format!("{}\n{}", header.name, header.schema.description));
    let first = below(&anchor, names[0]);
    match pen.before(texts.collect::<Vec<_>>().join("\n"), &first) {
        Some(anchor) => view.headers_as = Some((names.join(", "), format!("#{anchor}"))),
        None => view.headers = Some(Fields::new(pen, 0).parameters(response.headers.iter(), &anchor).into()),
    }
}

fn meaning(status: &str) -> &'static str {
    match status.chars().next() {
        Some('2') => "good",
        Some('1' | '3') => "unknown",
        Some('4') => "notice",
        Some('5') => "bad",
        _ if status == "default" => "unknown",
        _ => "good",
    }
}

/// The first answer that has an example: of success, when there is one.
fn answer(operation: &Operation) -> Option<(String, &Content)> {
    let with = |response: &'_ &Response| response.contents.iter().any(|content| !content.examples.is_empty());
    let good = operation.responses.iter().filter(|response| meaning(&response.status) == "good").find(with);
    let response = good?;
    let content = response.contents.iter().find(|content| !content.examples.is_empty())?;
    Some((response.status.clone(), content))
}

/// The forms of a body; `skipped` examples of the first one stand elsewhere.
fn contents(pen: &Pen<'_>, anchor: &str, contents: &[Content], skipped: usize) -> Vec<ContentView> {
    let mut shown: Vec<ContentView> = Vec::new();
    for (at, content) in contents.iter().enumerate() {
        let skipped = if at == 0 { skipped } else { 0 };
        // A message has no other place for its example.
        let all = pen.definition.api.format == Format::AsyncApi;
        let examples = content.examples.iter().skip(skipped).filter(|example| all || !example.generated);
        let anchor = content_anchor(anchor, at);
        let schema = content.schema.as_ref().map(|schema| Fields::new(pen, pen.layout.budget).schema(schema, &anchor));
        shown.push(ContentView {
            media_type: content.media_type.clone(),
            schema: schema.map(Into::into),
            examples: examples.map(|example| code("Example", example)).collect(),
        });
    }
    shown
}

/// The anchor of one of the forms of a body.
pub(super) fn content_anchor(anchor: &str, at: usize) -> String {
    if at == 0 { anchor.to_owned() } else { format!("{anchor}.{}", at + 1) }
}

pub(super) fn code(title: &str, example: &crate::model::Example) -> Code {
    let title = match (example.name.is_empty(), example.generated) {
        (false, _) => format!("{title} · {}", example.name),
        (true, true) => format!("{title} · made from the schema"),
        (true, false) => title.to_owned(),
    };
    Code { title, language: example.language, html: text::code(&example.text, example.language).into() }
}
