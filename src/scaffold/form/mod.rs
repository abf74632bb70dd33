//! The questions of a template. In: `spec.parameters` and the answers so far. Out: the pages with the fields that these
//! answers call for, the answers completed with defaults, and what is wrong with them. It must not know who asks: the
//! page in the browser and the command line show the same questions.

mod answers;
mod check;
mod field;
mod formats;
mod schema;
#[cfg(test)]
mod tests;

use serde_json::Value;

pub use check::{Problem, below};
pub use field::{Branch, Choice, Control, Field};
pub use schema::{Object, choice_key};

/// A template's questions for the answers so far.
#[derive(Clone, Debug)]
pub struct Form {
    /// The pages of the wizard.
    pub pages: Vec<FormPage>,
    /// What the template is given: answers to questions that are asked, and defaults.
    pub answers: Object,
}

/// One page of the wizard.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// Its title; may be empty.
    pub title: String,
    /// What stands below the title; may be empty.
    pub description: String,
    /// The number and the names of branches of the whole page, when there is something to choose.
    pub branch: Option<Branch>,
    /// The questions, in their order.
    pub fields: Vec<Field>,
}

impl Form {
    /// The questions of `parameters`: one schema, or a list of them. `choices` holds branches that were chosen by hand,
    /// by [`choice_key`]. A `null` among the answers was emptied by hand.
    pub fn new(parameters: &Value, answers: &Object, choices: &Object) -> Self {
        let roots: &[Value] = match parameters {
            Value::Array(pages) => pages,
            Value::Null => &[],
            page => std::slice::from_ref(page),
        };
        let pages: Vec<schema::Page<'_>> =
            roots.iter().enumerate().map(|(number, root)| schema::Page::new(number, root, choices)).collect();
        let (answers, schemas) = answers::complete(&pages, answers);
        let page = |schema: &Object| {
            let problems = check::problems(&Value::Object(schema.clone()), &Value::Object(own(schema, &answers)));
            let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
            FormPage {
                title: text("title"),
                description: text("description"),
                branch: field::branch(schema),
                fields: field::fields(schema, &answers, "", &problems),
            }
        };
        let pages = schemas.iter().map(page).collect();
        Self { pages, answers }
    }

    /// All that is wrong with the answers, with the title of the field.
    pub fn problems(&self) -> Vec<(&Field, &str)> {
        let mut found = Vec::new();
        for page in &self.pages {
            collect(&page.fields, &mut found);
        }
        found
    }
}

fn collect<'a>(fields: &'a [Field], found: &mut Vec<(&'a Field, &'a str)>) {
    for field in fields {
        found.extend(field.problem.as_deref().map(|problem| (field, problem)));
        collect(&field.fields, found);
    }
}

/// The answers that a page asks for.
fn own(schema: &Object, answers: &Object) -> Object {
    let properties = schema.get("properties").and_then(Value::as_object);
    let asked = |name: &str| properties.is_none_or(|properties| properties.contains_key(name));
    answers.iter().filter(|(name, _)| asked(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}
