//! Bounds. In bytes, since that is what databases count; far more than Okta or Slack ever use.

/// Longest id. Okta's have 20 characters, those of events 36; a key made of several fits into an index of PostgreSQL,
/// which takes 2,700 bytes.
pub const ID: usize = 255;
/// Longest word of a vendor's vocabulary: a status, a decision, an error code.
pub const WORD: usize = 64;
/// Longest e-mail address, as RFC 5321 has it.
pub const ADDRESS: usize = 320;
/// Longest name that is kept; what is shown of it is much less.
pub const NAME: usize = 1_000;
/// Longest free text that is kept: a description, a note.
pub const PROSE: usize = 8_000;
/// Longest address of a page, or cursor within one. Servers refuse longer ones.
pub const LINK: usize = 2_900;

/// Whether it can name something: there, short, without control characters, and no step within a path, which would
/// make an address of it that means something else.
pub fn is_id(raw: &str) -> bool {
    !raw.is_empty() && raw.len() <= ID && !raw.chars().any(char::is_control) && raw != "." && raw != ".."
}

/// It, if it can name something.
pub fn id(raw: String) -> Option<String> {
    is_id(&raw).then_some(raw)
}

/// At most so many bytes of a text, without NUL.
pub fn cut(raw: impl Into<String>, most: usize) -> String {
    let mut text = raw.into();
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.shrink_to_fit();
    }
    if text.contains('\0') { text.replace('\0', " ") } else { text }
}
