//! What was meant: the name that is most like a misspelt one.

/// Longer words are no slips, in bytes, and comparing them takes long.
const LONGEST: usize = 512;

/// How many characters one mask holds.
const MASK: usize = 128;

/// So alike (Jaro-Winkler, up to 1) are a word and what may be meant by it.
const NEAR: f64 = 0.84;

/// The nearest of `candidates` to `word`, when it is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let mut yardstick = Yardstick::new(word);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (yardstick.similarity(candidate), candidate))
        .filter(|(similarity, _)| *similarity >= NEAR)
        .max_by(|(a, left), (b, right)| a.total_cmp(b).then_with(|| right.cmp(left)))
        .map(|(_, candidate)| candidate)
}

/// Compares one word with many. Most are ASCII and short: their places fit into masks, and no memory is taken.
struct Yardstick {
    word: String,
    /// For each letter, its places in the candidate that are still free.
    places: [u128; MASK],
}

impl Yardstick {
    fn new(word: &str) -> Self {
        Self { word: word.to_lowercase(), places: [0; MASK] }
    }

    /// The Jaro-Winkler similarity, whatever the case; 0 for some pairs that are too unlike to be near.
    fn similarity(&mut self, candidate: &str) -> f64 {
        let (shorter, longer) = (self.word.len().min(candidate.len()), self.word.len().max(candidate.len()));
        let plain = self.word.is_ascii() && candidate.is_ascii();
        if !plain || shorter == 0 || longer > MASK {
            return strsim::jaro_winkler(&self.word, &candidate.to_lowercase());
        }
        // With all letters shared the similarity is (2 + shorter / longer) / 3, and 0.4 of the rest for the start.
        if 5 * shorter < longer {
            return 0.0;
        }
        let similarity = self.jaro(candidate.as_bytes());
        if similarity <= 0.7 {
            return similarity;
        }
        let pairs = self.word.bytes().zip(candidate.bytes().map(|c| c.to_ascii_lowercase())).take(4);
        let start = pairs.take_while(|(a, b)| a == b).count();
        similarity + 0.1 * start as f64 * (1.0 - similarity)
    }

    /// Jaro's similarity: letters that both have not far from each other, and how many of them change places.
    fn jaro(&mut self, candidate: &[u8]) -> f64 {
        let word = self.word.as_bytes();
        for (place, letter) in candidate.iter().enumerate() {
            self.places[usize::from(letter.to_ascii_lowercase())] |= 1 << place;
        }
        let reach = (word.len().max(candidate.len()) / 2).saturating_sub(1);
        let (mut found, mut count, mut taken) = ([0; MASK], 0, 0_u128);
        for (place, letter) in word.iter().enumerate() {
            let free = &mut self.places[usize::from(*letter)];
            let hits = *free & below(place + reach + 1) & !below(place.saturating_sub(reach));
            let first = hits & hits.wrapping_neg();
            if first != 0 {
                *free &= !first;
                taken |= first;
                found[count] = *letter;
                count += 1;
            }
        }
        for letter in candidate {
            self.places[usize::from(letter.to_ascii_lowercase())] = 0;
        }
        if count == 0 {
            return 0.0;
        }
        let mut moved = 0;
        for letter in &found[..count] {
            let place = taken.trailing_zeros() as usize;
            moved += usize::from(candidate[place].to_ascii_lowercase() != *letter);
            taken &= taken - 1;
        }
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        (share(count, word.len()) + share(count, candidate.len()) + share(count - moved / 2, count)) / 3.0
    }
}

/// A mask of all places below `end`.
fn below(end: usize) -> u128 {
    if end >= MASK { u128::MAX } else { (1 << end) - 1 }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, NEAR, Yardstick, nearest};

    #[test]
    fn the_nearest_name_is_found() {
        let long = "x".repeat(LONGEST + 1);
        for (word, candidates, expected) in [
            ("teem-a", &["team-b", "team-a", "a"][..], Some("team-a")),
            ("Service", &["sErvice", "services"], Some("sErvice")),
            ("zebra", &["team-a", ""], None),
            ("", &["team-a"], None),
            ("straße", &["strasse", "straßen"], Some("straßen")),
            ("same", &["Same", "same"], Some("Same")),
            (&long, &[&long], None),
        ] {
            assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
        }
    }

    /// Words of few letters share many of them at other places, which is where an error would show.
    #[test]
    fn masks_measure_as_the_definition_does() {
        let mut state = 1_u64;
        let mut below = |end: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        for round in 0..4000 {
            let mut word = || (0..below(132)).map(|_| (b'a' + below(5) as u8) as char).collect::<String>();
            let (a, b) = (word(), word());
            let b = if round % 3 == 0 { a.chars().rev().chain(b.chars()).take(a.len()).collect() } else { b };
            let (measured, defined) = (Yardstick::new(&a).similarity(&b), strsim::jaro_winkler(&a, &b));
            assert!(measured == defined || (measured == 0.0 && defined < NEAR), "{a} {b}: {measured} {defined}");
        }
    }
}
