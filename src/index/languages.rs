//! In which language a text is, by the small words that no sentence goes without.

/// Languages whose endings the client knows.
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// The place of the language in which a word is one of the small ones; the other languages do not have it.
fn small_word(term: &[u8]) -> Option<usize> {
    match term {
        b"the" | b"and" | b"of" | b"with" | b"this" | b"that" | b"for" | b"are" => Some(0),
        b"der" | b"das" | b"und" | b"nicht" | b"ist" | b"mit" | b"ein" | b"auf" | b"werden" => Some(1),
        b"les" | b"des" | b"une" | b"est" | b"pour" | b"dans" | b"vous" | b"avec" => Some(2),
        b"los" | b"las" | b"una" | b"para" | b"del" | b"con" | b"por" | b"como" => Some(3),
        _ => None,
    }
}

/// Terms that are looked at.
const ENOUGH: usize = 600;

/// Fewer small words than this prove nothing.
const LEAST: usize = 6;

/// A language is one of the site when one document in so many is written in it.
const SHARE: usize = 200;

/// The place in [`LANGUAGES`] of the language of a text, given as terms with line feeds; English if it is not known.
pub fn detect(terms: &str) -> u8 {
    let mut counts = [0_usize; LANGUAGES.len()];
    for place in terms.as_bytes().split(|byte| *byte == b'\n').take(ENOUGH).filter_map(small_word) {
        counts[place] += 1;
    }
    let best = (0_u8..).zip(counts).max_by_key(|(place, count)| (*count, std::cmp::Reverse(*place)));
    best.filter(|(_, count)| *count >= LEAST).map_or(0, |(place, _)| place)
}

/// The languages of a site, by those of its documents; English always.
pub fn of_site(documents: impl Iterator<Item = u8>) -> Vec<&'static str> {
    let mut counts = [0_usize; LANGUAGES.len()];
    documents.for_each(|place| counts[usize::from(place)] += 1);
    let all: usize = counts.iter().sum();
    let spoken = LANGUAGES.iter().zip(counts).enumerate();
    let spoken = spoken.filter(|(place, (_, count))| *place == 0 || *count > 0 && *count * SHARE >= all);
    spoken.map(|(_, (name, _))| *name).collect()
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
