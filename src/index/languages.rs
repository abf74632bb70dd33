//! In which language a text is, by the small words that no sentence goes without.

/// Languages whose endings the client knows, each with words that the others do not have.
const WORDS: [(&str, &[&str]); 4] = [
    ("en", &["the", "and", "of", "with", "this", "that", "for", "are"]),
    ("de", &["der", "das", "und", "nicht", "ist", "mit", "ein", "auf", "werden"]),
    ("fr", &["les", "des", "une", "est", "pour", "dans", "vous", "avec"]),
    ("es", &["los", "las", "una", "para", "del", "con", "por", "como"]),
];

/// Terms that are looked at.
const ENOUGH: usize = 600;

/// Fewer small words than this prove nothing.
const LEAST: usize = 6;

/// A language is one of the site when one document in so many is written in it.
const SHARE: usize = 200;

/// The place in [`WORDS`] of the language of a text, given as terms with line feeds; English if it is not known.
pub fn detect(terms: &str) -> u8 {
    let mut counts = [0_usize; WORDS.len()];
    for term in terms.split('\n').take(ENOUGH).filter(|term| (2..=6).contains(&term.len())) {
        for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
            *count += usize::from(words.contains(&term));
        }
    }
    let best = (0_u8..).zip(counts).max_by_key(|(place, count)| (*count, std::cmp::Reverse(*place)));
    best.filter(|(_, count)| *count >= LEAST).map_or(0, |(place, _)| place)
}

/// The languages of a site, by those of its documents; English always.
pub fn of_site(documents: impl Iterator<Item = u8>) -> Vec<&'static str> {
    let mut counts = [0_usize; WORDS.len()];
    documents.for_each(|place| counts[usize::from(place)] += 1);
    let all: usize = counts.iter().sum();
    let spoken = WORDS.iter().zip(counts).enumerate();
    let spoken = spoken.filter(|(place, (_, count))| *place == 0 || *count > 0 && *count * SHARE >= all);
    spoken.map(|(_, ((name, _), _))| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::{detect, of_site};

    #[test]
    fn small_words_tell_the_language() {
        for (text, expected) in [
            ("the service is for the team and this is the end of that", 0),
            ("der dienst ist nicht mit dem netz und das lager auf der karte", 1),
            ("les services des equipes est pour une liste dans les pages", 2),
            ("los servicios del equipo para una lista con las paginas por los", 3),
            ("kubectl apply -f", 0),
            ("", 0),
        ] {
            assert_eq!(detect(&text.replace(' ', "\n")), expected, "{text}");
        }
        assert_eq!(of_site([0, 1].into_iter()), ["en", "de"]);
        assert_eq!(of_site(std::iter::repeat_n(2, 300).chain([3])), ["en", "fr"]);
    }
}
