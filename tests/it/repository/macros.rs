//! What the sources say with macros: lines of the log, figures, spans.

use std::collections::{BTreeMap, BTreeSet};

use super::rust_files;

/// The arguments of each call of a macro in a text, strings in them understood.
pub fn arguments_of<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("{name}(");
    let calls = text.match_indices(&opening).map(|(at, _)| &text[at + opening.len()..]);
    calls.map(|rest| &rest[..end_of(rest)]).collect()
}

/// Where the parenthesis closes that was opened before.
fn end_of(text: &str) -> usize {
    let (mut open, mut in_string, mut escaped) = (1, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '(' if !in_string => open += 1,
            ')' if !in_string => open -= 1,
            _ => {}
        }
        if open == 0 {
            return at;
        }
    }
    panic!("a parenthesis is not closed: {text:.80}")
}

/// The string literals among arguments, as they are written.
pub fn strings(arguments: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut begun, mut escaped) = (None, false);
    for (at, c) in arguments.char_indices() {
        match (c, begun) {
            _ if escaped => escaped = false,
            ('\\', Some(_)) => escaped = true,
            ('"', None) => begun = Some(at + 1),
            ('"', Some(from)) => {
                found.push(&arguments[from..at]);
                begun = None;
            }
            _ => {}
        }
    }
    found
}

/// The lines that the service may log at `info` and above; what is put in is `…`.
pub fn log_lines() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for source in rust_files("src") {
        for level in ["info", "warn", "error"] {
            for arguments in arguments_of(&source.text, &format!("tracing::{level}!")) {
                let strings = strings(arguments);
                let message =
                    strings.last().unwrap_or_else(|| panic!("{}: a line without words", source.path));
                lines.insert(with_gaps(message));
            }
        }
    }
    lines
}

/// `{sentence}; it waits` as `…; it waits`.
fn with_gaps(message: &str) -> String {
    let mut shown = String::new();
    for (number, part) in message.split('{').enumerate() {
        match part.split_once('}') {
            Some((_, rest)) if number > 0 => {
                shown.push('…');
                shown.push_str(rest);
            }
            _ => shown.push_str(part),
        }
    }
    shown.replace("\\\"", "\"")
}

/// The figures that the service exports, each with its labels.
pub fn figures() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in rust_files("src") {
        for kind in ["counter", "gauge", "histogram"] {
            for arguments in arguments_of(&source.text, &format!("metrics::{kind}!")) {
                let name = strings(arguments).first().map(|name| (*name).to_owned()).unwrap();
                // What stands before each arrow; behind the last one is a value.
                let parts: Vec<&str> = arguments.split("=>").collect();
                let before = parts.iter().take(parts.len() - 1);
                let labels =
                    before.filter_map(|before| before.trim_end().strip_suffix('"')?.rsplit('"').next());
                let labels = labels.map(str::to_owned);
                found.entry(name).or_default().extend(labels);
            }
        }
    }
    found
}

#[test]
fn arguments_are_read_as_they_are_written() {
    let text = r#"x!(a = f(1), "say \"(\" to {who}"); y!("b"); x!("c", "d" => 1)"#;
    let read = arguments_of(text, "x!");
    assert_eq!(read, [r#"a = f(1), "say \"(\" to {who}""#, r#""c", "d" => 1"#]);
    assert_eq!(strings(read[1]), ["c", "d"]);
    assert_eq!(with_gaps(strings(read[0])[0]), r#"say "(" to …"#);
}
