//! Sets of numbers below a known end, one bit for each.

/// A set of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    end: u32,
}

impl Bits {
    /// No number below `end`.
    pub(super) fn none(end: u32) -> Self {
        Self { words: vec![0; end.div_ceil(64) as usize], end }
    }

    /// Every number below `end`.
    pub(super) fn all(end: u32) -> Self {
        let mut bits = Self::none(end);
        bits.complement();
        bits
    }

    /// The numbers below `end` for which `holds` says so.
    pub(super) fn such(end: u32, holds: impl Fn(u32) -> bool) -> Self {
        let mut bits = Self::none(end);
        for number in (0..end).filter(|number| holds(*number)) {
            bits.insert(number);
        }
        bits
    }

    /// Adds a number, and says whether it was not there. Numbers from the end on are not taken.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let Some(word) = self.words.get_mut(number as usize / 64).filter(|_| number < self.end) else { return false };
        let bit = 1 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a number is there.
    pub(super) fn has(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// All numbers that were not there.
    pub(super) fn complement(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        if let Some(last) = self.words.last_mut().filter(|_| !self.end.is_multiple_of(64)) {
            *last &= (1 << (self.end % 64)) - 1;
        }
    }

    /// Keeps what `other` has, too.
    pub(super) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what `other` has and this can hold.
    pub(super) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// The same numbers in a set that can hold more.
    pub(super) fn widened(&self, end: u32) -> Self {
        let mut bits = Self::none(end.max(self.end));
        bits.unite(self);
        bits
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0..).step_by(64).zip(&self.words).flat_map(|(first, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(first + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn sets_keep_to_their_end() {
        for end in [0, 1, 63, 64, 65, 130] {
            let odd = Bits::such(end, |number| number % 2 == 1);
            let mut even = odd.clone();
            even.complement();
            assert_eq!(even, Bits::such(end, |number| number % 2 == 0), "{end}");
            even.unite(&odd);
            assert_eq!(even.iter().count(), end as usize);
            assert_eq!(even, Bits::all(end));
            assert!(!even.insert(end));
            assert_eq!(odd.widened(end + 100).iter().collect::<Vec<_>>(), odd.iter().collect::<Vec<_>>());
        }
    }
}
