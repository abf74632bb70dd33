//! How to call an operation of HTTP or gRPC from a shell.

use super::example;
use crate::model::{Api, Format, Operation, Parameter, SecurityScheme, Snippet};

/// The longest body that stands in a snippet, in bytes; a longer one is read from a file.
const LONGEST_BODY: usize = 1_200;

/// Gives every operation its snippet.
pub(super) fn fill(api: &mut Api) {
    let mut groups = std::mem::take(&mut api.groups);
    let base = api.servers.first().map_or("https://api.example.com", |server| &server.url);
    let base = match base.contains("://") {
        true => base.trim_end_matches('/').to_owned(),
        false => relative(base),
    };
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        if api.format == Format::Protobuf {
            operation.snippet = Some(Snippet { label: "grpcurl", language: "bash", text: grpcurl(operation) });
        } else if operation.target.starts_with('/') && api.format == Format::OpenApi {
            operation.snippet = Some(Snippet { label: "curl", language: "bash", text: curl(api, &base, operation) });
        }
    }
    api.groups = groups;
}

/// A server whose address is relative to that of the definition, which is not known.
fn relative(address: &str) -> String {
    let parts = address.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    parts.fold("https://api.example.com".to_owned(), |base, part| base + "/" + part)
}

fn grpcurl(operation: &Operation) -> String {
    let example = operation.request.iter().flat_map(|body| &body.contents).flat_map(|content| &content.examples).next();
    let body = example.map_or_else(|| "{}".to_owned(), |example| example.text.clone());
    format!("grpcurl -d {} \\\n  api.example.com:443 \\\n  {}", quoted(&body), operation.id)
}

fn curl(api: &Api, base: &str, operation: &Operation) -> String {
    let mut query = query(api, operation);
    let mut headers = Vec::new();
    if let Some(first) = operation.security.first() {
        for scheme in first.iter().filter_map(|need| api.schemes.iter().find(|scheme| scheme.name == need.scheme)) {
            prove(scheme, &mut headers, &mut query);
        }
    }
    let url = format!(
        "{base}{}{}",
        operation.target,
        if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) }
    );
    let mut parts = vec![match operation.verb.as_str() {
        "GET" => format!("curl {}", quoted(&url)),
        "HEAD" => format!("curl --head {}", quoted(&url)),
        verb => format!("curl -X {verb} {}", quoted(&url)),
    }];
    let given = operation.parameters.iter().filter(|parameter| parameter.location == "header" && parameter.required);
    headers.extend(
        given.map(|parameter| format!("-H {}", quoted(&format!("{}: {}", parameter.name, sample(api, parameter))))),
    );
    parts.extend(headers);
    body(operation, &mut parts);
    parts.join(" \\\n  ")
}

/// Required parameters of the query.
fn query(api: &Api, operation: &Operation) -> Vec<String> {
    let asked = operation.parameters.iter().filter(|parameter| parameter.location == "query" && parameter.required);
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    asked.map(|parameter| format!("{}={}", encoded(&parameter.name), encoded(&sample(api, parameter)))).collect()
}

fn sample(api: &Api, parameter: &Parameter) -> String {
    match example::value(api, &parameter.schema) {
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(items) => {
            let texts = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
            texts.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

/// What proves who is calling, with a variable of the shell in place of the secret.
fn prove(scheme: &SecurityScheme, headers: &mut Vec<String>, query: &mut Vec<String>) {
    let kind = scheme.kind.as_str();
    if let Some(name) = kind.strip_prefix("API key in the header ") {
        headers.push(format!("-H \"{}: $API_KEY\"", harmless(name)));
    } else if let Some(name) = kind.strip_prefix("API key in the query parameter ") {
        query.push(format!("{}=API_KEY", harmless(name)));
    } else if kind.starts_with("HTTP basic") {
        headers.push("-u \"$USER:$PASSWORD\"".to_owned());
    } else if ["Bearer", "OAuth", "OpenID"].iter().any(|start| kind.starts_with(start)) {
        headers.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    } else if kind == "Client certificate" {
        headers.push("--cert client.pem --key client.key".to_owned());
    }
}

fn body(operation: &Operation, parts: &mut Vec<String>) {
    let Some(content) = operation.request.as_ref().and_then(|body| body.contents.first()) else { return };
    let media = if content.media_type.is_empty() { "application/json" } else { &content.media_type };
    if media == "multipart/form-data" {
        parts.push("-F 'file=@file'".to_owned());
        return;
    }
    parts.push(format!("-H {}", quoted(&format!("Content-Type: {media}"))));
    match content.examples.first() {
        Some(example) if example.text.len() <= LONGEST_BODY && media.contains("json") => {
            parts.push(format!("-d {}", quoted(&example.text)));
        }
        _ => parts.push("--data-binary @body".to_owned()),
    }
}

/// A text in single quotes, which a shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A name that may stand in double quotes.
fn harmless(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect()
}
