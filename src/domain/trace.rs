//! What somebody is known by, so that they can be forgotten: where it stands in texts that are kept, and in notices.

use super::notice::Notice;

/// Everything that one person goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Okta's user id.
    pub id: String,
    /// Their name; empty where it is not known.
    pub name: String,
    /// Their e-mail address, in lower case.
    pub email: Option<String>,
    /// Their Slack accounts.
    pub slack_ids: Vec<String>,
}

impl Trace {
    /// Whether a text names them, as it is or as Slack wants it escaped. A part of a longer word is somebody else.
    pub fn is_in(&self, text: &str) -> bool {
        let escaped = self.name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let others = self.email.iter().chain(&self.slack_ids).map(String::as_str);
        [self.name.as_str(), escaped.as_str()].into_iter().chain(others).any(|word| stands_in(text, word))
    }

    /// A notice to somebody else without what it says of them: their name as who handed over or asked, and what they
    /// wrote. `None` when it says nothing of them.
    pub fn taken_from(&self, payload: &str) -> Option<String> {
        let mut notice: Notice = serde_json::from_str(payload).ok()?;
        let before = notice.clone();
        match &mut notice {
            Notice::Reassignment { from_id, from_name, note, .. } => {
                let is_theirs = from_id.as_deref() == Some(&self.id);
                if is_theirs || from_name.as_ref().is_some_and(|name| self.is_in(name)) {
                    *from_name = None;
                }
                if is_theirs || note.as_ref().is_some_and(|note| self.is_in(note)) {
                    *note = None;
                }
            }
            Notice::Nudge { asked_by, .. } if asked_by.as_ref().is_some_and(|name| self.is_in(name)) => {
                *asked_by = None;
            }
            _ => {}
        }
        (notice != before).then(|| notice.to_json())
    }
}

/// Whether a word stands in a text, whatever its case, and not as a part of another one.
fn stands_in(text: &str, word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|text| text.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
