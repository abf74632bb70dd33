//! What remains of words without their endings. `theme/scripts/search/1-stems.js` says the same, case by case.

/// Endings of English, the longer before the shorter.
const ENGLISH: &str = "izations ization izing isation ations ation ators ator ating ative ated ments ment ions ion ings ing edly ed ates ate ably able ly";

/// Endings of other languages, likewise.
const OTHERS: [(&str, &str); 3] = [
    ("de", "ungen ieren ierung ierte iert heiten keiten heit keit ung isch lich ern em en er es st e n s t"),
    (
        "fr",
        "issements issement ations ation ateurs ateur ements ement ment euses euse eurs eur ives ive ifs if ees ee es er ez e s x",
    ),
    (
        "es",
        "amientos amiento imientos imiento aciones acion adores ador mente idades idad iendo ando ados ado adas ada idos ido ar er ir as os es a o e s",
    ),
];

/// Letters that a stem keeps at least.
const LEAST: usize = 3;

/// The stem of a word in a language: `deployments` and `deploy`, `policies` and `policy` are one.
pub(super) fn stem(word: &str, language: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if language == "en" {
        return english(word);
    }
    let endings = OTHERS.iter().find(|(name, _)| *name == language).map_or("", |(_, endings)| *endings);
    let rests = endings.split(' ').filter(|ending| !ending.is_empty()).filter_map(|ending| word.strip_suffix(ending));
    rests.filter(|rest| rest.len() > LEAST).map(str::to_owned).next().unwrap_or_else(|| word.to_owned())
}

/// Shortens English words by what makes them plural.
fn singular(word: &str) -> String {
    if word.len() > 4
        && let Some(rest) = word.strip_suffix("ies")
    {
        return format!("{rest}y");
    }
    if ["sses", "xes", "ches", "shes"].iter().any(|ending| word.ends_with(ending)) {
        return word[..word.len() - 2].to_owned();
    }
    let many = |rest: &&str| !rest.is_empty() && (!rest.ends_with(['s', 'i', 'u']) || rest.ends_with("api"));
    let rest = word.strip_suffix('s').filter(many);
    rest.unwrap_or(word).to_owned()
}

/// Many for what is one and one for what is many, where English only adds a letter.
pub(super) fn other_number(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let other = word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_owned);
    (english(&other) == english(word)).then_some(other)
}

fn english(word: &str) -> String {
    let one = singular(word);
    let stem = ENGLISH.split(' ').find_map(|ending| {
        let rest = one.strip_suffix(ending)?;
        let whole = rest.len() >= LEAST && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        (whole && !(ending == "ed" && rest.ends_with('e'))).then_some(rest)
    });
    let plain = match stem {
        Some(stem) if doubled(stem) => &stem[..stem.len() - 1],
        Some(stem) => stem,
        None => &one,
    };
    let short = plain.len() > LEAST;
    plain.strip_suffix(['e', 'y']).filter(|_| short).unwrap_or(plain).to_owned()
}

/// Whether a word ends in a consonant that was doubled before its ending.
fn doubled(stem: &str) -> bool {
    matches!(stem.as_bytes(), [.., first, last] if first == last && b"bdfgmnprt".contains(last))
}
