//! Answering a question, be it typed after `/certs` or asked by a button under an earlier answer.

use std::sync::Arc;

use super::click::Asked;
use super::identify::{Caller, recognise};
use super::reply::{self, Place};
use super::{Result, nudge, status};
use crate::app::App;
use crate::domain::question::Question;
use crate::slack::view::{self, Message};
use crate::store::clicks::{self, Press};

/// A button was pressed whose answer comes below the one that holds it.
pub(super) fn below(app: &App, asked: Asked) {
    begin(app, asked, Place::Below);
}

/// A button was pressed whose answer takes the place of the one that holds it.
pub(super) fn instead(app: &App, asked: Asked) {
    begin(app, asked, Place::Instead);
}

fn begin(app: &App, asked: Asked, place: Place) {
    let this = app.clone();
    let Asked { press, value, response_url } = asked;
    reply::later(app, response_url, "so this could not be looked up", async move {
        let who = recognise(&this, &press.slack_id).await?;
        let question = Question::from_value(&value);
        let campaign_id = question.as_ref().and_then(Question::campaign_id).map(str::to_owned);
        let press = Press { campaign_id, ..press };
        if clicks::record(&this.store.db, vec![press], this.clock.now()).await? == 0 {
            // Slack tells of it again: it has its answer.
            return Ok(None);
        }
        let message = match question {
            Some(question) => answer(&this, &who, &question).await?,
            None => {
                view::sentence("Certs does not know this button any more; please type the command again.")
            }
        };
        Ok(Some((message, place)))
    });
}

/// The answer, as far as the asker may have one.
pub(super) async fn answer(app: &App, asker: &Caller, question: &Question) -> Result<Message> {
    if let Question::Mine { page } = question {
        return mine(app, asker, None, *page).await;
    }
    if !asker.is_admin {
        return Ok(view::sentence(match question {
            Question::Remind { .. } => "It takes an administrator to have people reminded.",
            _ => "It takes an administrator to see the status of campaigns.",
        }));
    }
    match question {
        Question::Mine { page } | Question::Status { page } => status::overview(app, *page).await,
        Question::Campaign { id, page } => status::campaign(app, id, *page).await,
        Question::Remind { id, whom } => nudge::preview(app, id, whom.as_deref()).await,
    }
}

/// What waits for the asker, a page of it; `note` is a sentence in front.
pub(super) async fn mine(app: &App, asker: &Caller, note: Option<&str>, page: usize) -> Result<Message> {
    let campaigns = match &asker.email {
        Some(email) => app.store.waiting_for(email).await?,
        None => Arc::default(),
    };
    Ok(app.frame().mine(&campaigns, note, page))
}
