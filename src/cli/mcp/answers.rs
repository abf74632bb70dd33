//! What the tools answer: JSON with the place that each text comes from, bounded in size.

use serde_json::{Map, Value, json};

use super::portal::Portal;
use crate::{
    diagnostic::nearest,
    index,
    model::visible,
    query::{self, sheet},
};

/// So many characters of a document are given at once.
const MOST_TEXT: usize = 16_000;

/// The largest answer, in bytes.
const LARGEST: usize = 128 << 10;

/// An answer, or why there is none, for the model to read.
type Answer = Result<Value, String>;

/// The answer of a tool; none when there is no such tool.
pub fn answer(portal: &Portal, tool: &str, arguments: &Map<String, Value>) -> Option<Result<String, String>> {
    let answer = match tool {
        "search" => search(portal, arguments),
        "query" => asked(portal, arguments),
        "get_entity" => entity(portal, arguments),
        "read_page" => page(portal, arguments),
        "list_apis" => interfaces(portal, arguments),
        "read_definition" => definition(portal, arguments),
        "dependents" => dependents(portal, arguments),
        "context_pack" => pack(portal, arguments),
        _ => return None,
    };
    Some(answer.map(clean).and_then(|answer| {
        let text = answer.to_string();
        if text.len() <= LARGEST {
            return Ok(text);
        }
        Err(format!(
            "the answer has {} bytes, more than {LARGEST}: ask for less, with a narrower query or a limit",
            text.len()
        ))
    }))
}

/// All texts without what no reader sees.
fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(visible(&text)),
        Value::Array(items) => items.into_iter().map(clean).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (visible(&key), clean(value))).collect())
        }
        other => other,
    }
}

fn text<'a>(arguments: &'a Map<String, Value>, name: &str) -> Result<&'a str, String> {
    arguments.get(name).and_then(Value::as_str).ok_or_else(|| format!("`{name}` must be a string"))
}

fn number(arguments: &Map<String, Value>, name: &str, without: usize, most: usize) -> Result<usize, String> {
    match arguments.get(name) {
        None | Some(Value::Null) => Ok(without),
        Some(value) => {
            let number = value.as_u64().ok_or_else(|| format!("`{name}` must be a whole number"))?;
            Ok(usize::try_from(number).unwrap_or(most).min(most))
        }
    }
}

fn search(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let limit = number(arguments, "limit", 10, 50)?;
    let answer = index::search(&mut |path| portal.fetch(path), text(arguments, "query")?, limit)?;
    let found = |found: &index::Found| {
        let source =
            found.reference.as_deref().and_then(|reference| portal.entity(reference)).map(|entity| &entity["source"]);
        json!({ "title": found.title, "ref": found.reference, "page": found.page, "source": source })
    };
    Ok(json!({ "total": answer.total, "results": answer.found.iter().map(found).collect::<Vec<_>>() }))
}

fn asked(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let limit = number(arguments, "limit", 50, 500)?;
    let columns = arguments.get("columns").and_then(Value::as_str).unwrap_or("kind,name,owner,system,lifecycle");
    let columns: Vec<String> = columns.split(',').map(|name| name.trim().to_owned()).collect();
    let unknown = columns.iter().find(|name| !portal.ground.vocabulary().has_values(name));
    if let Some(name) = unknown {
        return Err(format!(
            "no field is called `{name}`; fields and relations: {}",
            portal.ground.vocabulary().names().join(", ")
        ));
    }
    rows(portal, text(arguments, "query")?, &columns, limit)
}

fn rows(portal: &Portal, asked: &str, columns: &[String], limit: usize) -> Answer {
    let query = query::parse(asked, portal.ground.vocabulary()).map_err(|error| error.show(asked))?;
    let found = query::answer(&portal.ground, &query, portal.today);
    let sheet = sheet::entities(&portal.ground, &found, columns, limit);
    Ok(json!({ "total": found.len(), "shown": found.len().min(limit), "entities": sheet.objects() }))
}

fn known<'a>(portal: &'a Portal, reference: &str) -> Result<&'a Value, String> {
    portal.entity(reference).ok_or_else(|| {
        let near = nearest(&reference.to_lowercase(), portal.references());
        let hint = near
            .map_or_else(|| "`search` finds entities by words".to_owned(), |near| format!("did you mean `{near}`?"));
        format!("no entity is called `{reference}`; {hint}")
    })
}

fn entity(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    Ok(known(portal, text(arguments, "ref")?)?.clone())
}

