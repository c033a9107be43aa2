//! Text that came from outside, made safe to show; and the words for numbers.
//!
//! Names, descriptions and notes are whatever somebody typed into Okta. Three things are done to them, here and
//! nowhere else: they become one line, they are cut, and the characters that Slack acts on are spelled so that
//! they only show. Lengths are UTF-16 units: Slack does not say what it counts, and nothing it could mean by
//! "characters" is more, bytes aside.

/// Longest name within a sentence.
pub(super) const NAME: usize = 120;
/// Longest free text: a description, a reason, a sentence from another part of the service.
pub(super) const PROSE: usize = 300;

/// Stands where a name should be.
const NAMELESS: &str = "(no name)";

/// Cells of the progress bar.
const CELLS: usize = 10;

/// A name for mrkdwn; never empty.
pub(super) fn name(raw: &str) -> String {
    let shown = prose(raw, NAME);
    if shown.is_empty() { NAMELESS.to_owned() } else { shown }
}

/// Outside text for mrkdwn.
///
/// `&`, `<` and `>` are escaped as in <https://docs.slack.dev/messaging/formatting-message-text/#escaping>: no
/// mention, link or date comes of them. Slack has no escape for `*`, `_`, `~` and backticks, so each is replaced
/// by a character that looks like it; what Slack makes of a zero-width space beside them is not written anywhere.
/// An underscore within a word does nothing and stays, so that a name can be copied into a command.
///
/// A text with right-to-left letters is isolated: it must not reorder the sentence around it.
pub(super) fn prose(raw: &str, most: usize) -> String {
    if one_line(raw).take(most).any(is_right_to_left) {
        return format!("\u{2068}{}\u{2069}", spell(raw, most.saturating_sub(2), for_mrkdwn));
    }
    spell(raw, most, for_mrkdwn)
}

/// Outside text for a message's `text`, where formatting does nothing but mentions would.
pub(super) fn escaped(raw: &str, most: usize) -> String {
    spell(raw, most, |c, _| escape(c))
}

/// Outside text for `plain_text`, which Slack does not format. Whether it would see a mention there is not
/// written anywhere; a zero-width space after `<` rules it out and does not show.
pub(super) fn plain(raw: &str, most: usize) -> String {
    let spelled = spell(raw, most, |c, _| if c == '<' { "<\u{200b}".to_owned() } else { c.to_string() });
    if spelled.is_empty() { NAMELESS.to_owned() } else { spelled }
}

/// The first sentence, or the first line where that is shorter; not made safe yet. A mark before a small letter
/// ends no sentence, as in "e.g. this".
pub(super) fn first_sentence(raw: &str) -> &str {
    let line = raw.trim().lines().next().unwrap_or_default();
    let mut ends = line.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
    let ends_sentence = |at: &usize| {
        let rest = &line[*at..];
        let next = rest.trim_start().chars().next();
        next.is_none_or(|next| rest.starts_with(char::is_whitespace) && !next.is_lowercase())
    };
    ends.find(ends_sentence).map_or(line, |end| &line[..end])
}

/// Length as the limits count it.
pub(super) fn size(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A number and its noun: "1 item", "12 items".
pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The verb that goes with the number.
pub(super) fn are(number: u64) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// How many were left out of a list.
pub(super) fn and_more(left_out: usize) -> String {
    format!("… and {left_out} more")
}

/// How much is done: `▓▓▓▓▓▓░░░░ 62 %`. Rounded down, so that 100 % means all.
pub(super) fn progress_bar(done: u64, all: u64) -> String {
    let percent = if all == 0 { 0 } else { u128::from(done.min(all)) * 100 / u128::from(all) };
    let full = usize::try_from(percent).unwrap_or_default() * CELLS / 100;
    format!("{}{} {percent} %", "▓".repeat(full), "░".repeat(CELLS - full))
}

/// Folds white space and control characters, and drops what would act on the text around unseen.
fn one_line(raw: &str) -> impl Iterator<Item = char> {
    let words = raw.split(|c: char| c.is_whitespace() || c.is_control());
    let words = words.filter(|word| word.chars().any(|c| !is_unseen(c)));
    words.enumerate().flat_map(|(before, word)| {
        let gap = (before > 0).then_some(' ');
        gap.into_iter().chain(word.chars().filter(|c| !is_unseen(*c)))
    })
}

/// One line of `raw`, each character spelled by `as_shown`, which also learns whether it is within a word; ends
/// with an ellipsis where more than `most` would be needed.
fn spell(raw: &str, most: usize, as_shown: impl Fn(char, bool) -> String) -> String {
    let mut shown = String::new();
    let mut used = 0;
    let mut before = ' ';
    let mut rest = one_line(raw).peekable();
    while let Some(c) = rest.next() {
        let within_word = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        let piece = as_shown(c, within_word);
        used += size(&piece);
        let ellipsis = usize::from(rest.peek().is_some());
        if used + ellipsis > most {
            shown.push('…');
            break;
        }
        shown.push_str(&piece);
        before = c;
    }
    shown
}

fn for_mrkdwn(c: char, within_word: bool) -> String {
    match c {
        '*' => "∗".to_owned(),
        '~' => "∼".to_owned(),
        '`' => "ˋ".to_owned(),
        '_' if !within_word => "ˍ".to_owned(),
        _ => escape(c),
    }
}

fn escape(c: char) -> String {
    match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        _ => c.to_string(),
    }
}

/// Marks that embed, override or isolate a direction, and characters without width. Joiners stay: scripts and
/// emoji are written with them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Hebrew, Arabic and the other blocks that Unicode sets aside for right-to-left scripts.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
