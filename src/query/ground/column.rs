//! A field's values of all entities.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Distinct values, and which of them each entity has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::query) struct Column {
    /// Sorted; rows hold places in it.
    pub(in crate::query) values: Values,
    /// The entities that have a row, ascending; none when all have.
    at: Option<Vec<u32>>,
    /// Where each row begins in `cells`, and where the last one ends.
    starts: Vec<u32>,
    cells: Vec<u32>,
}

/// The distinct values of a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub(in crate::query) enum Values {
    /// Texts, references and days.
    Text(Vec<String>),
    /// Counts.
    Numbers(Vec<u32>),
}

impl Values {
    pub(in crate::query) fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Numbers(values) => values.len(),
        }
    }
}

impl Column {
    /// A column in which entity `i` has the value `i`.
    pub(super) fn identity(values: Vec<String>) -> Self {
        let end = u32::try_from(values.len()).expect("entities are counted in 32 bits");
        Self { values: Values::Text(values), at: None, starts: (0..=end).collect(), cells: (0..end).collect() }
    }

    /// A number for each entity.
    pub(super) fn numbers(rows: &[u32]) -> Self {
        let mut values = rows.to_vec();
        values.sort_unstable();
        values.dedup();
        let place = |row: &u32| values.partition_point(|value| value < row) as u32;
        let cells = rows.iter().map(place).collect();
        Self { starts: (0..=rows.len() as u32).collect(), values: Values::Numbers(values), at: None, cells }
    }

    /// A number for some entities, which stand in ascending order.
    pub(in crate::query) fn some_numbers(rows: &[(u32, u32)]) -> Self {
        let numbers: Vec<u32> = rows.iter().map(|(_, number)| *number).collect();
        let at = rows.iter().map(|(entity, _)| *entity).collect();
        Self { at: Some(at), ..Self::numbers(&numbers) }
    }

    /// The places of an entity's values, ascending.
    pub(in crate::query) fn of(&self, entity: u32) -> &[u32] {
        let row = match &self.at {
            None => Some(entity as usize),
            Some(at) => at.binary_search(&entity).ok(),
        };
        let bounds = row.and_then(|row| self.starts.get(row).zip(self.starts.get(row + 1)));
        bounds.map_or(&[], |(start, end)| &self.cells[*start as usize..*end as usize])
    }

    /// Entities with the places of their values; some may have none.
    pub(in crate::query) fn rows(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.starts.windows(2).enumerate().map(|(row, bounds)| {
            let entity = self.at.as_ref().map_or(row as u32, |at| at[row]);
            (entity, &self.cells[bounds[0] as usize..bounds[1] as usize])
        })
    }

    /// A value as text.
    pub(in crate::query) fn text(&self, value: u32) -> String {
        match &self.values {
            Values::Text(values) => values[value as usize].clone(),
            Values::Numbers(values) => values[value as usize].to_string(),
        }
    }
}

/// Values on their way into a column; entities come in their order.
#[derive(Default)]
pub(in crate::query) struct Collector {
    places: HashMap<Box<str>, u32>,
    cells: Vec<(u32, u32)>,
}

impl Collector {
    pub(in crate::query) fn add(&mut self, entity: u32, value: &str) {
        let next = u32::try_from(self.places.len()).expect("values are counted in 32 bits");
        let place = match self.places.get(value) {
            Some(place) => *place,
            None => *self.places.entry(value.into()).or_insert(next),
        };
        self.cells.push((entity, place));
    }

    /// How many values were added.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The column over `entities`.
    pub(in crate::query) fn finish(self, entities: u32) -> Column {
        let mut sorted: Vec<(Box<str>, u32)> = self.places.into_iter().collect();
        sorted.sort_unstable();
        let mut rank = vec![0; sorted.len()];
        for (new, (_, old)) in (0..).zip(&sorted) {
            rank[*old as usize] = new;
        }
        let mut cells: Vec<(u32, u32)> =
            self.cells.into_iter().map(|(entity, old)| (entity, rank[old as usize])).collect();
        cells.sort_unstable();
        cells.dedup();
        let values = Values::Text(sorted.into_iter().map(|(value, _)| value.into_string()).collect());
        let rows = cells.chunk_by(|a, b| a.0 == b.0).count();
        let sparse = rows * 2 < entities as usize;
        let mut column = Column { values, at: sparse.then(Vec::new), starts: vec![0], cells: Vec::new() };
        for row in cells.chunk_by(|a, b| a.0 == b.0) {
            match &mut column.at {
                Some(at) => at.push(row[0].0),
                // Entities before this one that have no row of their own yet have no value.
                None => column.starts.resize(row[0].0 as usize + 1, column.cells.len() as u32),
            }
            column.cells.extend(row.iter().map(|(_, value)| value));
            column.starts.push(column.cells.len() as u32);
        }
        if column.at.is_none() {
            column.starts.resize(entities as usize + 1, column.cells.len() as u32);
        }
        column
    }
}

/// A column as it stands in a file.
#[derive(Serialize, Deserialize)]
pub(super) struct Written {
    values: Values,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Vec<u32>>,
    rows: Vec<Row>,
}

/// -1, a place, or several.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Row {
    One(i64),
    Several(Vec<u32>),
}

impl From<&Column> for Written {
    fn from(column: &Column) -> Self {
        let row = |(_, row): (u32, &[u32])| match row {
            [] => Row::One(-1),
            [place] => Row::One(i64::from(*place)),
            places => Row::Several(places.to_vec()),
        };
        Self {
            values: column.values.clone(),
            at: column.at.as_deref().map(differences),
            rows: column.rows().map(row).collect(),
        }
    }
}

impl Written {
    /// The column over `entities`; none when the numbers do not fit together.
    pub(super) fn column(self, entities: u32) -> Option<Column> {
        let at = match self.at {
            Some(at) => Some(sums(&at)?),
            None => None,
        };
        let rows = at.as_ref().map_or(entities as usize, Vec::len);
        let inside = at.iter().flatten().all(|entity| *entity < entities);
        let mut column = Column { values: self.values, at, starts: vec![0], cells: Vec::new() };
        for row in self.rows {
            match row {
                Row::One(-1) => {}
                Row::One(place) => column.cells.push(u32::try_from(place).ok()?),
                Row::Several(places) => column.cells.extend(places),
            }
            column.starts.push(u32::try_from(column.cells.len()).ok()?);
        }
        let known = column.cells.iter().all(|cell| (*cell as usize) < column.values.len());
        (inside && known && column.starts.len() == rows + 1).then_some(column)
    }
}

/// The first of ascending numbers, then how much each is above the one before.
pub(super) fn differences(numbers: &[u32]) -> Vec<u32> {
    let before = std::iter::once(&0).chain(numbers);
    numbers.iter().zip(before).map(|(number, before)| number - before).collect()
}

/// Undoes [`differences`].
pub(super) fn sums(differences: &[u32]) -> Option<Vec<u32>> {
    let mut sum = 0_u32;
    differences
        .iter()
        .map(|difference| {
            sum = sum.checked_add(*difference)?;
            Some(sum)
        })
        .collect()
}
