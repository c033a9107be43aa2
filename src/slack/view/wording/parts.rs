//! Templates as they are kept and rendered.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::{Kind, Said};
use crate::slack::view::text::size;

/// What divides the parts of a file.
const DIVIDER: &str = "---";
/// Longest text for notifications.
const TEXT: usize = 1_000;
/// Most lines of small print, and the longest: Slack's context block takes ten.
const LINES: usize = 10;
const LINE: usize = 500;

/// How much a template may do: far more than a message needs, and no loop without an end.
const FUEL: u64 = 100_000;

/// The parsed templates.
pub(super) struct Parts {
    environment: Environment<'static>,
    kinds: Vec<Kind>,
}

impl Default for Parts {
    fn default() -> Self {
        let mut environment = Environment::new();
        // A line that holds a block alone leaves no line behind.
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        // A name that is not known is a mistake, and never an empty place in a sentence.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("plural", plural);
        environment.add_filter("count", count);
        Self { environment, kinds: Vec::new() }
    }
}

/// The word that goes with a number: `{{ open|plural("review", "reviews") }}`.
fn plural(number: u64, one: &str, many: &str) -> String {
    if number == 1 { one } else { many }.to_owned()
}

/// A number and its word: `{{ open|count("item", "items") }}`.
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", plural(number, one, many))
}

impl Parts {
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.kinds.iter().copied()
    }

    /// Takes the text of a file.
    pub(super) fn add(&mut self, kind: Kind, source: &str) -> Result<(), String> {
        let parts = divided(source);
        match (kind.is_whole(), parts.len()) {
            (true, 2 | 3) | (false, 1) => {}
            (true, _) => {
                return Err(format!(
                    "{}: expected what notifications show, a line of {DIVIDER}, and what the message says, after which another line of {DIVIDER} and small print may follow; it has {} of these parts",
                    kind.file(),
                    parts.len()
                ));
            }
            (false, _) => {
                return Err(format!("{}: is a part of a message and has no line of {DIVIDER}", kind.file()));
            }
        }
        for (number, part) in parts.into_iter().enumerate() {
            let added = self.environment.add_template_owned(name(kind, number), part);
            added.map_err(|why| explained(kind, &why))?;
        }
        self.kinds.push(kind);
        Ok(())
    }

    /// What a template says with these values.
    pub(super) fn render(&self, kind: Kind, values: &Value) -> Result<Said, String> {
        let part = |number| {
            let Ok(template) = self.environment.get_template(&name(kind, number)) else {
                return Ok(String::new());
            };
            template.render(values).map_err(|why| explained(kind, &why))
        };
        let nothing = |what| Err(format!("{}: {what} is empty", kind.file()));
        if !kind.is_whole() {
            let body = lines(&part(0)?).join("\n");
            return if body.is_empty() { nothing("it") } else { Ok(Said::part(body)) };
        }
        let text = cut(&lines(&part(0)?).join(" "), TEXT);
        let body = lines(&part(1)?).join("\n");
        let small = lines(&part(2)?).into_iter().filter(|line| !line.is_empty());
        let small = small.map(|line| cut(&line, LINE)).take(LINES).collect();
        match (text.is_empty(), body.is_empty()) {
            (true, _) => nothing("what notifications show"),
            (_, true) => nothing("what the message says"),
            _ => Ok(Said { text, body, small }),
        }
    }
}

/// The parts of a file, each behind as many empty lines as were before it, so that errors name the right one.
fn divided(source: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for (before, line) in source.lines().enumerate() {
        if line.trim() == DIVIDER {
            parts.push("\n".repeat(before + 1));
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts
}

fn name(kind: Kind, part: usize) -> String {
    format!("{}#{part}", kind.file())
}

/// Lines without those that are empty at the beginning and the end, and without the space at their ends.
fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

fn cut(text: &str, most: usize) -> String {
    if size(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if size(&kept) + c.len_utf16() + 1 > most {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

/// What is wrong, by file and line, without what a value held.
fn explained(kind: Kind, why: &Error) -> String {
    let place = why.line().map_or_else(String::new, |line| format!(" line {line}"));
    let detail = why.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let what = match why.kind() {
        ErrorKind::UndefinedError => "it uses a value that this message does not have".to_owned(),
        other => other.to_string(),
    };
    format!("{}{place}: {what}{detail}", kind.file())
}
