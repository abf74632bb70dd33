//! The one kind of text that templates insert as it is.

use serde::{Serialize, Serializer};

use crate::model::Html;

/// Safe HTML, marked so that autoescaping lets it through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Markup(pub(crate) Html);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(self.0.as_str()).serialize(serializer)
    }
}

impl From<Html> for Markup {
    fn from(html: Html) -> Self {
        Self(html)
    }
}
