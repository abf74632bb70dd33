//! The filters: Nunjucks' 43, and the four of Backstage's scaffolder.

mod backstage;
mod lists;
mod markup;
mod ordered;
mod texts;
mod values;

use super::{
    coercion::{to_number, to_text},
    fault::{Budget, Fault, Outcome, nearest},
    text::{Text, is, quoted, shown},
    value::Value,
};

/// One filter.
pub struct Filter {
    /// What templates call it.
    pub name: &'static str,
    run: fn(&Call, &mut Means) -> Outcome<Value>,
    /// How arguments with names reach it.
    named: Named,
}

/// How arguments with names reach a filter.
#[derive(Clone, Copy)]
enum Named {
    /// As one last argument that holds them all, whatever their names: how Nunjucks passes them.
    Bag,
    /// Each at its place.
    Placed(&'static [&'static str]),
    /// Not at all.
    Refused,
}

/// What filters may use beside their arguments.
pub struct Means<'a> {
    /// What is left of the limits.
    pub budget: &'a Budget,
    /// Where the numbers of `random` are drawn from: the same ones in every run, so that output is reproducible.
    pub random: &'a mut u64,
}

const fn filter(name: &'static str, run: fn(&Call, &mut Means) -> Outcome<Value>) -> Filter {
    Filter { name, run, named: Named::Bag }
}

const FILTERS: [Filter; 47] = [
    filter("abs", values::abs),
    filter("batch", lists::batch),
    filter("capitalize", texts::capitalize),
    filter("center", texts::center),
    filter("d", values::default),
    filter("default", values::default),
    filter("dictsort", ordered::dictsort),
    filter("dump", values::dump),
    filter("e", markup::escape),
    filter("escape", markup::escape),
    filter("first", lists::first),
    filter("float", values::float),
    filter("forceescape", markup::forceescape),
    filter("groupby", ordered::groupby),
    filter("indent", texts::indent),
    Filter { name: "int", run: values::int, named: Named::Placed(&["default", "base"]) },
    filter("join", lists::join),
    filter("last", lists::last),
    filter("length", lists::length),
    filter("list", lists::list),
    filter("lower", texts::lower),
    filter("nl2br", markup::nl2br),
    Filter { name: "parseEntityRef", run: backstage::parse_entity_ref, named: Named::Refused },
    Filter { name: "parseRepoUrl", run: backstage::parse_repo_url, named: Named::Refused },
    Filter { name: "pick", run: backstage::pick, named: Named::Refused },
    Filter { name: "projectSlug", run: backstage::project_slug, named: Named::Refused },
    filter("random", lists::random),
    filter("reject", lists::reject),
    filter("rejectattr", lists::rejectattr),
    filter("replace", texts::replace),
    filter("reverse", lists::reverse),
    filter("round", values::round),
    filter("safe", markup::safe),
    filter("select", lists::select),
    filter("selectattr", lists::selectattr),
    filter("slice", lists::slice),
    Filter { name: "sort", run: ordered::sort, named: Named::Placed(&["reverse", "case_sensitive", "attribute"]) },
    filter("string", texts::string),
    filter("striptags", markup::striptags),
    filter("sum", lists::sum),
    filter("title", texts::title),
    filter("trim", texts::trimmed),
    filter("truncate", texts::truncate),
    filter("upper", texts::upper),
    filter("urlencode", markup::urlencode),
    filter("urlize", markup::urlize),
    filter("wordcount", texts::wordcount),
];

/// The filter under a name. In the language of Cookiecutter `jsonify` is `dump`.
pub fn find(name: &[u16], python: bool) -> Option<&'static Filter> {
    static TABLE: [Filter; 47] = FILTERS;
    let wanted = |filter: &&Filter| is(name, filter.name) || (python && filter.name == "dump" && is(name, "jsonify"));
    TABLE.iter().find(wanted)
}

