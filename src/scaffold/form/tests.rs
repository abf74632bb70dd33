use serde_json::{Value, json};

use super::{Control, Field, Form, Object};

fn object(value: Value) -> Object {
    value.as_object().cloned().expect("an object")
}

/// The pointers of all fields, those of groups and lists before their own.
fn pointers(fields: &[Field]) -> Vec<&str> {
    let below = |field: &Field| field.fields.iter().map(|_| ()).count();
    let mut all = Vec::new();
    for field in fields {
        all.push(field.pointer.as_str());
        if below(field) > 0 {
            all.extend(pointers(&field.fields));
        }
    }
    all
}

fn asked(form: &Form) -> String {
    form.pages.iter().map(|page| pointers(&page.fields).join(" ")).collect::<Vec<_>>().join(" | ")
}

/// Schemas whose questions depend on answers, in the order of their names in the test.
fn schemas() -> [Value; 7] {
    let by_dependency = json!({
        "properties": { "deploy": { "enum": ["no", "aws"], "default": "no" } },
        "dependencies": { "deploy": { "oneOf": [
            { "properties": { "deploy": { "const": "no" } } },
            { "properties": { "deploy": { "const": "aws" }, "region": { "type": "string", "default": "eu" } },
              "required": ["region"] },
        ] } },
    });
    let by_presence = json!({
        "properties": { "card": { "type": "string" } },
        "dependencies": { "card": { "properties": { "address": { "type": "string" } }, "required": ["address"] } },
    });
    let by_condition = json!({
        "properties": { "size": { "type": "integer", "default": 1 } },
        "if": { "properties": { "size": { "minimum": 5 } } },
        "then": { "properties": { "why": { "type": "string" } }, "required": ["why"] },
        "else": { "properties": { "fast": { "type": "boolean", "default": true } } },
    });
    let all_of = json!({
        "properties": { "kind": { "type": "string" } },
        "allOf": [
            { "if": { "properties": { "kind": { "const": "db" } }, "required": ["kind"] },
              "then": { "properties": { "engine": { "type": "string", "default": "pg" } } } },
            { "$ref": "#/definitions/more" },
        ],
        "definitions": { "more": { "properties": { "note": { "type": "string" } } } },
    });
    let branches = json!({
        "oneOf": [
            { "title": "By name", "properties": { "name": { "type": "string" } }, "required": ["name"] },
            { "title": "By id", "properties": { "id": { "type": "integer", "default": 7 } } },
        ],
    });
    let nested = json!({
        "properties": { "box": {
            "type": "object",
            "properties": { "a": { "type": "string", "default": "x" }, "b": { "type": "string" } },
            "dependencies": { "a": ["b"] },
            "ui:order": ["b", "*"],
        } },
    });
    let list = json!({
        "properties": { "ports": { "type": "array", "items": {
            "type": "object", "properties": { "n": { "type": "integer" }, "open": { "type": "boolean", "default": true } },
        } } },
    });
    [by_dependency, by_presence, by_condition, all_of, branches, nested, list]
}

#[test]
fn conditions_decide_what_is_asked_and_given() {
    let [by_dependency, by_presence, by_condition, all_of, branches, nested, list] = schemas();
    let cases = [
        (&by_dependency, json!({}), "/deploy", json!({"deploy": "no"}), ""),
        (&by_dependency, json!({"deploy": "aws"}), "/deploy /region", json!({"deploy": "aws", "region": "eu"}), ""),
        // What is no longer asked for is not given.
        (&by_dependency, json!({"deploy": "no", "region": "us"}), "/deploy", json!({"deploy": "no"}), ""),
        (
            &by_dependency,
            json!({"deploy": "aws", "region": null}),
            "/deploy /region",
            json!({"deploy": "aws"}),
            "/region is required",
        ),
        (&by_presence, json!({}), "/card", json!({}), ""),
        (&by_presence, json!({"card": "1"}), "/card /address", json!({"card": "1"}), "/address is required"),
        (&by_condition, json!({}), "/size /fast", json!({"size": 1, "fast": true}), ""),
        (&by_condition, json!({"size": 9}), "/size /why", json!({"size": 9}), "/why is required"),
        (&all_of, json!({"kind": "db"}), "/kind /engine /note", json!({"kind": "db", "engine": "pg"}), ""),
        (&all_of, json!({}), "/kind /note", json!({}), ""),
        (&branches, json!({}), "/name", json!({}), "/name is required"),
        (&branches, json!({"id": 3}), "/id", json!({"id": 3}), ""),
        (&nested, json!({}), "/box /box/b /box/a", json!({"box": {"a": "x"}}), "/box/b is required"),
        (
            &list,
            json!({"ports": [{"n": 1}, {"n": "x"}]}),
            "/ports /ports/0 /ports/0/n /ports/0/open /ports/1 /ports/1/n /ports/1/open",
            json!({"ports": [{"n": 1, "open": true}, {"n": "x", "open": true}]}),
            "/ports/1/n must be a whole number",
        ),
    ];
    for (schema, answers, fields, given, problems) in cases {
        let form = Form::new(schema, &object(answers.clone()), &Object::new());
        let found: Vec<String> =
            form.problems().iter().map(|(field, problem)| format!("{} {problem}", field.pointer)).collect();
        let seen = (asked(&form), Value::Object(form.answers.clone()), found.join(", "));
        assert_eq!(seen, (fields.to_owned(), given, problems.to_owned()), "{schema} with {answers}");
    }
    let by_hand = object(json!({ "0:": 1 }));
    let form = Form::new(&branches, &Object::new(), &by_hand);
    assert_eq!((asked(&form), Value::Object(form.answers)), ("/id".to_owned(), json!({"id": 7})));
}

