//! What changed between two versions of a definition, seen by those who call the API. A change is breaking when a
//! caller that worked may fail: something is gone, something more is asked for, something comes back otherwise.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Change, Field, Format, Operation, Parameter, Schema, Shape, TypeIndex};

/// So many changes are kept.
const MOST_CHANGES: usize = 300;

/// So deep are schemas compared without a named type between them.
const DEEPEST: usize = 24;

/// The changes from one version to the next, breaking ones first.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut walker = Walker { old, new, changes: Vec::new(), seen: HashSet::new(), subject: Subject::default() };
    walker.operations();
    if new.groups.is_empty() && old.groups.is_empty() {
        walker.types();
    }
    let mut changes = walker.changes;
    changes.sort();
    changes.dedup();
    // What breaks one way of using a type is not told again for the way that it does not break.
    let breaking: HashSet<(String, String)> = changes
        .iter()
        .filter(|change| !change.compatible)
        .map(|change| (change.subject.clone(), change.message.replace("required ", "")))
        .collect();
    changes
        .retain(|change| !change.compatible || !breaking.contains(&(change.subject.clone(), change.message.clone())));
    changes.truncate(MOST_CHANGES);
    changes
}

/// Whether a schema is of what is sent or of what comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    Sent,
    Back,
}

/// What a change concerns.
#[derive(Clone, Debug, Default)]
struct Subject {
    name: String,
    anchor: Option<String>,
}

struct Walker<'a> {
    old: &'a Api,
    new: &'a Api,
    changes: Vec<Change>,
    /// Pairs of types that are compared already.
    seen: HashSet<(TypeIndex, TypeIndex, Way)>,
    subject: Subject,
}

impl<'a> Walker<'a> {
    fn say(&mut self, compatible: bool, message: String) {
        // Sorting and cutting come last; this only keeps hostile definitions small.
        if self.changes.len() < 20 * MOST_CHANGES {
            let Subject { name, anchor } = self.subject.clone();
            self.changes.push(Change { compatible, subject: name, message, anchor });
        }
    }

    fn breaks(&mut self, message: String) {
        self.say(false, message);
    }

    fn adds(&mut self, message: String) {
        self.say(true, message);
    }

    fn operations(&mut self) {
        let old = by_name(self.old);
        let new = by_name(self.new);
        for before in self.old.groups.iter().flat_map(|group| &group.operations) {
            let name = name(before);
            if new.contains_key(&name) {
                continue;
            }
            self.subject = Subject { name, anchor: None };
            let known = if before.deprecated.is_some() { "; it was deprecated" } else { "" };
            self.breaks(format!("was removed{known}"));
        }
        for group in &self.new.groups {
            for operation in &group.operations {
                let name = name(operation);
                let before = old.get(&name).copied();
                self.subject = Subject { name, anchor: Some(operation.anchor.clone()) };
                match before {
                    None => self.adds("was added".to_owned()),
                    Some(before) => self.operation(before, operation),
                }
            }
        }
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        if old.deprecated.is_none() && new.deprecated.is_some() {
            self.adds("is deprecated".to_owned());
        }
        if old.verb != new.verb {
            self.breaks(format!("is `{}` now, it was `{}`", new.verb.to_lowercase(), old.verb.to_lowercase()));
        }
        self.parameters(&old.parameters, &new.parameters);
        match (&old.request, &new.request) {
            (Some(old), Some(new)) => {
                if new.required && !old.required {
                    self.breaks("must be sent a body".to_owned());
                }
                self.schemas(&old.contents, &new.contents, Way::Sent, "the request");
            }
            (None, Some(new)) if new.required => self.breaks("must be sent a body".to_owned()),
            (Some(_), None) => self.breaks("takes no body any more".to_owned()),
            _ => {}
        }
        for before in &old.responses {
            match new.responses.iter().find(|response| response.status == before.status) {
                Some(after) => {
                    self.schemas(&before.contents, &after.contents, Way::Back, &format!("`{}`", before.status))
                }
                None if before.status.starts_with(['4', '5']) => {
                    self.adds(format!("does not answer `{}` any more", before.status))
                }
                None => self.breaks(format!("does not answer `{}` any more", before.status)),
            }
        }
        for after in &new.responses {
            if old.responses.iter().all(|response| response.status != after.status) {
                self.adds(format!("may answer `{}`", after.status));
            }
        }
    }

