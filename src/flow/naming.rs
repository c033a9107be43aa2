//! Which campaign somebody means.

use crate::store::campaigns::Known;

/// The closest kind of match that fits any: the id, the name, a part of the name.
pub fn campaign_named<'a>(all: &'a [Known], wanted: &str) -> Vec<&'a Known> {
    let wanted_lower = wanted.to_lowercase();
    let name = |known: &Known| known.campaign.name.to_lowercase();
    let kinds: [&dyn Fn(&Known) -> bool; 3] =
        [&|known| known.campaign.id == wanted, &|known| name(known) == wanted_lower, &|known| {
            name(known).contains(&wanted_lower)
        }];
    let fitting = kinds.into_iter().map(|fits| all.iter().filter(|known| fits(known)).collect::<Vec<_>>());
    fitting.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Below this likeness, from 0 to 1, a word is no slip of the pen.
pub(super) const ALIKE: f64 = 0.7;

/// The campaign that was probably meant where none has that name: the one whose name is most like it, as a whole or in
/// as many words as were typed.
pub(super) fn nearest<'a>(all: &'a [Known], wanted: &str) -> Option<&'a Known> {
    let wanted = wanted.to_lowercase();
    let words = wanted.split_whitespace().count().max(1);
    let likeness = |known: &Known| {
        let name = known.campaign.name.to_lowercase();
        let all_words: Vec<&str> = name.split_whitespace().collect();
        let parts = all_words.windows(words).map(|part| strsim::jaro_winkler(&wanted, &part.join(" ")));
        parts.fold(strsim::jaro_winkler(&wanted, &name), f64::max)
    };
    let alike = all.iter().map(|known| (likeness(known), known));
    // Of several that are equally like it, the first: active ones come before ended ones.
    let best = alike.fold(None, |best: Option<(f64, &Known)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    });
    best.filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, known)| known)
}
