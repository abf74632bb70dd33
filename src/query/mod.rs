//! The query language. In: the catalog and what else is known of its entities, or the files of a site; and queries
//! as text. Out: the entities that a query finds, in order; and the files from which the browser's engine answers the
//! same. It must not know where the facts come from, nor how an answer is shown.
//!
//! `content/manual/docs/reference/query.md` is the language; `tests/query` holds both engines to it.

mod answer;
mod ask;
mod bits;
mod date;
mod ground;
mod known;
mod misspelt;
mod order;
mod policy;
mod report;
mod scores;
pub mod sheet;
mod states;
mod walk;

pub use answer::{answer, weigh};
pub use ask::{Query, QueryError, parse};
pub use date::Today;
pub use ground::{FIELDS, Facts, FieldType, Ground, OPEN, RELATIONS, Vocabulary};
pub use known::{Known, sight};
pub use misspelt::{Misspelt, misspelt};
pub use policy::{found_by, violation, wrong_policies};
pub use report::{check, report};
pub use sheet::{Sheet, cell_text};
pub use states::STATES;

use crate::diagnostic::Rule;

/// The rules of this room.
pub const RULES: [&Rule; 3] = [&report::WRONG_REPORT, &policy::WRONG_POLICY, &policy::POLICY];
