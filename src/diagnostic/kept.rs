//! A problem as texts, and back: what a later build shows again without looking for it.

use super::{Diagnostic, Rule};
use crate::model::{Place, RepoPath};

/// Between the texts of one place.
const UNIT: char = '\u{1f}';

impl Diagnostic {
    /// The problem as texts. One that names other places or a line of its source is not kept: none.
    pub fn texts(&self) -> Option<[String; 5]> {
        let Self { rule, severity, place, message, hint, related, entity } = self;
        if !related.is_empty() || place.excerpt.is_some() || *severity != rule.severity {
            return None;
        }
        let Place { repo, path, line, column, .. } = place;
        let some = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| format!("{UNIT}{text}"));
        let place = format!("{repo}{UNIT}{path}{UNIT}{line}{UNIT}{column}");
        Some([rule.id.to_owned(), place, message.clone(), some(hint), some(entity)])
    }

    /// The problem that [`Diagnostic::texts`] wrote, when `rule` knows its rule.
    pub fn from_texts(texts: &[&str], rule: impl Fn(&str) -> Option<&'static Rule>) -> Option<Self> {
        let [id, place, message, hint, entity] = texts else { return None };
        let mut parts = place.split(UNIT);
        let (repo, path) = (parts.next()?.to_owned(), RepoPath::new(parts.next()?).ok()?);
        let (line, column) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let whole = parts.next().is_none();
        let some = |text: &str| text.strip_prefix(UNIT).map(str::to_owned);
        let diagnostic = Self::new(rule(id)?, Place { repo, path, line, column, excerpt: None }, *message);
        whole.then_some(Self { hint: some(hint), entity: some(entity), ..diagnostic })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Severity, *};

    static RULE: Rule = Rule { id: "a-rule", severity: Severity::Warning, summary: "" };

    #[test]
    fn problems_come_back() {
        let place = Place {
            repo: "a/b".to_owned(),
            path: RepoPath::new("c d.md").expect("a path"),
            line: 3,
            column: 0,
            excerpt: None,
        };
        let plain = Diagnostic::new(&RULE, place.clone(), "x\ny");
        for diagnostic in
            [plain.clone(), plain.clone().hint(""), Diagnostic { entity: Some("e".to_owned()), ..plain.clone() }]
        {
            let texts = diagnostic.texts().expect("it is plain");
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            assert_eq!(Diagnostic::from_texts(&texts, |id| (id == "a-rule").then_some(&RULE)), Some(diagnostic));
            assert_eq!(Diagnostic::from_texts(&texts, |_| None), None);
        }
        assert_eq!(plain.related(place, "there").texts(), None);
    }
}
