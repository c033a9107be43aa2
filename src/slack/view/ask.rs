//! Asking the owner of a campaign, or whoever handed items over: the button, what is answered to whoever pressed it, and
//! the message that begins the conversation.

use minijinja::context;
use slack_morphism::prelude::*;

use super::blocks::Page;
use super::reminder::done_and_open;
use super::text::{name, plain, size};
use super::wording::{Kind, Said};
use super::{ASK_GIVER, ASK_OWNER, Frame, Message, sentence};
use crate::domain::campaign::Campaign;
use crate::domain::standing::MyCampaign;

/// Longest label; Slack shows about 30 of its characters.
const LABEL: usize = 75;
/// Longest first name on a button.
const FIRST: usize = 24;
/// Longest name in the question before it.
const NAMED: usize = 90;
/// Longest value. Okta's ids have 20.
const VALUE: usize = 255;

/// The way to the owner; none where Okta names none, or they are the reader.
pub(super) fn ask_owner(mine: &MyCampaign) -> Option<SlackActionBlockElement> {
    let owner = mine.owner_name.as_deref().filter(|_| mine.may_ask_owner)?;
    button(ASK_OWNER, owner, &mine.campaign)
}

/// The way to whoever handed items over.
pub(super) fn ask_giver(giver: &str, campaign: &Campaign) -> Option<SlackActionBlockElement> {
    button(ASK_GIVER, giver, campaign)
}

impl Frame {
    /// The first message of the conversation. Whoever asks says the rest.
    pub fn question(&self, asker: &str, mine: &MyCampaign) -> Message {
        let campaign = &mine.campaign;
        let text = format!("{} has a question about {}", name(asker), name(&campaign.name));
        let mut says = vec![format!("*{text}.*"), format!("{}: {}", name(asker), done_and_open(mine))];
        says.extend(self.due(campaign));
        let small = vec!["Only the two of you and Certs are here. Decisions are made in Okta.".to_owned()];
        let ours = Said { text, body: says.join("\n"), small };
        let values = || context! { asker => name(asker), ..self.of_mine(mine) };
        let said = self.wording.say(Kind::Question, values, ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.context(said.small);
        page.into_message(said.text)
    }
}

fn button(action: &str, whom: &str, campaign: &Campaign) -> Option<SlackActionBlockElement> {
    let first = plain(whom.split_whitespace().next()?, FIRST);
    let says = format!(
        "A conversation of you, {} and Certs is opened, with how {} stands for you in it.",
        plain(whom, NAMED),
        plain(&campaign.name, NAMED)
    );
    let confirm = SlackBlockConfirmItem::new(
        SlackBlockPlainText::new(format!("Ask {first}?")).into(),
        SlackBlockPlainText::new(says).into(),
        "Open it".into(),
        "Not now".into(),
    );
    let about = plain(&format!("Ask {whom} about {}", campaign.name), LABEL);
    let button = SlackBlockButtonElement::new(SlackBlockPlainText::new(format!("Ask {first}")).into())
        .with_action_id(action.into())
        .with_value(campaign.id.clone())
        .with_accessibility_label(SlackAccessibilityLabel(about))
        .with_confirm(confirm);
    (size(&campaign.id) <= VALUE).then(|| button.into())
}

/// The answer to whoever pressed it.
pub fn asked(whom: &str) -> Message {
    let whom: String = whom.chars().take(100).collect();
    sentence(&format!("A conversation with {whom} is being opened; it appears among your direct messages."))
}

/// The answer when they cannot be asked here.
pub fn not_to_be_asked(whom: &str, why: &str) -> Message {
    let whom: String = whom.chars().take(100).collect();
    sentence(&format!("{whom} {why}, so no conversation was opened. Please ask them another way."))
}
