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
