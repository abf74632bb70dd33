//! Scorecards: what an organisation holds its entities to, and how each of them does.

use super::{EntityIndex, FactKey, Place, Placed};

/// What entities are held to, as the configuration has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scorecard {
    /// Kebab-case; no two scorecards have the same.
    pub id: String,
    /// As people call it.
    pub title: String,
    /// What it is for.
    pub about: Option<String>,
    /// Whom to ask.
    pub owner: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The entities that it is for, in the query language.
    pub filter: Placed,
    /// From the lowest to the highest; at least one.
    pub levels: Vec<ScoreLevel>,
    /// What is asked, in order.
    pub rules: Vec<ScoreRule>,
    /// What is let off, and by whom.
    pub exemptions: Vec<Exemption>,
    /// The place in [`Self::levels`] below which an entity is a problem.
    pub deny: Option<usize>,
}

/// One level of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLevel {
    /// Kebab-case; never `none`.
    pub id: String,
    /// As people call it.
    pub title: String,
    /// One of [`LEVEL_COLOURS`].
    pub colour: &'static str,
}

/// The colours that levels may have.
pub const LEVEL_COLOURS: [&str; 9] = ["bronze", "silver", "gold", "red", "orange", "yellow", "green", "blue", "purple"];

/// One rule of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRule {
    /// Kebab-case; no two rules of a scorecard have the same.
    pub id: String,
    /// One sentence without full stop: what holds of what passes.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// What must hold, in the query language.
    pub query: Placed,
    /// The entities that it is about, in the query language; those of the scorecard without it.
    pub applies: Option<Placed>,
    /// Why it is asked.
    pub why: Option<String>,
    /// What to do.
    pub fix: Option<String>,
    /// How much it counts; at least 1.
    pub weight: u32,
    /// The place in [`Scorecard::levels`] of the first level that asks for it.
    pub level: usize,
    /// Whom to ask.
    pub owner: Option<String>,
    /// The day, `YYYY-MM-DD`, from which it counts.
    pub enable_from: Option<String>,
}

/// A reviewed decision that rules need not hold of some entities for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Where it stands.
    pub place: Place,
    /// Of which entities, in the query language.
    pub entities: Placed,
    /// The places of its rules in [`Scorecard::rules`].
    pub rules: Vec<usize>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub approver: String,
    /// The last day, `YYYY-MM-DD`, on which it counts.
    pub expires: String,
}

/// What comes of asking whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It is not about this entity.
    NotApplicable,
    /// What it asks for is not known.
    Unknown,
}

impl Verdict {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::Unknown, Self::NotApplicable];

    /// The word for it in queries and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "not-applicable",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a verdict does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAside {
    /// By the exemption at this place.
    Exempt(usize),
    /// The rule counts from a later day.
    NotYet,
}

/// A rule of a scorecard, asked of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleResult {
    /// What came of it.
    pub verdict: Verdict,
    /// Why it does not count, if it does not.
    pub aside: Option<SetAside>,
}

impl RuleResult {
    /// Whether it keeps the entity from the rule's level.
    pub fn blocks(self) -> bool {
        self.aside.is_none() && matches!(self.verdict, Verdict::Fail | Verdict::Unknown)
    }
}

/// How one entity does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityScore {
    /// The entity.
    pub entity: EntityIndex,
    /// The highest level whose rules, and those of all levels below, hold; none when the lowest is not reached.
    pub level: Option<usize>,
    /// The weight of the rules that hold.
    pub earned: u32,
    /// The weight of the rules that count.
    pub possible: u32,
    /// One for each rule, in order.
    pub results: Vec<RuleResult>,
}

impl EntityScore {
    /// How much of what counts holds, from 0 to 100; all of it when nothing counts.
    pub fn percent(&self) -> u32 {
        let percent = (u64::from(self.earned) * 100).checked_div(u64::from(self.possible)).unwrap_or(100);
        u32::try_from(percent).unwrap_or(100)
    }

    /// The level at a place has been reached.
    pub fn reaches(&self, level: usize) -> bool {
        self.level.is_some_and(|reached| reached >= level)
    }
}

/// What a rule's query looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Facts of the entity itself.
    pub facts: Vec<&'static FactKey>,
    /// Whether it looks at what the entity's document says, or at relations.
    pub document: bool,
}

/// A scorecard and how every entity that it is for does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// What is asked.
    pub card: Scorecard,
    /// What each rule looks at.
    pub sights: Vec<Sight>,
    /// In the catalog's order.
    pub entities: Vec<EntityScore>,
    /// Which exemptions are past their day.
    pub expired: Vec<bool>,
    /// Which exemptions let an entity off that is here, or did before they were past their day.
    pub used: Vec<bool>,
}

impl Scored {
    /// How an entity does; nothing when the scorecard is not for it.
    pub fn of(&self, entity: EntityIndex) -> Option<&EntityScore> {
        let place = self.entities.binary_search_by_key(&entity, |score| score.entity).ok()?;
        self.entities.get(place)
    }

    /// The word for a level in queries and JSON.
    pub fn level_id(&self, level: Option<usize>) -> &str {
        level.map_or("none", |level| &self.card.levels[level].id)
    }
}

/// All scorecards that make sense, in the order of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Each with all entities that it is for.
    pub cards: Vec<Scored>,
    /// The day that dates were compared with; none when no commit says which day it was.
    pub day: Option<String>,
}