#[test]
fn answers_are_checked() {
    let cases = [
        (json!({"type": "string", "pattern": "^[a-z]+$"}), json!("A1"), "must match ^[a-z]+$"),
        (json!({"type": "string", "minLength": 3, "maxLength": 2}), json!("äb"), "needs at least 3 characters"),
        (json!({"type": "string", "pattern": "(?=x)"}), json!("y"), ""),
        (json!({"type": "string", "format": "email"}), json!("a@b"), ""),
        (json!({"type": "string", "format": "date"}), json!("2023-02-29"), "must be a date, like 2030-12-31"),
        (json!({"type": "string", "format": "date-time"}), json!("2024-02-29T23:59:00.5+01:00"), ""),
        (json!({"ui:field": "RepoUrlPicker"}), json!("github.com?owner=acme&repo=shop"), ""),
        (
            json!({"ui:field": "RepoUrlPicker"}),
            json!("shop"),
            "must be a repository's address, like github.com?owner=acme&repo=shop",
        ),
        (json!({"enum": ["a", 1]}), json!(1.0), ""),
        (json!({"enum": ["a", 1]}), json!(2), "must be one of \"a\", 1"),
        (json!({"type": "number", "minimum": 1, "multipleOf": 0.1}), json!(0.3), "must be at least 1"),
        (json!({"type": ["string", "null"]}), json!(3), "must be text or empty"),
        (
            json!({"type": "array", "uniqueItems": true, "maxItems": 1}),
            json!(["a", "a"]),
            "has 2 entries; at most 1 are allowed; has an entry twice",
        ),
        (
            json!({"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}),
            json!("c"),
            "is none of what is allowed: \"a\", \"b\"",
        ),
        (json!({"not": {"const": 1}}), json!(1), "is not allowed"),
        (
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            json!({"x": "y"}),
            "must be a whole number",
        ),
    ];
    for (schema, value, problem) in cases {
        let page = json!({ "properties": { "it": schema } });
        let form = Form::new(&page, &object(json!({ "it": value })), &Object::new());
        assert_eq!(form.pages[0].fields[0].problem.as_deref().unwrap_or_default(), problem, "{schema} {value}");
    }
}

#[test]
fn schemas_say_how_they_are_answered() {
    let cases = [
        (json!({"type": "string"}), Control::Text, ""),
        (json!({"type": "string", "ui:widget": "textarea"}), Control::LongText, ""),
        (json!({"type": "string", "ui:options": {"widget": "hidden"}}), Control::Hidden, ""),
        (json!({"type": "string", "ui:field": "Secret"}), Control::Secret, ""),
        (json!({"type": "string", "ui:field": "OwnerPicker"}), Control::Entity, ""),
        (json!({"type": "array", "ui:field": "EntityTagsPicker"}), Control::Tags, ""),
        (json!({"type": "string", "enum": ["a", "b"], "enumNames": ["A", "B"]}), Control::Select, "A B"),
        (json!({"type": "string", "oneOf": [{"const": 1, "title": "One"}, {"const": "b"}]}), Control::Select, "One b"),
        (json!({"type": "boolean", "ui:widget": "radio"}), Control::Radio, ""),
        (json!({"type": "array", "items": {"enum": ["x", "y"]}, "uniqueItems": true}), Control::Checkboxes, "x y"),
        (json!({"type": "array", "items": {"type": "string"}}), Control::List, ""),
        (json!({"type": "integer", "ui:widget": "range"}), Control::Range, ""),
        (json!({"type": ["number", "null"]}), Control::Number, ""),
        (json!({"properties": {"a": {}}}), Control::Group, ""),
        (json!({"type": "string", "ui:field": "SomebodysOwn"}), Control::Text, ""),
    ];
    for (schema, control, labels) in cases {
        let form = Form::new(&json!({ "properties": { "it": schema } }), &Object::new(), &Object::new());
        let field = &form.pages[0].fields[0];
        let shown: Vec<&str> = field.choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!((field.control, shown.join(" ")), (control, labels.to_owned()), "{schema}");
    }
}

#[test]
fn hostile_schemas_end() {
    let twice = json!({ "$ref": "#/definitions/a" });
    let doubling = json!({ "definitions": { "a": { "allOf": [twice, twice], "properties": { "b": twice } } }, "$ref": "#/definitions/a" });
    let mut deep = json!({ "type": "string" });
    for _ in 0..100 {
        deep = json!({ "properties": { "a": deep }, "items": { "not": true } });
    }
    let odd = json!({ "properties": { "__proto__": { "type": "string" }, "a/b~c": { "default": 1 } }, "required": 7, "allOf": {}, "oneOf": [3], "if": [], "enum": {} });
    for (schema, count) in [(&doubling, 1), (&deep, 1), (&odd, 2), (&json!([1, null, "x"]), 0)] {
        let form = Form::new(schema, &Object::new(), &Object::new());
        assert_eq!(
            form.pages.iter().map(|page| page.fields.len()).max(),
            Some(count),
            "{}",
            &schema.to_string()[..60.min(schema.to_string().len())]
        );
    }
}
