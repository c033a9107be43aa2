//! Which reviewer an administrator means.

use super::super::identify::identify;
use super::super::{FlowError, Result};
use crate::app::App;
use crate::domain::nudge::Owing;
use crate::domain::typed::{self, Named};

/// A person as somebody named them.
#[derive(Debug)]
pub(super) struct Meant {
    /// What was typed, as it reads.
    pub(super) typed: String,
    named: Named,
    /// Okta ids of those behind a Slack account.
    person_ids: Vec<String>,
}

/// Finds out who stands behind a mention; asks Slack where the directory does not say.
pub(super) async fn meant(app: &App, whom: Option<&str>) -> Result<Option<Meant>> {
    let Some(whom) = whom else { return Ok(None) };
    let named = Named::read(whom);
    let person_ids = match &named {
        Named::Slack(id) => match identify(app, id).await {
            Ok(asker) => asker.person_ids,
            Err(FlowError::Slack(why)) if why.is_code("user_not_found") => Vec::new(),
            Err(why) => return Err(why),
        },
        _ => Vec::new(),
    };
    Ok(Some(Meant { typed: typed::plain(whom), named, person_ids }))
}

impl Meant {
    /// Those of these reviewers who are meant: by the closest kind of match that fits any.
    pub(super) fn among(&self, owing: &[Owing]) -> Vec<Owing> {
        let found = |fits: &dyn Fn(&Owing) -> bool| -> Vec<Owing> {
            owing.iter().filter(|one| fits(one)).cloned().collect()
        };
        match &self.named {
            Named::Slack(_) => found(&|one| self.person_ids.contains(&one.person_id)),
            Named::Email(email) => found(&|one| one.email.as_ref() == Some(email)),
            Named::Word(exact) => {
                let word = exact.to_lowercase();
                let name = |one: &Owing| one.name.to_lowercase();
                let kinds: [&dyn Fn(&Owing) -> bool; 4] = [
                    &|one| one.person_id == *exact,
                    &|one| mailbox(one) == Some(&word),
                    &|one| name(one) == word,
                    &|one| name(one).split_whitespace().any(|part| part == word),
                ];
                kinds.into_iter().map(found).find(|found| !found.is_empty()).unwrap_or_default()
            }
        }
    }
}

/// The part of the address before the `@`, which Slack makes handles of.
fn mailbox(one: &Owing) -> Option<&str> {
    one.email.as_deref()?.split('@').next()
}