    fn parameters(&mut self, old: &'a [Parameter], new: &'a [Parameter]) {
        let key = |parameter: &'a Parameter| (parameter.location.as_str(), parameter.name.as_str());
        let words = |parameter: &Parameter| {
            format!("{} parameter `{}`", parameter.location, parameter.name).replace("argument parameter", "argument")
        };
        for before in old {
            if new.iter().all(|after| key(after) != key(before)) {
                // What is not read any more is refused by GraphQL alone.
                self.say(self.new.format != Format::GraphQl, format!("the {} was removed", words(before)));
            }
        }
        for after in new {
            let Some(before) = old.iter().find(|before| key(before) == key(after)) else {
                let must = if after.required { "required " } else { "optional " };
                self.say(!after.required, format!("the {must}{} was added", words(after)));
                continue;
            };
            if after.required && !before.required {
                self.breaks(format!("the {} is required now", words(after)));
            } else if before.required && !after.required {
                self.adds(format!("the {} is optional now", words(after)));
            }
            self.schema((&before.schema, &after.schema), Way::Sent, &format!("the {}", words(after)), 0);
        }
    }

    fn schemas(&mut self, old: &'a [crate::model::Content], new: &'a [crate::model::Content], way: Way, place: &str) {
        for before in old {
            let Some(after) = new.iter().find(|after| after.media_type == before.media_type) else {
                self.breaks(format!("{place} is not `{}` any more", before.media_type));
                continue;
            };
            if let (Some(before), Some(after)) = (&before.schema, &after.schema) {
                self.schema((before, after), way, place, 0);
            }
        }
    }

    /// Compares two schemas; `place` says what they are of.
    fn schema(&mut self, (old, new): (&'a Schema, &'a Schema), way: Way, place: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        self.values(old, new, way, place);
        if old.nullable != new.nullable {
            let breaking = (way == Way::Back) == new.nullable;
            let words = if new.nullable { "may be null now" } else { "is never null now" };
            self.say(!breaking, format!("{place} {words}"));
        }
        match (&old.shape, &new.shape) {
            (Shape::Named(before), Shape::Named(after)) => self.named(*before, *after, way, place),
            (Shape::Object(before), Shape::Object(after)) => {
                for (before, after) in before.includes.iter().zip(&after.includes) {
                    self.named(*before, *after, way, place);
                }
                self.fields((&before.fields, &after.fields), way, place, depth);
            }
            (Shape::Array(before), Shape::Array(after)) | (Shape::Map(before), Shape::Map(after)) => {
                self.schema((before, after), way, place, depth + 1);
            }
            (Shape::Simple(before), Shape::Simple(after)) if before == after && old.format == new.format => {}
            (Shape::Choice(..), Shape::Choice(..)) | (Shape::Any, _) | (_, Shape::Any) => {}
            (before, after) => {
                let (before, after) = (words(self.old, before, &old.format), words(self.new, after, &new.format));
                if before != after {
                    self.breaks(format!("{place} is {after} now, it was {before}"));
                }
            }
        }
    }

    fn values(&mut self, old: &Schema, new: &Schema, way: Way, place: &str) {
        if old.values.is_empty() || new.values.is_empty() {
            return;
        }
        let has = |schema: &Schema, value: &str| schema.values.iter().any(|known| known.value == value);
        for gone in old.values.iter().filter(|value| !has(new, &value.value)) {
            self.say(way == Way::Back, format!("{place} is never `{}` any more", gone.value));
        }
        for added in new.values.iter().filter(|value| !has(old, &value.value)) {
            self.adds(format!("{place} may be `{}`", added.value));
        }
    }

