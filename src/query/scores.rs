//! Scorecards as fields: `scorecard.ID` and what lies below it.

use super::{
    FieldType, Ground, Vocabulary,
    ground::{Collector, Column, Field},
};
use crate::model::{EntityScore, Scored, Scores, SetAside, Verdict};

/// Fields below `scorecard.ID` that list rules: those that count, by verdict, and those that are set aside.
const LISTS: [&str; 6] = ["pass", "fail", "unknown", "not-applicable", "exempt", "not-yet"];

impl Ground {
    /// Makes scorecards fields: `scorecard.ID` is the level, or `none`; `scorecard.ID.percent` how much holds; and
    /// `scorecard.ID.fail` and the like are the rules with that outcome.
    #[must_use]
    pub fn with_scores(mut self, scores: &Scores) -> Self {
        for scored in &scores.cards {
            self.add_card(scored);
        }
        self.vocabulary = Vocabulary::new(&self.fields, &self.relations);
        self
    }

    fn add_card(&mut self, scored: &Scored) {
        let name = format!("scorecard.{}", scored.card.id);
        let level = |score: &EntityScore| vec![scored.level_id(score.level).to_owned()];
        self.add_texts(name.clone(), scored, false, level);
        let percents: Vec<(u32, u32)> = scored.entities.iter().map(|score| (score.entity.0, score.percent())).collect();
        self.add(format!("{name}.percent"), FieldType::Number, false, Column::some_numbers(&percents));
        for list in LISTS {
            self.add_texts(format!("{name}.{list}"), scored, true, |score| rules(scored, score, list));
        }
    }

    fn add_texts(&mut self, name: String, scored: &Scored, many: bool, values: impl Fn(&EntityScore) -> Vec<String>) {
        let mut collector = Collector::default();
        for score in &scored.entities {
            values(score).iter().for_each(|value| collector.add(score.entity.0, value));
        }
        let column = collector.finish(self.entities);
        self.add(name, FieldType::Text, many, column);
    }

    fn add(&mut self, name: String, field_type: FieldType, many: bool, column: Column) {
        // Files of packages are read in a way of their own, so that no other field shares their column, however empty.
        let of_packages = |place: usize| {
            self.fields.iter().any(|field| field.column == place && field.field_type == FieldType::Package)
        };
        let same = (0..self.columns.len()).find(|place| self.columns[*place] == column && !of_packages(*place));
        let place = same.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        });
        self.fields.push(Field { name, field_type, column: place, many });
    }
}

/// The rules with an outcome, by id.
fn rules(scored: &Scored, score: &EntityScore, list: &str) -> Vec<String> {
    let outcome = |aside: Option<SetAside>, verdict: Verdict| match aside {
        None => verdict.word(),
        Some(SetAside::Exempt(_)) => "exempt",
        Some(SetAside::NotYet) => "not-yet",
    };
    let both = scored.card.rules.iter().zip(&score.results);
    both.filter(|(_, result)| outcome(result.aside, result.verdict) == list).map(|(rule, _)| rule.id.clone()).collect()
}
