//! What is asked by a command that names a campaign; asks back where that is not plain.

use super::Result;
use super::naming::{campaign_named, nearest};
use crate::app::App;
use crate::domain::question::Question;
use crate::domain::typed;
use crate::slack::view::{self, Choice, Message};
use crate::store::campaigns::{self, Known};
use crate::store::nudges;

/// A question, or the answer that asks back.
type Meant = std::result::Result<Question, Message>;

/// What `/certs status <campaign>` asks.
pub(super) async fn status_of(app: &App, wanted: &str) -> Result<Meant> {
    let all = campaigns::all(&app.store.db).await?;
    let (found, wanted) = named(&all, wanted);
    Ok(one_of(&all, &found, &wanted, |id| Question::Campaign { id, page: 0 }))
}

/// What `/certs remind <campaign>`, or `<campaign> @user`, asks.
pub(super) async fn remind_of(app: &App, wanted: &str) -> Result<Meant> {
    let all = campaigns::all(&app.store.db).await?;
    if wanted.is_empty() {
        let active = campaigns::active(&app.store.db).await?;
        let choices: Vec<Choice> = active.iter().map(|known| choice(known, |id| remind(id, None))).collect();
        return Ok(Err(view::which_campaign(&choices)));
    }
    let (found, whole) = named(&all, wanted);
    if !found.is_empty() {
        return Ok(one_of(&all, &found, &whole, |id| remind(id, None)));
    }
    let (campaign, whom) = match reviewer_at_the_end(app, &all, &whole).await? {
        Some((campaign, whom)) => (campaign, Some(whom)),
        None => match typed::person_at_the_end(wanted) {
            Some((campaign, whom)) => (campaign.to_owned(), Some(whom.to_owned())),
            None => (whole, None),
        },
    };
    let (found, campaign) = named(&all, &campaign);
    Ok(one_of(&all, &found, &campaign, |id| remind(id, whom.clone())))
}

fn remind(id: String, whom: Option<String>) -> Question {
    Question::Remind { id, whom }
}

/// The campaigns that fit, and the name that they fit: as it was typed, or as it was before Slack spelled it.
fn named<'a>(all: &'a [Known], wanted: &str) -> (Vec<&'a Known>, String) {
    let found = campaign_named(all, wanted);
    if !found.is_empty() {
        return (found, wanted.to_owned());
    }
    let plain = typed::plain(wanted);
    (campaign_named(all, &plain), plain)
}

/// Takes words off the end until the rest names a campaign, and they a reviewer with open items there.
async fn reviewer_at_the_end(app: &App, all: &[Known], text: &str) -> Result<Option<(String, String)>> {
    for (at, _) in text.rmatch_indices(char::is_whitespace) {
        let (campaign, whom) = (text[..at].trim(), text[at..].trim());
        for known in campaign_named(all, campaign) {
            let owing = nudges::owing(&app.store.db, &known.campaign.id, app.clock.now()).await?;
            if owing.iter().any(|one| one.name.to_lowercase() == whom.to_lowercase()) {
                return Ok(Some((campaign.to_owned(), whom.to_owned())));
            }
        }
    }
    Ok(None)
}

fn one_of(all: &[Known], found: &[&Known], wanted: &str, then: impl Fn(String) -> Question) -> Meant {
    match found {
        [known] => Ok(then(known.campaign.id.clone())),
        [] => {
            let nearest = nearest(all, wanted).map(|known| choice(known, &then));
            let names: Vec<String> = all.iter().map(|known| known.campaign.name.clone()).collect();
            Err(view::no_such_campaign(wanted, nearest.as_ref(), &names))
        }
        several => {
            let choices: Vec<Choice> = several.iter().map(|known| choice(known, &then)).collect();
            Err(view::candidates(wanted, &choices))
        }
    }
}

fn choice(known: &Known, then: impl Fn(String) -> Question) -> Choice {
    let id = known.campaign.id.clone();
    Choice { name: known.campaign.name.clone(), id: id.clone(), asks: then(id) }
}
