//! Reading JSON in which somebody wrote what is no text.

use serde::de::DeserializeOwned;

/// Reads JSON. A NUL in a text becomes a space, since PostgreSQL stores none; half a surrogate pair, which some writers
/// leave where they cut a text in two, becomes U+FFFD rather than the end of everything around it.
///
/// # Errors
/// When it is no JSON, or not of that shape.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(&mended(json))
}

fn mended(json: &[u8]) -> Vec<u8> {
    let mut rest = json;
    let mut clean = Vec::with_capacity(json.len());
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (before, escape) = rest.split_at(at);
        clean.extend_from_slice(before);
        // Two bytes, so that an escaped backslash begins no escape of its own.
        let (written, length) = match code_unit(escape) {
            Some(0) => (&b" "[..], 6),
            Some(0xd800..=0xdbff) if matches!(code_unit(&escape[6..]), Some(0xdc00..=0xdfff)) => {
                (&escape[..12], 12)
            }
            Some(0xd800..=0xdfff) => (&br"\ufffd"[..], 6),
            Some(_) => (&escape[..6], 6),
            None => (&escape[..escape.len().min(2)], escape.len().min(2)),
        };
        clean.extend_from_slice(written);
        rest = &escape[length..];
    }
    clean.extend_from_slice(rest);
    clean
}

/// The number of a `\uXXXX` that stands here.
fn code_unit(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(br"\u")?.get(..4)?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}
