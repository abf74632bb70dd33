//! Objects that keep the order in which their members came.

use super::Value;

/// Names with values in the order in which they came.
#[derive(Clone, Debug)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
    /// The places of the entries, sorted by name.
    sorted: Vec<u32>,
}

type Object = Map<String, Value>;

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), sorted: Vec::new() }
    }
}

/// The order does not count.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Map<String, Value> {
    /// One without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|place| self.entries[*place as usize].0.as_str().cmp(name))
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).ok().map(|place| &self.entries[self.sorted[place] as usize].1)
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.place(name).ok()?;
        Some(&mut self.entries[self.sorted[place] as usize].1)
    }

    /// Whether there is such a member.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Gives a name a value and keeps its place; gives the old value back.
    pub fn insert(&mut self, name: String, value: Value) -> Option<Value> {
        match self.place(&name) {
            Ok(place) => Some(std::mem::replace(&mut self.entries[self.sorted[place] as usize].1, value)),
            Err(place) => {
                self.sorted.insert(place, self.entries.len() as u32);
                self.entries.push((name, value));
                None
            }
        }
    }

    /// Takes a member out; the last one comes to its place.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name).ok()?;
        let removed = self.sorted.remove(place);
        let last = self.entries.len() as u32 - 1;
        self.sorted.iter_mut().filter(|place| **place == last).for_each(|place| *place = removed);
        Some(self.entries.swap_remove(removed as usize).1)
    }

    /// Takes a member out; those behind it move up.
    pub fn shift_remove(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name).ok()?;
        let removed = self.sorted.remove(place);
        self.sorted.iter_mut().filter(|place| **place > removed).for_each(|place| *place -= 1);
        Some(self.entries.remove(removed as usize).1)
    }

    /// The place of a name, whether something is there or not.
    pub fn entry(&mut self, name: impl Into<String>) -> Entry<'_> {
        Entry { map: self, name: name.into() }
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// All members, their values to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&String, &mut Value)> {
        self.entries.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// All names.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.entries.iter().map(|(name, _)| name)
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.iter().map(|(_, value)| value)
    }
}

/// A member that may be there.
#[derive(Debug)]
pub struct Entry<'a> {
    map: &'a mut Object,
    name: String,
}

impl<'a> Entry<'a> {
    /// The value, or this one put there.
    pub fn or_insert(self, value: Value) -> &'a mut Value {
        self.or_insert_with(|| value)
    }

    /// The value, or what is made put there.
    pub fn or_insert_with(self, make: impl FnOnce() -> Value) -> &'a mut Value {
        if !self.map.contains_key(&self.name) {
            self.map.insert(self.name.clone(), make());
        }
        self.map.get_mut(&self.name).expect("it is there by now")
    }
}

impl Extend<(String, Value)> for Object {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        let mut map = Self::default();
        map.extend(members);
        map
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a String, &'a Value);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (String, Value)>, fn(&'a (String, Value)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(name, value)| (name, value))
    }
}