/// The name of a filter that was probably meant.
pub fn meant(name: &str, python: bool) -> Option<&'static str> {
    nearest(name, FILTERS.iter().map(|filter| filter.name).chain(python.then_some("jsonify")))
}

/// Says that there is no such filter.
pub fn unknown(name: &[u16], python: bool) -> Box<Fault> {
    let fault = Fault::new(format!("there is no filter {}", quoted(name)));
    match meant(&shown(name), python) {
        Some(known) => fault.hint(format!("did you mean {known}?")),
        None => fault,
    }
}

/// A filter with what it is given.
pub struct Call {
    filter: &'static Filter,
    /// What is filtered.
    pub input: Value,
    arguments: Vec<Value>,
}

impl Call {
    /// Puts the arguments where the filter expects them.
    ///
    /// # Errors
    /// When one is a function, or has a name and the filter takes none.
    pub fn new(
        filter: &'static Filter,
        input: Value,
        mut arguments: Vec<Value>,
        keyword: Vec<(Text, Value)>,
    ) -> Outcome<Self> {
        input.plain()?;
        arguments.iter().chain(keyword.iter().map(|(_, value)| value)).try_for_each(|value| value.plain().map(drop))?;
        match filter.named {
            _ if keyword.is_empty() => {}
            Named::Placed(names) => {
                for name in names.iter().skip(arguments.len()) {
                    let given = keyword.iter().rev().find(|(given, _)| is(given, name));
                    arguments.push(given.map_or(Value::Undefined, |(_, value)| value.clone()));
                }
            }
            Named::Bag => {
                let mark = ("__keywords".into(), Value::Bool(true));
                arguments.push(Value::object(keyword.into_iter().chain([mark]).collect())?);
            }
            Named::Refused => {
                return Err(Fault::new(format!("the filter {} takes no named arguments", filter.name)));
            }
        }
        Ok(Self { filter, input, arguments })
    }

    /// What the filter makes of it.
    ///
    /// # Errors
    /// When the filter can make nothing of these values, or it costs too much.
    pub fn run(&self, means: &mut Means) -> Outcome<Value> {
        means.budget.work(1 + self.input.units().map_or(0, |units| units.len() / 16))?;
        (self.filter.run)(self, means)
    }

    fn argument(&self, number: usize) -> &Value {
        self.arguments.get(number).unwrap_or(&Value::Undefined)
    }

    /// The argument, unless it counts as false.
    fn given(&self, number: usize) -> Option<&Value> {
        Some(self.argument(number)).filter(|value| value.truthy())
    }

    fn number(&self, number: usize, means: &Means) -> Outcome<f64> {
        to_number(self.argument(number), means.budget)
    }

    /// The input as text: nothing for what is not there, and an error for what is no text.
    fn units(&self) -> Outcome<&[u16]> {
        match &self.input {
            Value::Undefined | Value::Null | Value::Bool(false) => Ok(&[]),
            input => text_of(input),
        }
    }

    /// A text that is safe where the input was.
    fn like_input(&self, units: impl Into<Text>, means: &Means) -> Outcome<Value> {
        let text = units.into();
        means.budget.text(text.len())?;
        Ok(if matches!(self.input, Value::Safe(_)) { Value::safe(text) } else { Value::Text(text) })
    }
}

/// The units of a text.
fn text_of(value: &Value) -> Outcome<&[u16]> {
    value.units().ok_or_else(|| {
        Fault::new(format!("it takes a text, and this is {}", value.kind())).hint("make it a text with value | string")
    })
}

/// The units of a text, for what falls back to another way of reading where it is none.
fn key_of(value: &Value, means: &Means) -> Outcome<Text> {
    let key = to_text(value, means.budget)?;
    if super::value::is_reserved(&key) {
        return Err(Fault::new(format!("the name {} is reserved", quoted(&key))));
    }
    Ok(key)
}

/// Says that the input is of the wrong kind.
fn wants(what: &str, value: &Value) -> Box<Fault> {
    Fault::new(format!("it takes {what}, and this is {}", value.kind()))
}
