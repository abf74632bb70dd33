//! The tests that stand behind `is`.

use std::cmp::Ordering;

use super::{
    coercion::{order, same, to_number},
    fault::{Budget, Fault, Outcome, nearest},
    text::{is, lower, quoted, shown, upper},
    value::Value,
};

/// One test.
#[derive(Clone, Copy, Debug)]
pub struct Predicate {
    name: &'static str,
    arguments: usize,
}

const fn predicate(name: &'static str, arguments: usize) -> Predicate {
    Predicate { name, arguments }
}

const PREDICATES: [Predicate; 26] = [
    predicate("callable", 0),
    predicate("defined", 0),
    predicate("divisibleby", 1),
    predicate("eq", 1),
    predicate("equalto", 1),
    predicate("escaped", 0),
    predicate("even", 0),
    predicate("falsy", 0),
    predicate("ge", 1),
    predicate("greaterthan", 1),
    predicate("gt", 1),
    predicate("iterable", 0),
    predicate("le", 1),
    predicate("lessthan", 1),
    predicate("lower", 0),
    predicate("lt", 1),
    predicate("mapping", 0),
    predicate("ne", 1),
    predicate("null", 0),
    predicate("number", 0),
    predicate("odd", 0),
    predicate("sameas", 1),
    predicate("string", 0),
    predicate("truthy", 0),
    predicate("undefined", 0),
    predicate("upper", 0),
];

/// The test under a name.
pub fn find(name: &[u16]) -> Option<Predicate> {
    PREDICATES.into_iter().find(|predicate| is(name, predicate.name))
}

/// The name of a test that was probably meant.
pub fn meant(name: &str) -> Option<&'static str> {
    nearest(name, PREDICATES.iter().map(|predicate| predicate.name))
}

/// Says that there is no such test.
pub fn unknown(name: &[u16]) -> Box<Fault> {
    let fault = Fault::new(format!("there is no test {}", quoted(name)));
    match meant(&shown(name)) {
        Some(known) => fault.hint(format!("did you mean {known}?")),
        None => fault,
    }
}

impl Predicate {
    /// Refuses too many or too few arguments.
    ///
    /// # Errors
    /// When it takes another number of them.
    pub fn accepts(self, given: usize) -> Outcome<()> {
        if given == self.arguments {
            return Ok(());
        }
        let wanted = if self.arguments == 0 { "no argument" } else { "one argument" };
        Err(Fault::new(format!("the test {} takes {wanted}", self.name)))
    }

    /// Whether it holds.
    ///
    /// # Errors
    /// When it cannot be said of such a value.
    pub fn holds(self, value: &Value, argument: Option<&Value>, budget: &Budget) -> Outcome<bool> {
        let argument = argument.unwrap_or(&Value::Undefined);
        match self.name {
            "callable" => return Ok(matches!(value, Value::Callable(_))),
            "eq" | "equalto" | "sameas" => return Ok(same(value, argument)),
            "ne" => return Ok(!same(value, argument)),
            _ => {
                value.plain()?;
                argument.plain()?;
            }
        }
        budget.work(1)?;
        let remainder = |by: f64| Ok::<_, Box<Fault>>(to_number(value, budget)? % by);
        let ordered = |wanted: fn(Ordering) -> bool| Ok(order(value, argument, budget)?.is_some_and(wanted));
        match self.name {
            "divisibleby" => Ok(remainder(to_number(argument, budget)?)? == 0.0),
            "even" => Ok(remainder(2.0)? == 0.0),
            "odd" => Ok(remainder(2.0)? == 1.0),
            "ge" => ordered(Ordering::is_ge),
            "greaterthan" | "gt" => ordered(Ordering::is_gt),
            "le" => ordered(Ordering::is_le),
            "lessthan" | "lt" => ordered(Ordering::is_lt),
            _ => self.describes(value),
        }
    }

    /// The tests that look at the kind of a value alone, or at a text.
    fn describes(self, value: &Value) -> Outcome<bool> {
        Ok(match self.name {
            "defined" => !matches!(value, Value::Undefined),
            "undefined" => matches!(value, Value::Undefined),
            "null" => matches!(value, Value::Null),
            "number" => matches!(value, Value::Number(_)),
            "string" => matches!(value, Value::Text(_)),
            "escaped" => matches!(value, Value::Safe(_)),
            "truthy" => value.truthy(),
            "falsy" => !value.truthy(),
            "mapping" => matches!(value, Value::Object(_) | Value::Safe(_) | Value::Regex(_)),
            "iterable" => match value {
                Value::Undefined | Value::Null => {
                    return Err(Fault::new(format!(
                        "the test iterable asks for a value, and this is {}",
                        value.kind()
                    )));
                }
                value => matches!(value, Value::Text(_) | Value::Safe(_) | Value::Array(_)),
            },
            // A safe text is an object, and so never the same as its changed text.
            _ if matches!(value, Value::Safe(_)) => false,
            name => match value.units() {
                Some(units) if name == "lower" => lower(units) == units,
                Some(units) => upper(units) == units,
                None => {
                    return Err(Fault::new(format!("the test {name} asks for a text, and this is {}", value.kind())));
                }
            },
        })
    }
}
