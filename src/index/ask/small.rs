//! Words that say little of what is looked for. `theme/scripts/search/1-small.js` has the same.

/// By language, without accents.
const WORDS: [(&str, &str); 4] = [
    (
        "en",
        "a about also am an and any anyone are as at be because been being between both but by can could did do \
             does dont each every for from had has have he her here his how i if im in into is it its just many me \
             more most much my of on only or other our same shall should so some such than that the their them then \
             there these they this those to too us very was we were what whats when where which while who whom whose \
             why will with would you your",
    ),
    (
        "de",
        "aber als an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch du ein eine \
             einem einen einer es fur gibt hat haben hier ich ihr im in ist kann konnen mein mit muss nach nicht noch \
             nur oder sein sich sie sind so uber um und uns von vor wann warum was welche wenn wer werden wie wir \
             wird wo zu zum zur",
    ),
    (
        "fr",
        "a au aux avec ce ces cette comment dans de des du elle en est et etre il ils je la le les leur lui ma \
             mais me mes mon ne nos notre nous on ou par pas pour pourquoi quand que quel quelle qui sa sans se ses \
             si son sont sur ta te tes ton tu un une vos votre vous y",
    ),
    (
        "es",
        "a al como con cual cuando de del desde donde el ella ellos en entre es esta este esto ha hay la las lo \
             los me mi muy no nos o para pero por porque que quien se sin sobre son su sus te tu un una y ya yo",
    ),
];

/// Whether a word is one of those of some languages.
pub(super) fn is_small(word: &str, languages: &[String]) -> bool {
    let spoken = WORDS.iter().filter(|(language, _)| languages.iter().any(|own| own == language));
    spoken.flat_map(|(_, words)| words.split(' ')).any(|small| small == word)
}

/// Words that begin a question.
const QUESTION: &str = "how what where which who when why can do does is are";

/// Words by which documents are asked for.
const DOCUMENTS: [&str; 3] = ["doc", "docs", "documentation"];

/// Whether English words are a question, or tell to look for documents.
pub(super) fn asks(words: &[&str]) -> bool {
    match words {
        [first, ..] if QUESTION.split(' ').any(|word| word == *first) => true,
        [first, second, ..] => DOCUMENTS.contains(first) && ["about", "for", "on"].contains(second),
        _ => false,
    }
}

/// Whether a word belongs to how a question is put rather than to what it is about.
pub(super) fn is_asking(word: &str, place: usize, count: usize) -> bool {
    match place {
        0 => DOCUMENTS.contains(&word),
        _ if place + 1 == count => ["work", "works"].contains(&word),
        _ => place <= 4 && ["find", "get", "see", "use"].contains(&word),
    }
}
