//! Ids that a reader recognises in a transcript, made from names.

/// Characters of an id.
const ID_CHARS: usize = 20;

/// An id in Okta's form, of the prefix and the letters and digits of the name: 20 characters, another for each name.
pub fn okta_id(prefix: &str, name: &str) -> String {
    let whole = name;
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let room = ID_CHARS.saturating_sub(prefix.len());
    if name.len() > room || !whole.is_ascii() {
        // Long names often differ only at their end, and other alphabets leave nothing.
        let start: String = name.chars().take(room.saturating_sub(8)).collect();
        let start = format!("{prefix}{start}{:08x}", fingerprint(whole));
        return start.chars().chain(std::iter::repeat('0')).take(ID_CHARS).collect();
    }
    // The letter keeps "No1" and "No10" apart.
    let fill = std::iter::once('Z').chain(std::iter::repeat('0'));
    prefix.chars().chain(name.chars()).chain(fill).take(ID_CHARS).collect()
}

/// FNV-1a: the same in every run.
pub(crate) fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::okta_id;

    #[test]
    fn names_that_are_nearly_the_same_have_ids_of_their_own() {
        let names =
            ["no1", "no10", "Q4 Production Access in Europe", "Q4 Production Access in Asia", "王", "李"];
        let mut ids = names.map(|name| okta_id("ici", name)).to_vec();
        assert!(ids.iter().all(|id| id.len() == 20), "{ids:?}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), names.len(), "{ids:?}");
    }
}
