//! Slack's mrkdwn as HTML.
//!
//! Source: <https://docs.slack.dev/messaging/formatting-message-text>.

use maud::{Markup, html};

use crate::Reader;
use crate::date;

/// What `&`, `<` and `>` are written as.
const ESCAPES: [(&str, &str); 3] = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];

/// Formatted text; its line breaks are kept by the style sheet.
pub fn mrkdwn(text: &str, reader: &dyn Reader) -> Markup {
    html! {
        span.mrkdwn {
            @for (number, part) in text.split("```").enumerate() {
                // What stands between two fences is code.
                @if number % 2 == 1 { pre { (unescaped(part.trim_matches('\n'))) } }
                @else { (quotes(part, reader)) }
            }
        }
    }
}

/// Lines that begin with `>` are quotes; those that follow each other are one.
fn quotes(text: &str, reader: &dyn Reader) -> Markup {
    let quoted = |line: &&str| line.starts_with("&gt;") || line.starts_with('>');
    let lines: Vec<&str> = text.split('\n').collect();
    let parts: Vec<&[&str]> = lines.chunk_by(|a, b| quoted(a) == quoted(b)).collect();
    html! {
        @for part in parts {
            @if part.first().is_some_and(quoted) {
                blockquote { (inline(&part.iter().map(|line| bare(line)).collect::<Vec<_>>().join("\n"), reader)) }
            } @else {
                (inline(&part.join("\n"), reader))
            }
            @if !std::ptr::eq(part.as_ptr_range().end, lines.as_ptr_range().end) { "\n" }
        }
    }
}

fn bare(line: &str) -> &str {
    line.strip_prefix("&gt;").or_else(|| line.strip_prefix('>')).unwrap_or(line).trim_start()
}

fn inline(text: &str, reader: &dyn Reader) -> Markup {
    let mut pieces: Vec<Markup> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if let Some((piece, length)) = formatted(rest, before, reader) {
            let passed = std::mem::take(&mut plain);
            pieces.push(html! { (unescaped(&passed)) (piece) });
            before = rest[..length].chars().next_back();
            rest = &rest[length..];
        } else {
            plain.push(c);
            before = Some(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    html! { @for piece in pieces { (piece) } (unescaped(&plain)) }
}

/// What is formatted at the beginning of the text, and how many bytes of it that is.
fn formatted(text: &str, before: Option<char>, reader: &dyn Reader) -> Option<(Markup, usize)> {
    let mark = text.chars().next()?;
    if mark == '<' {
        let inside = bracketed(text)?;
        return Some((token(inside, reader), inside.len() + 2));
    }
    if mark == '`' {
        let end = 1 + text[1..].find(['`', '\n']).filter(|end| *end > 0)?;
        let code = text[end..].starts_with('`').then(|| html! { code { (unescaped(&text[1..end])) } })?;
        return Some((code, end + 1));
    }
    if !"*_~".contains(mark) || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let end = closing(text, mark)?;
    let inner = inline(&text[1..end], reader);
    let markup = match mark {
        '*' => html! { strong { (inner) } },
        '_' => html! { em { (inner) } },
        _ => html! { s { (inner) } },
    };
    Some((markup, end + 1))
}

/// Where the mark at the beginning is closed: in the same line, behind a word and before none.
fn closing(text: &str, mark: char) -> Option<usize> {
    if text[1..].starts_with(|c: char| c.is_whitespace() || c == mark) {
        return None;
    }
    let (mut at, mut before) = (1, mark);
    while let Some(c) = text[at..].chars().next() {
        let after = text[at + c.len_utf8()..].chars().next();
        if c == '\n' {
            return None;
        }
        if c == mark && !before.is_whitespace() && !after.is_some_and(char::is_alphanumeric) {
            return Some(at);
        }
        before = c;
        // A mark within a link or a date closes nothing.
        at += bracketed(&text[at..]).map_or(c.len_utf8(), |inside| inside.len() + 2);
    }
    None
}

/// What stands between the angle brackets at the beginning; a lone `<` is none.
fn bracketed(text: &str) -> Option<&str> {
    let (inside, _) = text.strip_prefix('<')?.split_once('>')?;
    (!inside.starts_with(char::is_whitespace) && !inside.contains(['<', '\n'])).then_some(inside)
}

/// What stands between angle brackets: a date, a mention or a link.
fn token(inside: &str, reader: &dyn Reader) -> Markup {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(unescaped(label))),
        None => (inside, None),
    };
    if let Some(token) = target.strip_prefix("!date^") {
        let today = reader.now().with_timezone(&reader.zone()).date_naive();
        let shown = date::shown(token, &reader.zone(), Some(today)).map(|text| unescaped(&text));
        return html! { time { (shown.or(label).unwrap_or_default()) } };
    }
    if let Some(user) = target.strip_prefix('@') {
        let name = reader.name_of(user).map(str::to_owned).or(label).unwrap_or_else(|| user.to_owned());
        return html! { span.mention { "@" (name) } };
    }
    if let Some(channel) = target.strip_prefix('#') {
        return html! { span.mention { "#" (label.unwrap_or_else(|| channel.to_owned())) } };
    }
    if let Some(everybody) = target.strip_prefix('!') {
        return html! { span.mention { "@" (label.unwrap_or_else(|| everybody.to_owned())) } };
    }
    let address = unescaped(target);
    let label = label.unwrap_or_else(|| address.clone());
    if ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
        return html! { a href=(address) target="_blank" rel="noopener noreferrer" { (label) } };
    }
    html! { (label) }
}

fn unescaped(text: &str) -> String {
    ESCAPES.iter().fold(text.to_owned(), |text, (written, shown)| text.replace(written, shown))
}
