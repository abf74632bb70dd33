//! Collections with questions and people's judgments, in the files of the SMART system: documents in `*.all*`, questions
//! in `*.qry`, judgments in `*rel`; Cranfield and CISI come so.

use std::{fs, path::Path};

use super::{documents::Document, questions::Question};

/// The documents and questions of a folder; nothing when a file is missing.
pub fn read(folder: &Path) -> Option<(Vec<Document>, Vec<Question>)> {
    let names = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let mut names: Vec<_> = names.collect();
    names.sort();
    let text = |part: &str| {
        let name = names
            .iter()
            .find(|name| name.to_string_lossy().to_lowercase().rsplit('/').next().is_some_and(|n| n.contains(part)))?;
        Some(String::from_utf8_lossy(&fs::read(name).ok()?).into_owned())
    };
    let all = text(".all")?;
    let documents = entries(&all).map(|entry| {
        let title = field(entry, ".T");
        let body = field(entry, ".W");
        let body = body.strip_prefix(&title).unwrap_or(&body).to_owned();
        Document { title, sections: vec![(None, body)] }
    });
    let documents: Vec<Document> = documents.collect();
    let set = folder.file_name()?.to_string_lossy().into_owned();
    let mut questions: Vec<Question> = entries(&text(".qry")?)
        .map(|entry| Question { set: set.clone(), query: field(entry, ".W"), answers: Vec::new() })
        .collect();
    for line in text("rel")?.lines() {
        let mut numbers = line.split_whitespace().map(|word| word.parse::<f64>().unwrap_or_default());
        let (Some(question), Some(document), grade) = (numbers.next(), numbers.next(), numbers.next()) else {
            continue;
        };
        if let Some(question) = questions.get_mut(question as usize - 1)
            && grade.unwrap_or_default() >= 0.0
        {
            question.answers.push(document as usize - 1);
        }
    }
    questions.retain(|question| !question.answers.is_empty());
    Some((documents, questions))
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n.I ").filter(|entry| entry.contains("\n.W"))
}

/// The text of a field, in one line.
fn field(entry: &str, name: &str) -> String {
    let lines = entry.lines().skip_while(|line| line.trim_end() != name).skip(1);
    let own = lines.take_while(|line| !(line.len() >= 2 && line.starts_with('.') && line.trim_end().len() == 2));
    own.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
