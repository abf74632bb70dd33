//! JSON Schema, in the dialects of its drafts, of OpenAPI and of AsyncAPI, to the model's schemas.

use super::{
    constraints::constraints,
    desk::Desk,
    example,
    spot::{Spot, line},
};
use crate::model::{Choice, EnumValue, Field, Node, Object, Schema, Shape, TypeIndex, Value};

/// How deep schemas are read inside each other without a reference between them.
const DEEPEST: usize = 32;

impl<'a> Desk<'a> {
    /// The schema at a spot.
    pub(super) fn schema(&self, spot: Spot<'a>) -> Schema {
        self.schema_at(spot, 0)
    }

    fn schema_at(&self, spot: Spot<'a>, depth: usize) -> Schema {
        if depth > DEEPEST || !self.spend(spot) {
            return Schema::default();
        }
        match &spot.node.value {
            Value::Mapping(_) => {}
            Value::Bool(true) | Value::Null => return Schema::default(),
            Value::Bool(false) => return simple("nothing"),
            _ => {
                self.expect("schema", "an object", spot);
                return Schema::default();
            }
        }
        let mut schema = facets(spot);
        schema.shape = match spot.get("$ref") {
            Some(reference) => self.reference(reference).map_or_else(|| unresolved(reference.node), Shape::Named),
            None => self.shape(spot, depth, &mut schema),
        };
        schema
    }

    fn reference(&self, reference: Spot<'a>) -> Option<TypeIndex> {
        let (spot, place) = self.target(reference)?;
        self.named(place, spot)
    }

    fn shape(&self, spot: Spot<'a>, depth: usize, schema: &mut Schema) -> Shape {
        let own = self.own_shape(spot, depth, schema);
        let mut parts: Vec<Schema> = Vec::new();
        for (key, choice) in [("oneOf", Choice::One), ("anyOf", Choice::Any)] {
            let options = self.options(spot, key, depth, schema);
            match options.len() {
                0 => {}
                1 => parts.extend(options),
                _ => parts.push(of(Shape::Choice(choice, options))),
            }
        }
        let mut all: Vec<Schema> = spot.items_of("allOf").map(|part| self.schema_at(part, depth + 1)).collect();
        all.append(&mut parts);
        if all.is_empty() {
            return own;
        }
        merge(own, all, schema)
    }

    /// What the alternatives of `oneOf` or `anyOf` are; `null` among them makes the schema nullable.
    fn options(&self, spot: Spot<'a>, key: &str, depth: usize, schema: &mut Schema) -> Vec<Schema> {
        let is_null = |item: &Spot<'a>| item.text("type") == "null" || item.node.value == Value::Null;
        let all: Vec<Spot<'a>> = spot.items_of(key).collect();
        schema.nullable |= all.iter().any(is_null);
        all.into_iter().filter(|item| !is_null(item)).map(|item| self.schema_at(item, depth + 1)).collect()
    }

    /// The shape without what is composed.
    fn own_shape(&self, spot: Spot<'a>, depth: usize, schema: &mut Schema) -> Shape {
        let mut types = types(spot);
        let before = types.len();
        types.retain(|name| name != "null");
        schema.nullable |= types.len() < before;
        if types.is_empty() {
            types.extend(inferred(spot, schema).map(str::to_owned));
        }
        match types.as_slice() {
            [] => Shape::Any,
            [name] if name == "object" => self.object(spot, depth),
            [name] if name == "array" => Shape::Array(Box::new(self.items(spot, depth))),
            names if names.iter().any(|name| name == "object" || name == "array") => {
                let part = |name: &String| match name.as_str() {
                    "object" => of(self.object(spot, depth)),
                    "array" => of(Shape::Array(Box::new(self.items(spot, depth)))),
                    name => simple(name),
                };
                Shape::Choice(Choice::Any, names.iter().map(part).collect())
            }
            _ => Shape::Simple(types),
        }
    }

    fn object(&self, spot: Spot<'a>, depth: usize) -> Shape {
        let required: Vec<&str> = spot.texts_of("required").collect();
        if let Some(properties) = spot.get("properties").filter(|properties| !properties.is_mapping()) {
            self.expect("properties", "an object", properties);
        }
        let field = |name: &str, value: Spot<'a>| Field {
            required: required.contains(&name),
            schema: self.schema_at(value, depth + 1),
            name: name.to_owned(),
            ..Field::default()
        };
        let is_stray = |(name, value): &(&str, Spot<'a>)| *name == "$ref" && value.node.as_str().is_some();
        let (stray, properties): (Vec<_>, Vec<_>) = spot.entries_of("properties").partition(is_stray);
        for (_, reference) in stray {
            let message = "`$ref` stands among the names of properties, where it leads nowhere; \
                           `allOf` takes over the properties of another schema";
            self.wrong(reference, message);
        }
        let mut fields: Vec<Field> = properties.into_iter().map(|(name, value)| field(name, value)).collect();
        let patterns = spot.entries_of("patternProperties");
        fields.extend(patterns.map(|(name, value)| field(&format!("/{name}/"), value)));
        let additional = spot.get("additionalProperties").or_else(|| spot.get("unevaluatedProperties"));
        let closed = additional.is_some_and(|node| node.node.value == Value::Bool(false));
        let others = additional.filter(|node| node.is_mapping()).map(|node| Box::new(self.schema_at(node, depth + 1)));
        match others {
            Some(others) if fields.is_empty() => Shape::Map(others),
            others => Shape::Object(Object { includes: Vec::new(), fields, others, closed }),
        }
    }

