//! From scorecards as written to scorecards.

use super::raw::{Part, Raw, Words};
use crate::{
    config::reader::{CONFIG, Reader},
    diagnostic::{Diagnostic, nearest},
    model::{Exemption, LEVEL_COLOURS, Place, Placed, ScoreLevel, ScoreRule, Scorecard},
};

/// The levels of a scorecard that names none.
const LEVELS: [&str; 3] = ["bronze", "silver", "gold"];

/// No rule counts more than so many others.
const MOST_WEIGHT: u32 = 1000;

/// Judges one scorecard; `others` are those before it.
pub fn card(reader: &mut Reader<'_>, raw: Raw, others: &[Scorecard]) -> Option<Scorecard> {
    let before = reader.diagnostics.len();
    let mut judge = Judge { found: &mut reader.diagnostics };
    let id = judge.id(&raw.words, &raw.place, "a scorecard")?;
    if others.iter().any(|other| other.id == id.0) {
        judge.wrong(&id.1, format!("another scorecard is called `{}`", id.0), "name it differently");
    }
    let levels = judge.levels(&raw.levels);
    let mut rules = Vec::new();
    for part in raw.rules {
        let is_left_out = |id: &Placed| raw.without.iter().any(|without| without.0 == id.0);
        if part.words.get("id").is_some_and(is_left_out) {
            continue;
        }
        rules.extend(judge.rule(&part, &levels, &rules));
    }
    if rules.is_empty() {
        judge.wrong(&raw.place, format!("the scorecard `{}` has no rules", id.0), "give it `rules`");
    }
    let exemptions = raw.exemptions.iter().filter_map(|part| judge.exemption(part, &rules)).collect();
    let deny = raw.words.get("deny").and_then(|level| judge.level(level, &levels));
    let text = |key: &str| text(&raw.words, key);
    let everything = ("kind:component".to_owned(), raw.place.clone());
    (reader.diagnostics.len() == before).then(|| Scorecard {
        title: text("title").unwrap_or_else(|| id.0.clone()),
        id: id.0,
        about: text("about"),
        owner: text("owner"),
        filter: raw.words.get("filter").cloned().unwrap_or(everything),
        place: raw.place,
        levels,
        rules,
        exemptions,
        deny,
    })
}

