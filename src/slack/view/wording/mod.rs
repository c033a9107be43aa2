//! Wording by template files: for each message that is sent by itself one file, of which any may be missing.
//!
//! A template gives words, in three parts divided by lines of `---`: what notifications show, what the message says, and the
//! small print. What comes from outside is made safe before a template gets it, the buttons and all limits are ours, and
//! where a template fails the message has our own words.

mod kind;
mod load;
mod parts;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;

pub use kind::Kind;
pub use load::{Trouble, load};
use parts::Parts;

/// The templates that there are; none, unless a directory is set.
#[derive(Clone, Default)]
pub struct Wording(Option<Arc<Templates>>);

#[derive(Default)]
struct Templates {
    parts: Parts,
    /// What went wrong while messages were made, for whoever checks the templates.
    failures: Mutex<Vec<String>>,
    /// The names of the values that each template was given, by its file.
    given: Mutex<Given>,
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.0.iter().flat_map(|templates| templates.parts.kinds()).map(Kind::file);
        f.debug_list().entries(files).finish()
    }
}

/// The words of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// What notifications show, on one line.
    pub(super) text: String,
    /// Mrkdwn.
    pub(super) body: String,
    /// Small print, a line each.
    pub(super) small: Vec<String>,
}

impl Said {
    /// A part of a message.
    pub(super) fn part(body: String) -> Self {
        Self { body, ..Self::default() }
    }
}

impl Wording {
    /// The names of the templates that there are.
    pub fn files(&self) -> Vec<&'static str> {
        self.0.iter().flat_map(|templates| templates.parts.kinds()).map(Kind::file).collect()
    }

    /// What the template of a message says; our own words where there is none, or it fails.
    pub(super) fn say(&self, kind: Kind, values: impl FnOnce() -> Value, ours: Said) -> Said {
        let Some(templates) = self.0.as_deref().filter(|templates| templates.parts.has(kind)) else {
            return ours;
        };
        let values = values();
        templates.note_given(kind, &values);
        match templates.parts.render(kind, &values) {
            Ok(said) => said,
            Err(why) => {
                metrics::counter!("certs_template_failures_total", "template" => kind.file()).increment(1);
                tracing::warn!(template = kind.file(), error = why, "A template failed; using our own words");
                note(&templates.failures, why);
                ours
            }
        }
    }

    fn of(parts: Parts) -> Self {
        Self(Some(Arc::new(Templates { parts, ..Templates::default() })))
    }

    /// What went wrong since this was asked the last time.
    fn take_failures(&self) -> Vec<String> {
        let Some(templates) = &self.0 else { return Vec::new() };
        std::mem::take(&mut *templates.failures.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The names of the values that each template was given so far, by its file.
    pub fn given(&self) -> Given {
        let Some(templates) = &self.0 else { return Given::new() };
        templates.given.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Templates {
    fn note_given(&self, kind: Kind, values: &Value) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if !given.contains_key(kind.file()) {
            let names = values.try_iter().into_iter().flatten().map(|name| name.to_string());
            given.insert(kind.file(), names.collect());
        }
    }
}

/// Names of values, by the file of a template.
pub type Given = BTreeMap<&'static str, BTreeSet<String>>;

/// Keeps what is new of a few things.
fn note<T: PartialEq>(notes: &Mutex<Vec<T>>, one: T) {
    /// More different ones than that help nobody.
    const MOST: usize = 50;
    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    if notes.len() < MOST && !notes.contains(&one) {
        notes.push(one);
    }
}
