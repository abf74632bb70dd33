//! AsyncAPI 2 and 3, leniently. An operation is a channel and what is done to it; its messages stand where OpenAPI
//! has responses.

mod message;

use std::collections::HashSet;

use super::{desk::Desk, openapi, spot::Spot};
use crate::model::{Api, Format, Operation, Parameter, Response, Schema, Server};

/// So many operations of one definition are shown.
const MOST_OPERATIONS: usize = 5_000;

/// Reads a document.
pub(super) fn read<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Api {
    let version = root.scalar("asyncapi");
    let components = root.get("components");
    let part = |key: &str| components.and_then(|components| components.get(key));
    desk.declare_types("/components/schemas", part("schemas"));
    for key in ["info", "channels"] {
        match root.get(key) {
            None => desk.wrong(root, format!("The definition has no `{key}`")),
            Some(spot) if !spot.is_mapping() => desk.expect(key, "an object", spot),
            Some(_) => {}
        }
    }
    let mut operations = if version.starts_with('3') { new(desk, root) } else { old(desk, root) };
    operations.truncate(MOST_OPERATIONS);
    // Version 3 keeps in `info` what version 2 has beside it.
    let holder = root.get("info").filter(|info| info.get("tags").is_some()).unwrap_or(root);
    Api {
        format: Format::AsyncApi,
        dialect: format!("AsyncAPI {version}").trim_end().to_owned(),
        info: openapi::info(root),
        servers: servers(desk, root),
        schemes: openapi::schemes(desk, part("securitySchemes")),
        groups: openapi::groups(desk, holder, operations),
        types: Vec::new(),
    }
}

fn servers<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Vec<Server> {
    let server = |(_, spot): (&str, Spot<'a>)| {
        let spot = desk.meant(spot)?;
        let url = match spot.text("url") {
            "" => format!("{}{}", spot.text("host"), spot.text("pathname")),
            url => url.to_owned(),
        };
        Some(Server {
            url,
            protocol: format!("{} {}", spot.text("protocol"), spot.scalar("protocolVersion")).trim().to_owned(),
            description: spot.text("description").to_owned(),
            variables: openapi::variables(spot),
        })
    };
    root.entries_of("servers").filter_map(server).collect()
}

/// Version 2: a channel says what may be published to it and what one may subscribe to.
fn old<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Vec<(String, Operation)> {
    let mut found = Vec::new();
    for (address, channel) in root.entries_of("channels") {
        let Some(channel) = desk.meant(channel) else { continue };
        for (key, verb) in [("subscribe", "SUBSCRIBE"), ("publish", "PUBLISH")] {
            let Some(spot) = channel.get(key).filter(|_| found.len() < MOST_OPERATIONS) else { continue };
            let messages: Vec<Spot<'a>> = spot
                .get("message")
                .into_iter()
                .flat_map(|message| match message.get("oneOf") {
                    Some(several) => several.items().collect::<Vec<_>>(),
                    None => vec![message],
                })
                .collect();
            let responses =
                messages.into_iter().filter_map(|message| message::message(desk, root, message, "")).collect();
            found.push(operation(desk, (address, channel), (verb, spot), (spot.text("operationId"), responses)));
        }
    }
    found
}

/// Version 3: operations name a channel and some of its messages.
fn new<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Vec<(String, Operation)> {
    let mut found = Vec::new();
    let mut used = HashSet::new();
    for (id, spot) in root.entries_of("operations").take(MOST_OPERATIONS) {
        let Some(spot) = desk.meant(spot) else { continue };
        let Some((name, channel)) = channel(desk, spot) else {
            desk.wrong(spot, format!("The operation `{}` names no channel", super::desk::short(id)));
            continue;
        };
        let mut responses = messages(desk, root, spot, channel, "");
        if let Some(reply) = spot.get("reply").and_then(|reply| desk.meant(reply)) {
            let channel = self::channel(desk, reply).map_or(reply, |(_, channel)| channel);
            responses.extend(messages(desk, root, reply, channel, "reply: "));
        }
        let verb = if spot.text("action") == "send" { "SEND" } else { "RECEIVE" };
        let address = address(&name, channel);
        used.insert(name);
        found.push(operation(desk, (&address, channel), (verb, spot), (id, responses)));
    }
    // A channel that no operation names is still something to know.
    for (name, spot) in root.entries_of("channels") {
        if found.len() < MOST_OPERATIONS
            && !used.contains(name)
            && let Some(channel) = desk.meant(spot)
        {
            let responses = messages(desk, root, channel, channel, "");
            found.push(operation(desk, (&address(name, channel), channel), ("CHANNEL", channel), (name, responses)));
        }
    }
    found
}

fn address(name: &str, channel: Spot<'_>) -> String {
    let address = channel.text("address");
    if address.is_empty() { name.to_owned() } else { address.to_owned() }
}

/// The channel that an operation or a reply names, with its name.
fn channel<'a>(desk: &Desk<'a>, holder: Spot<'a>) -> Option<(String, Spot<'a>)> {
    let channel = holder.get("channel")?;
    let name = channel.text("$ref").rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    Some((name, desk.meant(channel)?))
}

/// The messages that an operation names, or all of its channel.
fn messages<'a>(desk: &Desk<'a>, root: Spot<'a>, holder: Spot<'a>, channel: Spot<'a>, prefix: &str) -> Vec<Response> {
    let named: Vec<Spot<'a>> = holder.items_of("messages").collect();
    let all = if named.is_empty() { channel.entries_of("messages").map(|(_, spot)| spot).collect() } else { named };
    all.into_iter().filter_map(|spot| message::message(desk, root, spot, prefix)).collect()
}

fn operation<'a>(
    desk: &Desk<'a>,
    (address, channel): (&str, Spot<'a>),
    (verb, spot): (&str, Spot<'a>),
    (id, responses): (&str, Vec<Response>),
) -> (String, Operation) {
    let name = if id.is_empty() { format!("{}-{address}", verb.to_lowercase()) } else { id.to_owned() };
    let mut texts = vec![spot.text("description")];
    if spot.node != channel.node {
        texts.push(channel.text("description"));
    }
    let tag = spot.items_of("tags").next().and_then(|tag| desk.meant(tag)).map_or("", |tag| tag.text("name"));
    let [summary, title] = [spot.text("summary"), spot.text("title")];
    let operation = Operation {
        verb: verb.to_owned(),
        target: address.to_owned(),
        id: id.to_owned(),
        anchor: desk.anchor("op", &name),
        summary: if summary.is_empty() { title } else { summary }.to_owned(),
        description: texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        deprecated: spot.flag("deprecated").then(String::new),
        parameters: parameters(desk, channel),
        responses,
        line: desk.line(spot),
        ..Operation::default()
    };
    (tag.to_owned(), operation)
}

/// The variables in a channel's address.
fn parameters<'a>(desk: &Desk<'a>, channel: Spot<'a>) -> Vec<Parameter> {
    let parameter = |(name, spot): (&str, Spot<'a>)| {
        let spot = desk.meant(spot)?;
        let schema = match spot.get("schema") {
            Some(schema) => desk.schema(schema),
            None => Schema { shape: super::schema::simple("string").shape, ..desk.schema(spot) },
        };
        let description = match spot.text("description") {
            "" => schema.description.clone(),
            text => text.to_owned(),
        };
        let schema = Schema { description, ..schema };
        Some(Parameter { location: "channel".to_owned(), name: name.to_owned(), required: true, schema })
    };
    channel.entries_of("parameters").filter_map(parameter).collect()
}