    /// Compares named types once for each way; changes are told of the type.
    fn named(&mut self, old: TypeIndex, new: TypeIndex, way: Way, place: &str) {
        let (Some(before), Some(after)) = (self.old.types.get(old.0 as usize), self.new.types.get(new.0 as usize))
        else {
            return;
        };
        if before.name != after.name {
            self.adds(format!("{place} is `{}` now, it was `{}`", after.name, before.name));
        }
        if self.seen.len() > 50_000 || !self.seen.insert((old, new, way)) {
            return;
        }
        let outer = std::mem::replace(
            &mut self.subject,
            Subject { name: after.name.clone(), anchor: Some(after.anchor.clone()) },
        );
        self.schema((&before.schema, &after.schema), way, "the value", 0);
        self.subject = outer;
    }

    fn fields(&mut self, (old, new): (&'a [Field], &'a [Field]), way: Way, place: &str, depth: usize) {
        let below = |name: &str| match place {
            "the value" | "the request" => format!("`{name}`"),
            place if place.ends_with('`') && !place.contains(' ') => format!("{}.{name}`", place.trim_end_matches('`')),
            place => format!("{place}: `{name}`"),
        };
        let fresh: HashMap<&str, &'a Field> = new.iter().map(|field| (field.name.as_str(), field)).collect();
        let known: HashMap<&str, &'a Field> = old.iter().map(|field| (field.name.as_str(), field)).collect();
        for before in old {
            let Some(after) = fresh.get(before.name.as_str()).copied() else {
                let breaking = way == Way::Back || self.new.format == Format::GraphQl;
                self.say(!breaking, format!("the field {} was removed", below(&before.name)));
                continue;
            };
            match (way, before.required, after.required) {
                (Way::Sent, false, true) => self.breaks(format!("the field {} is required now", below(&after.name))),
                (Way::Back, true, false) => self.breaks(format!("the field {} may be missing now", below(&after.name))),
                _ => {}
            }
            if let (true, Some(was), Some(is)) = (before.number != after.number, before.number, after.number) {
                self.breaks(format!("the field {} has number {is} now, it was {was}", below(&after.name)));
            }
            self.parameters(&before.arguments, &after.arguments);
            self.schema((&before.schema, &after.schema), way, &below(&after.name), depth + 1);
        }
        for after in new.iter().filter(|after| !known.contains_key(after.name.as_str())) {
            let breaking = way == Way::Sent && after.required;
            let must = if breaking { "required field" } else { "field" };
            self.say(!breaking, format!("the {must} {} was added", below(&after.name)));
        }
    }

    /// Types of a definition without operations: both what is sent and what comes back.
    fn types(&mut self) {
        let new: HashMap<&str, usize> =
            (0..).zip(&self.new.types).map(|(at, named)| (named.name.as_str(), at)).collect();
        for (at, before) in (0..).map(TypeIndex).zip(&self.old.types) {
            match new.get(before.name.as_str()) {
                Some(after) => {
                    let after = TypeIndex(u32::try_from(*after).unwrap_or(u32::MAX));
                    self.named(at, after, Way::Back, "");
                    self.named(at, after, Way::Sent, "");
                }
                None => {
                    self.subject = Subject { name: before.name.clone(), anchor: None };
                    self.breaks("was removed".to_owned());
                }
            }
        }
    }
}

/// Operations by what they do.
fn by_name(api: &Api) -> HashMap<String, &Operation> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    operations.map(|operation| (name(operation), operation)).collect()
}

/// What tells an operation from all others, e.g. `GET /pets`.
pub fn name(operation: &Operation) -> String {
    match operation.verb.as_str() {
        "RPC" | "STREAM" => operation.id.rsplit('.').next().unwrap_or_default().to_owned(),
        verb => format!("{verb} {}", operation.target),
    }
}

/// A shape in a few words.
fn words(api: &Api, shape: &Shape, format: &str) -> String {
    match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Simple(names) if format.is_empty() => format!("`{}`", names.join(" or ")),
        Shape::Simple(names) => format!("`{}` ({format})", names.join(" or ")),
        Shape::Named(index) => {
            api.types.get(index.0 as usize).map_or_else(|| "a type".to_owned(), |named| format!("`{}`", named.name))
        }
        Shape::Object(_) => "an object".to_owned(),
        Shape::Array(_) => "a list".to_owned(),
        Shape::Map(_) => "a map".to_owned(),
        Shape::Choice(..) => "one of several".to_owned(),
    }
}
