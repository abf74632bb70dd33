//! Reports: questions of the configuration.

use super::{FieldType, Ground, Today, Vocabulary, answer, parse, sheet};
use crate::{
    diagnostic::{Diagnostic, Rule, Severity, nearest},
    model::{Placed, ReportAnswer, SavedReport},
};

/// A report whose query or columns make no sense.
pub const WRONG_REPORT: Rule =
    Rule { id: "wrong-report", severity: Severity::Error, summary: "A report of the configuration cannot be answered" };

/// What every answer shows unless it is told otherwise.
const COLUMNS: [&str; 5] = ["kind", "name", "owner", "system", "lifecycle"];

/// What is wrong with reports; those that have no problem can be answered.
pub fn check(reports: &[SavedReport], vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    reports.iter().flat_map(|report| problems(report, vocabulary)).collect()
}

fn problems(report: &SavedReport, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let (text, place) = &report.query;
    let wrong_query = parse(text, vocabulary).err().map(|error| {
        let part: String = text.chars().skip(error.start).take((error.end - error.start).min(40)).collect();
        let at = if part.is_empty() { String::new() } else { format!(" at `{part}`") };
        let message = format!("the query of the report `{}` is wrong{at}: {}", report.name, error.message);
        let diagnostic = Diagnostic::new(&WRONG_REPORT, place.clone(), message);
        error.hint.into_iter().fold(diagnostic, Diagnostic::hint)
    });
    let unknown = report.columns.iter().chain(&report.group_by).filter(|(name, _)| !vocabulary.has_values(name));
    wrong_query.into_iter().chain(unknown.map(|name| unknown_field(name, vocabulary))).collect()
}

fn unknown_field((name, place): &Placed, vocabulary: &Vocabulary) -> Diagnostic {
    let diagnostic = Diagnostic::new(&WRONG_REPORT, place.clone(), format!("no field is called `{name}`"));
    let names = vocabulary.names().iter().map(String::as_str).filter(|name| vocabulary.has_values(name));
    match nearest(name, names) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// The answer to a report; none when its query is wrong.
pub fn report(report: &SavedReport, ground: &Ground, today: Today) -> Option<ReportAnswer> {
    if !problems(report, ground.vocabulary()).is_empty() {
        return None;
    }
    let query = parse(&report.query.0, ground.vocabulary()).ok()?;
    let found = answer(ground, &query, today);
    let columns = match report.columns.as_slice() {
        [] => COLUMNS.map(str::to_owned).to_vec(),
        chosen => chosen.iter().map(|(name, _)| name.clone()).collect(),
    };
    let sheet = match &report.group_by {
        Some((field, _)) => sheet::groups(ground, &found, field, usize::MAX),
        None => sheet::entities(ground, &found, &columns, usize::MAX),
    };
    let (mut head, mut rows, mut references) = (Vec::new(), vec![Vec::new(); sheet.rows.len()], Vec::new());
    if report.group_by.is_none() {
        head.push("entity".to_owned());
        references.push(true);
        for (row, entity) in rows.iter_mut().zip(&found) {
            row.push(vec![ground.reference(*entity).to_owned()]);
        }
    }
    for (place, name) in sheet.head.iter().enumerate() {
        let relation = ground.vocabulary().has_values(name) && ground.field_type(name).is_none();
        head.push(name.clone());
        references.push(relation || ground.field_type(name) == Some(FieldType::Ref));
        for (row, cells) in rows.iter_mut().zip(&sheet.rows) {
            row.push(sheet::values(&cells[place]));
        }
    }
    Some(ReportAnswer { head, rows, references, csv: sheet.csv(), json: sheet.json() })
}
