//! Why a flow did not get through, and what that means for the row it works for.

use crate::app::App;
use crate::app::troubles::{OKTA, SLACK, TOKEN, Trouble};
use crate::domain::verdict::Verdict;
use crate::okta::OktaError;
use crate::slack::SlackError;
use crate::store::StoreError;

/// Whose answer it was.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// Okta's.
    #[error(transparent)]
    Okta(#[from] OktaError),
    /// Slack's.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// Slack's, about the channel of a campaign.
    #[error("The channel of campaign {campaign_id}: {why}")]
    Channel {
        /// The campaign.
        campaign_id: String,
        /// What Slack answered.
        why: SlackError,
    },
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A newer read of a campaign began before this one ended: what this one did not see, that one may have seen.
    #[error("a newer read of its items began before this one ended; they are read again")]
    Overtaken,
    /// Ours: something that cannot be, and would be worse if it went on.
    #[error("{0}")]
    Broken(&'static str),
}

/// What flows return.
pub type Result<T> = std::result::Result<T, FlowError>;

impl FlowError {
    /// What Slack answered about the channel of a campaign.
    pub(super) fn channel(campaign_id: &str, why: SlackError) -> Self {
        Self::Channel { campaign_id: campaign_id.to_owned(), why }
    }

    /// What the row should do.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Okta(why) => why.verdict(),
            // Somebody brings the app into the channel, or sets another one.
            Self::Channel { why, .. } if why.is_about_channel() => Verdict::Stopped,
            Self::Slack(why) | Self::Channel { why, .. } => why.verdict(),
            Self::Store(_) | Self::Overtaken => Verdict::Later(None),
            Self::Broken(_) => Verdict::Never,
        }
    }

    /// Whether it may be this row alone that never works, so that its tries have to come to an end. An outage
    /// may last as long as it likes.
    pub fn may_be_poison(&self) -> bool {
        match self {
            Self::Okta(why) => matches!(why, OktaError::Undecodable { .. }),
            Self::Slack(why) | Self::Channel { why, .. } => why.is_undocumented(),
            Self::Store(_) | Self::Overtaken | Self::Broken(_) => false,
        }
    }

    /// Whether Okta answered, but not with the one thing that was asked for: then others need not wait for it.
    pub fn is_about_one_thing(&self) -> bool {
        matches!(self, Self::Okta(why) if why.is_about_one_thing())
    }

    /// What an operator has to mend, if that is it.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            // A 403 may be about one campaign alone; the sweep notices when it is about all of them.
            Self::Okta(why) if why.is_unauthorized() => {
                Some(Trouble { api: OKTA, part: TOKEN, sentence: why.explanation() })
            }
            Self::Slack(why) if why.verdict() == Verdict::Stopped => {
                let part = why.stopped_method().unwrap_or(TOKEN);
                Some(Trouble { api: SLACK, part, sentence: why.remedy() })
            }
            // The token is everybody's.
            Self::Channel { why, .. }
                if why.verdict() == Verdict::Stopped && why.stopped_method().is_none() =>
            {
                Some(Trouble { api: SLACK, part: TOKEN, sentence: why.remedy() })
            }
            _ => None,
        }
    }
}

/// For administrators: what keeps the app from the channel of a campaign, and what to do.
fn remedy(why: &SlackError) -> String {
    if why.is_code("name_taken") {
        return format!(
            "{why}. There is a channel of the name that this campaign's should have; invite the Slack app to it, or rename it"
        );
    }
    if why.is_about_channel() {
        return format!(
            "{why}. Invite the Slack app to the campaign channel, or set CERTS_CAMPAIGN_CHANNEL to one that it is in"
        );
    }
    format!("Of the campaign channel: {}", why.remedy())
}

/// Notes what an operator has to mend, if anything; `campaign_id` is the one that was asked about. True when it is news
/// that Okta keeps this campaign back: a sweep shows whether it is this one alone.
pub(super) fn note_trouble(app: &App, campaign_id: Option<&str>, why: &FlowError) -> bool {
    match (why.trouble(), why, campaign_id) {
        (Some(trouble), ..) => {
            app.troubles.note(trouble);
            false
        }
        (None, FlowError::Channel { campaign_id, why }, _) => {
            app.troubles.note_channel(campaign_id, why.method(), remedy(why));
            false
        }
        (None, FlowError::Okta(why), Some(id)) if why.is_forbidden() => {
            app.troubles.note_campaign(id, why.explanation_for(id))
        }
        _ => false,
    }
}
