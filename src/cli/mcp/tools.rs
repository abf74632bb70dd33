//! The tools that a model is offered. Every word of them is a constant: nothing that a repository holds can change what a
//! model is told of its tools.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

/// An argument: name, type, whether it must be given, and what it means.
type Argument = (&'static str, &'static str, bool, &'static str);

/// One tool.
struct Offer {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    arguments: &'static [Argument],
}

const REFERENCE: Argument = ("ref", "string", true, "The entity, `kind:namespace/name`, e.g. `component:default/shop`");

const OFFSET: Argument = ("offset", "integer", false, "Where to go on reading: `next_offset` of the answer before");

/// All tools, in the order in which they are listed.
const OFFERS: [Offer; 8] = [
    Offer {
        name: "search",
        title: "Search the portal",
        about: "Finds entities, documents, API operations and problems by words, the best first.",
        arguments: &[
            ("query", "string", true, "Words; also `\"a phrase\"`, `owner:team-a`, `kind:docs`"),
            ("limit", "integer", false, "At most so many results; 10 unless given, 50 at the most"),
        ],
    },
    Offer {
        name: "query",
        title: "Query the catalog",
        about: "Lists entities by fields and relations, e.g. `kind:component lifecycle:production -has:docs` or \
                `depends-on*:resource:default/kafka`. A `*` behind a relation follows it any number of steps.",
        arguments: &[
            ("query", "string", true, "A query in the portal's query language; the empty query finds every entity"),
            (
                "columns",
                "string",
                false,
                "Fields and relations to show, separated by commas; `kind,name,owner,system,lifecycle` unless given",
            ),
            ("limit", "integer", false, "At most so many entities; 50 unless given, 500 at the most"),
        ],
    },
    Offer {
        name: "get_entity",
        title: "Read an entity",
        about: "Gives all that the catalog says of one entity: metadata, spec, relations, and where it is declared.",
        arguments: &[REFERENCE],
    },
    Offer {
        name: "read_page",
        title: "Read a document",
        about: "Gives a page of documents as Markdown, 16,000 characters at a time. `search` gives the addresses of pages.",
        arguments: &[
            (
                "page",
                "string",
                true,
                "The page, relative to the root of the portal, e.g. `docs/default/component/shop/index.html`",
            ),
            OFFSET,
        ],
    },
    Offer {
        name: "list_apis",
        title: "List APIs and operations",
        about: "Without `ref`, lists all APIs; with it, the operations of one, and what changed since the version before.",
        arguments: &[
            ("ref", "string", false, "An API, `api:namespace/name`"),
            ("contains", "string", false, "Only operations that have this text in verb, target, name or summary"),
        ],
    },
    Offer {
        name: "read_definition",
        title: "Read an API's definition",
        about: "Gives the text of an API's definition (OpenAPI, AsyncAPI, GraphQL, Protocol Buffers), 16,000 characters at a time.",
        arguments: &[("ref", "string", true, "An API, `api:namespace/name`"), OFFSET],
    },
    Offer {
        name: "dependents",
        title: "What depends on an entity",
        about: "The blast radius: everything that needs an entity, directly or through others, with owners and lifecycles.",
        arguments: &[REFERENCE],
    },
    Offer {
        name: "context_pack",
        title: "Read a context pack",
        about: "Gives a digest of a system, a domain or a group within a budget of tokens: parts, dependencies, APIs, key documents.",
        arguments: &[("ref", "string", true, "A system, domain or group, e.g. `system:default/payments`")],
    },
];

/// All tools as the protocol describes them.
pub fn all() -> Vec<Tool> {
    OFFERS.iter().map(tool).collect()
}

fn tool(offer: &Offer) -> Tool {
    let property = |(name, kind, _, about): &Argument| {
        let mut schema = json!({ "type": kind, "description": about });
        if *kind == "integer" {
            schema["minimum"] = 0.into();
        }
        ((*name).to_owned(), schema)
    };
    let required: Vec<&str> = offer.arguments.iter().filter(|argument| argument.2).map(|argument| argument.0).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Value::Object(offer.arguments.iter().map(property).collect()));
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), false.into());
    let hints = ToolAnnotations::from_raw(None, Some(true), Some(false), Some(true), Some(false));
    Tool::new(offer.name, offer.about, Arc::new(schema)).with_title(offer.title).with_annotations(hints)
}