    fn items(&self, spot: Spot<'a>, depth: usize) -> Schema {
        let tuple =
            |key: &str| -> Vec<Schema> { spot.items_of(key).map(|item| self.schema_at(item, depth + 1)).collect() };
        let mut options = tuple("prefixItems");
        match spot.get("items") {
            Some(items) if items.node.items().is_empty() => {
                let items = self.schema_at(items, depth + 1);
                if options.is_empty() {
                    return items;
                }
                options.push(items);
            }
            Some(_) => options.extend(tuple("items")),
            None => {}
        }
        match options.len() {
            0 => Schema::default(),
            1 => options.remove(0),
            _ => of(Shape::Choice(Choice::Any, options)),
        }
    }
}

/// `allOf`, and `oneOf` beside properties: one object where all parts are objects, else the parts side by side.
fn merge(own: Shape, mut all: Vec<Schema>, schema: &mut Schema) -> Shape {
    let own = match own {
        Shape::Any => None,
        Shape::Object(object) if object.fields.is_empty() && object.others.is_none() => None,
        shape => Some(of(shape)),
    };
    all.extend(own);
    let foldable = |part: &Schema| matches!(part.shape, Shape::Named(_) | Shape::Object(_)) && part.values.is_empty();
    if all.len() == 1 {
        let part = all.remove(0);
        absorb(schema, &part);
        return part.shape;
    }
    if !all.iter().all(foldable) {
        return Shape::Choice(Choice::All, all);
    }
    let mut whole = Object::default();
    for part in all {
        match part.shape {
            Shape::Named(index) => whole.includes.push(index),
            Shape::Object(object) => {
                whole.includes.extend(object.includes);
                whole.fields.extend(object.fields);
                whole.closed |= object.closed;
                whole.others = whole.others.or(object.others);
            }
            _ => {}
        }
        if schema.description.is_empty() {
            schema.description = part.description;
        }
    }
    Shape::Object(whole)
}

/// Takes over what the only part says and the whole does not.
fn absorb(schema: &mut Schema, part: &Schema) {
    if schema.description.is_empty() {
        schema.description.clone_from(&part.description);
    }
    if schema.format.is_empty() {
        schema.format.clone_from(&part.format);
    }
    schema.nullable |= part.nullable;
    schema.constraints.extend(part.constraints.iter().cloned());
    if schema.values.is_empty() {
        schema.values.clone_from(&part.values);
    }
    schema.example = schema.example.take().or_else(|| part.example.clone());
    schema.default = schema.default.take().or_else(|| part.default.clone());
}

/// Everything about a schema but its shape.
fn facets(spot: Spot<'_>) -> Schema {
    let description = [spot.text("description"), spot.text("title")];
    let example = spot.get("example").or_else(|| spot.items_of("examples").next());
    let reason = spot.text("x-deprecated-reason").to_owned();
    Schema {
        format: spot.text("format").to_owned(),
        description: description.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned(),
        deprecated: spot.flag("deprecated").then_some(reason),
        nullable: spot.flag("nullable") || spot.flag("x-nullable"),
        read_only: spot.flag("readOnly"),
        write_only: spot.flag("writeOnly"),
        constraints: constraints(spot),
        default: spot.get("default").map(|node| example::excerpt(node.node).to_string()),
        values: values(spot),
        example: example.map(|example| example::excerpt(example.node)),
        shape: Shape::Any,
    }
}

fn values(spot: Spot<'_>) -> Vec<EnumValue> {
    let described = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames"];
    let texts = described.iter().find_map(|key| spot.get(key));
    let description = |at: usize, value: &str| {
        let node = texts.and_then(|texts| texts.node.at(&[&at.to_string()]).or_else(|| texts.node.get(value)));
        node.and_then(Node::as_str).unwrap_or_default().to_owned()
    };
    let items = spot.items_of("enum").filter(|item| item.node.value != Value::Null).enumerate();
    let value = |(at, item): (usize, Spot<'_>)| {
        let value = line(item.node);
        EnumValue { description: description(at, &value), value, deprecated: None }
    };
    let mut values: Vec<EnumValue> = items.map(value).collect();
    if let (Some(constant), true) = (spot.get("const"), values.is_empty()) {
        values.push(EnumValue { value: line(constant.node), ..EnumValue::default() });
    }
    values
}

/// `type`, as one name or several.
fn types(spot: Spot<'_>) -> Vec<String> {
    match spot.get("type") {
        Some(one) if one.node.as_str().is_some() => one.node.as_str().map(str::to_owned).into_iter().collect(),
        Some(several) => several.items().filter_map(|item| item.node.as_str().map(str::to_owned)).collect(),
        None => Vec::new(),
    }
}

/// The type that the other keywords suggest when none is given.
fn inferred(spot: Spot<'_>, schema: &Schema) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| spot.get(key).is_some());
    let scalar = spot.items_of("enum").next().or_else(|| spot.get("const")).map(|value| value.node.type_name());
    if has(&["properties", "additionalProperties", "patternProperties"]) {
        return Some("object");
    }
    if has(&["items", "prefixItems"]) {
        return Some("array");
    }
    let composed = has(&["oneOf", "anyOf", "allOf"]);
    let string = !schema.format.is_empty() || has(&["pattern", "minLength", "maxLength"]);
    scalar.or_else(|| (string && !composed).then_some("string"))
}

fn unresolved(reference: &Node) -> Shape {
    let name = reference.as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    Shape::Simple(vec![if name.is_empty() { "unknown".to_owned() } else { super::desk::short(name).to_owned() }])
}

/// A schema of nothing but a shape.
pub(super) fn of(shape: Shape) -> Schema {
    Schema { shape, ..Schema::default() }
}

/// A schema of a simple type.
pub(super) fn simple(name: &str) -> Schema {
    of(Shape::Simple(vec![name.to_owned()]))
}