struct Judge<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Judge<'_> {
    fn wrong(&mut self, place: &Place, message: impl Into<String>, hint: impl Into<String>) {
        let (diagnostic, hint) = (Diagnostic::new(&CONFIG, place.clone(), message), hint.into());
        self.found.push(if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) });
    }

    fn id(&mut self, words: &Words, place: &Place, what: &str) -> Option<Placed> {
        let Some(id) = words.get("id").or_else(|| words.get("use")) else {
            self.wrong(place, format!("{what} has an `id`"), "");
            return None;
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !id.0.chars().all(plain) || id.0.len() > 60 || id.0 == "none" {
            let hint = "write it in lower case, with `-` between words; `none` is taken";
            self.wrong(&id.1, format!("`{}` is no id of {what}", id.0), hint);
        }
        Some(id.clone())
    }

    fn levels(&mut self, parts: &[Part]) -> Vec<ScoreLevel> {
        if parts.is_empty() {
            let title = |id: &str| format!("{}{}", id[..1].to_uppercase(), &id[1..]);
            return LEVELS.map(|id| ScoreLevel { id: id.to_owned(), title: title(id), colour: id }).to_vec();
        }
        let mut levels: Vec<ScoreLevel> = Vec::new();
        for part in parts {
            let Some((id, place)) = self.id(&part.words, &part.place, "a level") else { continue };
            if levels.iter().any(|other| other.id == id) {
                self.wrong(&place, format!("another level is called `{id}`"), "name it differently");
            }
            let colour = part.words.get("colour").map_or_else(
                || LEVEL_COLOURS.iter().find(|colour| **colour == id).copied().unwrap_or("blue"),
                |colour| self.colour(colour),
            );
            let title = text(&part.words, "title").unwrap_or_else(|| id.clone());
            levels.push(ScoreLevel { id, title, colour });
        }
        levels
    }

    fn colour(&mut self, (name, place): &Placed) -> &'static str {
        if let Some(colour) = LEVEL_COLOURS.iter().find(|colour| *colour == name) {
            return colour;
        }
        self.wrong(place, format!("`{name}` is no colour"), format!("write {}", LEVEL_COLOURS.join(", ")));
        "blue"
    }

    fn rule(&mut self, part: &Part, levels: &[ScoreLevel], others: &[ScoreRule]) -> Option<ScoreRule> {
        let (id, place) = self.id(&part.words, &part.place, "a rule")?;
        if others.iter().any(|other| other.id == id) {
            self.wrong(&place, format!("another rule is called `{id}`"), "name it differently");
        }
        let Some(query) = part.words.get("query").cloned() else {
            self.wrong(&part.place, format!("the rule `{id}` has no `query`"), "say what must hold");
            return None;
        };
        let weight = part.words.get("weight").map_or(1, |weight| self.weight(weight));
        let level = part.words.get("level").and_then(|level| self.level(level, levels)).unwrap_or(0);
        Some(ScoreRule {
            title: text(&part.words, "title").unwrap_or_else(|| id.clone()).trim_end_matches('.').to_owned(),
            id,
            place: part.place.clone(),
            query,
            applies: part.words.get("for").cloned(),
            why: text(&part.words, "why"),
            fix: text(&part.words, "fix"),
            weight,
            level,
            owner: text(&part.words, "owner"),
            enable_from: part.words.get("enable-from").and_then(|day| self.day(day)),
        })
    }

    fn exemption(&mut self, part: &Part, rules: &[ScoreRule]) -> Option<Exemption> {
        let word = |key: &str| text(&part.words, key);
        let (Some(entities), Some(reason), Some(approver), Some(expires)) =
            (part.words.get("entities"), word("reason"), word("approver"), part.words.get("expires"))
        else {
            let message = "an exemption has `entities`, a `reason`, an `approver`, and a day on which it `expires`";
            self.wrong(&part.place, message, "");
            return None;
        };
        let mut exempt = Vec::new();
        for (id, place) in &part.rules {
            match rules.iter().position(|rule| rule.id == *id) {
                Some(rule) => exempt.push(rule),
                None => {
                    let near = nearest(id, rules.iter().map(|rule| rule.id.as_str()));
                    let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                    self.wrong(place, format!("the scorecard has no rule `{id}`"), hint);
                }
            }
        }
        Some(Exemption {
            place: part.place.clone(),
            entities: entities.clone(),
            rules: if part.rules.is_empty() { (0..rules.len()).collect() } else { exempt },
            reason,
            approver,
            expires: self.day(expires)?,
        })
    }

    fn level(&mut self, (id, place): &Placed, levels: &[ScoreLevel]) -> Option<usize> {
        let level = levels.iter().position(|level| level.id == *id);
        if level.is_none() {
            let names: Vec<&str> = levels.iter().map(|level| level.id.as_str()).collect();
            self.wrong(place, format!("the scorecard has no level `{id}`"), format!("it has {}", names.join(", ")));
        }
        level
    }

    fn weight(&mut self, (text, place): &Placed) -> u32 {
        text.parse().ok().filter(|weight| (1..=MOST_WEIGHT).contains(weight)).unwrap_or_else(|| {
            self.wrong(
                place,
                format!("`{text}` is no weight"),
                format!("write a whole number from 1 to {MOST_WEIGHT}"),
            );
            1
        })
    }

    fn day(&mut self, (text, place): &Placed) -> Option<String> {
        let part = |range: std::ops::Range<usize>| -> Option<u32> {
            text.get(range).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
        };
        let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let is_day = dashes
            && part(0..4).is_some()
            && part(5..7).is_some_and(|month| (1..=12).contains(&month))
            && part(8..10).is_some_and(|day| (1..=31).contains(&day));
        if !is_day {
            self.wrong(place, format!("`{text}` is no day"), "write it as `2026-12-31`");
        }
        is_day.then(|| text.clone())
    }
}

fn text(words: &Words, key: &str) -> Option<String> {
    words.get(key).map(|(text, _)| text.trim().to_owned()).filter(|text| !text.is_empty())
}
