//! Order without the standard library's sorts and trees, which are compiled anew for each type: a page with a form
//! loads them all.

use std::cmp::Ordering;

use super::text::Text;

/// The places of `count` things in the order that `compare` says; of equal ones the first stays first.
pub fn places(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count as u32).collect();
    let mut merged = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for start in (0..count).step_by(2 * width) {
            let (middle, end) = ((start + width).min(count), (start + 2 * width).min(count));
            let (mut left, mut right) = (start, middle);
            while left < middle || right < end {
                let from_right = right < end && (left == middle || compare(places[right], places[left]).is_lt());
                let next = if from_right { &mut right } else { &mut left };
                merged.push(places[*next]);
                *next += 1;
            }
        }
        std::mem::swap(&mut places, &mut merged);
        merged.clear();
        width *= 2;
    }
    places
}

/// Values by name.
#[derive(Clone, Debug)]
pub struct Sorted<T>(Vec<(Text, T)>);

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Sorted<T> {
    fn place(&self, name: &Text) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(name))
    }

    /// The value of a name.
    pub fn get(&self, name: &Text) -> Option<&T> {
        self.place(name).ok().map(|place| &self.0[place].1)
    }

    /// Gives a name a value, and its old one back.
    pub fn insert(&mut self, name: Text, value: T) -> Option<T> {
        match self.place(&name) {
            Ok(place) => Some(std::mem::replace(&mut self.0[place].1, value)),
            Err(place) => {
                self.0.insert(place, (name, value));
                None
            }
        }
    }

    /// Takes a name out.
    pub fn remove(&mut self, name: &Text) {
        if let Ok(place) = self.place(name) {
            self.0.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn things_are_sorted_and_equal_ones_stay() {
        for count in 0..40_u32 {
            let value = |at: u32| (at * 7919 + 3) % 11;
            let mut expected: Vec<u32> = (0..count).collect();
            expected.sort_by_key(|at| value(*at));
            assert_eq!(places(count as usize, &|a, b| value(a).cmp(&value(b))), expected);
        }
    }
}
