//! The reports that a configuration asks for.

use super::{
    raw::RawReport,
    reader::{Reader, Text},
};
use crate::model::{Placed, SavedReport};

/// Judges what can be judged without a catalog: whether queries and fields make sense is found when there is one.
pub fn reports(reader: &mut Reader<'_>, raw: Vec<RawReport>) -> Vec<SavedReport> {
    let mut reports: Vec<SavedReport> = Vec::new();
    for report in raw {
        let (Some(name), Some(query)) = (&report.name, &report.query) else {
            reader.wrong(report.spot, "a report has a `name` and a `query`", "");
            continue;
        };
        let slug = slug(&name.value, reports.len() + 1);
        if reports.iter().any(|other| other.slug == slug) {
            reader.wrong(
                name.spot,
                format!("another report has the address of `{}`", name.value),
                "name it differently",
            );
        }
        if let Some(chart) = &report.chart {
            if chart.value != "bar" {
                reader.wrong(chart.spot, format!("no chart is called `{}`", chart.value), "write `chart: bar`");
            } else if report.group_by.is_none() {
                reader.wrong(
                    chart.spot,
                    "a chart shows counts, which only reports with `group-by` have",
                    "add `group-by`",
                );
            }
        }
        let placed = |text: &Text| -> Placed { (text.value.clone(), reader.place(text.spot)) };
        reports.push(SavedReport {
            name: name.value.trim().to_owned(),
            slug,
            query: placed(query),
            columns: report.columns.iter().map(placed).collect(),
            group_by: report.group_by.as_ref().map(placed),
            bars: report.chart.is_some(),
        });
    }
    reports
}

/// A name as a part of an address; its number where it has no Latin letters.
fn slug(name: &str, number: usize) -> String {
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let letters: String = letters.take(80).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { format!("report-{number}") } else { words.join("-") }
}
