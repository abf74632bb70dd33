//! JSON Schema, as far as the published schemas use it.

use serde_json::Value;

/// Keywords that say nothing of values.
const SILENT: [&str; 8] = ["$schema", "title", "description", "format", "$defs", "examples", "default", "minimum"];

/// Where `value` is not as `schema`, a part of `document`, says. A keyword that is not known is a fault as well.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "", &mut found);
    found
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(rules) = schema.as_object() else {
        if schema == &Value::Bool(false) {
            found.push(format!("{at}: nothing may stand here"));
        }
        return;
    };
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$ref" => {
                let pointer = rule.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference within");
                let target = document.pointer(pointer).unwrap_or_else(|| panic!("{pointer} leads somewhere"));
                check(document, target, value, at, found);
            }
            "properties" => {
                for (name, schema) in rule.as_object().expect("an object") {
                    let of = value.get(name);
                    of.into_iter().for_each(|part| check(document, schema, part, &format!("{at}/{name}"), found));
                }
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(document, rule, item, &format!("{at}/{number}"), found);
                }
            }
            "prefixItems" => {
                let pairs = rule.as_array().expect("an array").iter().zip(value.as_array().into_iter().flatten());
                for (number, (schema, item)) in pairs.enumerate() {
                    check(document, schema, item, &format!("{at}/{number}"), found);
                }
            }
            "anyOf" | "oneOf" => {
                let schemas = rule.as_array().expect("an array");
                let fit = schemas.iter().filter(|schema| faults(document, schema, value).is_empty()).count();
                if fit == 0 || (keyword == "oneOf" && fit > 1) {
                    found.push(format!("{at}: {value} is {fit} of {rule}"));
                }
            }
            assertion => found.extend(fails(assertion, rule, value).map(|fault| format!("{at}: {fault}"))),
        }
    }
}

/// What is wrong with a value by a keyword that looks at nothing inside it.
fn fails(keyword: &str, rule: &Value, value: &Value) -> Option<String> {
    match keyword {
        "type" => {
            let types = rule.as_array().map_or_else(|| vec![rule], |types| types.iter().collect());
            let fits = types.iter().any(|name| is_of(value, name.as_str().expect("a type")));
            (!fits).then(|| format!("{value} is no {rule}"))
        }
        "required" => {
            let names = rule.as_array().expect("an array").iter().filter_map(Value::as_str);
            let lacks: Vec<&str> = names.filter(|name| value.is_object() && value.get(*name).is_none()).collect();
            (!lacks.is_empty()).then(|| format!("lacks {}", lacks.join(", ")))
        }
        "const" => (rule != value).then(|| format!("{value} is not {rule}")),
        "enum" => (!rule.as_array().expect("an array").contains(value)).then(|| format!("{value} is none of {rule}")),
        "minItems" | "maxItems" => {
            let (count, bound) = (value.as_array()?.len() as u64, rule.as_u64().expect("a number"));
            (if keyword == "minItems" { count < bound } else { count > bound }).then(|| format!("{count} items"))
        }
        "additionalProperties" if rule == &Value::Bool(true) => None,
        silent if SILENT.contains(&silent) => None,
        other => Some(format!("the keyword {other} is not known")),
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}