/// A part of a text and where it goes on.
fn part(whole: &str, arguments: &Map<String, Value>) -> Result<(String, Value, usize), String> {
    let offset = number(arguments, "offset", 0, usize::MAX)?;
    let total = whole.chars().count();
    let part: String = whole.chars().skip(offset).take(MOST_TEXT).collect();
    let end = offset.saturating_add(part.chars().count());
    Ok((part, if end < total { end.into() } else { Value::Null }, total))
}

fn page(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let asked = text(arguments, "page")?;
    let wanted = asked.split('#').next().unwrap_or(asked);
    let wanted = wanted.strip_suffix(".md").map_or_else(|| wanted.to_owned(), |stem| format!("{stem}.html"));
    let docs = portal.list("docs")?;
    let mut pages = docs.as_array().into_iter().flatten();
    let Some(page) = pages.find(|page| page["page"] == wanted.as_str()) else {
        return Err(format!("`{asked}` is no page of documents; `search` with `kind:docs` finds some"));
    };
    let whole = portal.text(&format!("{}.md", wanted.trim_end_matches(".html")))?;
    let (part, next, total) = part(&whole, arguments)?;
    let field = |key: &str| page[key].as_str().unwrap_or_default();
    Ok(json!({
        "title": page["title"], "page": wanted, "source": portal.provenance(field("repo"), field("path")),
        "characters": total, "next_offset": next, "markdown": part,
    }))
}

/// The API of a reference in the list of all.
fn interface(portal: &Portal, reference: &str) -> Result<Value, String> {
    let apis = portal.list("apis")?;
    let mut apis = apis.as_array().into_iter().flatten();
    let wanted = reference.trim().to_lowercase();
    match apis.find(|api| api["ref"] == wanted.as_str()) {
        Some(api) => Ok(api.clone()),
        None => known(portal, reference).and_then(|_| Err(format!("`{reference}` has no definition in the portal"))),
    }
}

fn interfaces(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let Some(reference) = arguments.get("ref").and_then(Value::as_str) else {
        let apis = portal.list("apis")?;
        let short = |api: &Value| {
            let operations = api["operations"].as_array().map_or(0, Vec::len);
            let breaking =
                api["before"]["changes"].as_array().into_iter().flatten().filter(|change| change["breaking"] == true);
            json!({ "ref": api["ref"], "title": api["title"], "format": api["format"], "version": api["version"],
                    "operations": operations, "breaking_changes": breaking.count(), "page": api["page"] })
        };
        return Ok(apis.as_array().into_iter().flatten().map(short).collect());
    };
    let mut api = interface(portal, reference)?;
    if let Some(words) = arguments.get("contains").and_then(Value::as_str) {
        let words = words.to_lowercase();
        let has = |operation: &Value| {
            let said = ["verb", "target", "id", "summary"]
                .map(|key| operation[key].as_str().unwrap_or_default().to_lowercase());
            said.iter().any(|said| said.contains(&words))
        };
        let operations: Vec<Value> =
            api["operations"].as_array().into_iter().flatten().filter(|one| has(one)).cloned().collect();
        api["operations"] = operations.into();
    }
    Ok(api)
}

fn definition(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let api = interface(portal, text(arguments, "ref")?)?;
    let field = |key: &str| api[key].as_str().unwrap_or_default();
    let (part, next, total) = part(&portal.text(field("file"))?, arguments)?;
    Ok(json!({
        "ref": api["ref"], "format": api["format"], "source": portal.provenance(field("repo"), field("path")),
        "characters": total, "next_offset": next, "text": part,
    }))
}

fn dependents(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let entity = known(portal, text(arguments, "ref")?)?;
    let reference = entity["ref"].as_str().unwrap_or_default();
    let columns = ["ref", "kind", "owner", "system", "lifecycle"].map(str::to_owned);
    let direct = rows(portal, &format!("needs:\"{reference}\""), &columns, 200)?;
    let all = rows(portal, &format!("needs*:\"{reference}\""), &columns, 200)?;
    Ok(json!({ "ref": reference, "source": entity["source"], "direct": direct, "direct_or_through_others": all }))
}

fn pack(portal: &Portal, arguments: &Map<String, Value>) -> Answer {
    let reference = known(portal, text(arguments, "ref")?)?["ref"].clone();
    let packs = portal.list("contexts")?;
    let Some(pack) = packs.as_array().into_iter().flatten().find(|pack| pack["ref"] == reference) else {
        return Err(format!(
            "{reference} has no context pack; systems, domains and groups have one when they have parts"
        ));
    };
    let markdown = portal.text(pack["path"].as_str().unwrap_or_default())?;
    Ok(json!({ "ref": reference, "tokens": pack["tokens"], "left_out": pack["leftOut"], "markdown": markdown }))
}
