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
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Ours: something that cannot be, and would be worse if it went on.
    #[error("{0}")]
    Broken(&'static str),
}

/// What flows return.
pub type Result<T> = std::result::Result<T, FlowError>;

impl FlowError {
    /// What the row should do.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Okta(why) => why.verdict(),
            Self::Slack(why) => why.verdict(),
            Self::Store(_) => Verdict::Later(None),
            Self::Broken(_) => Verdict::Never,
        }
    }

    /// Whether it may be this row alone that never works, so that its tries have to come to an end. An outage
    /// may last as long as it likes.
    pub fn may_be_poison(&self) -> bool {
        match self {
            Self::Okta(why) => matches!(why, OktaError::Undecodable { .. }),
            Self::Slack(why) => why.is_undocumented(),
            Self::Store(_) | Self::Broken(_) => false,
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
            _ => None,
        }
    }
}

/// Notes what an operator has to mend, if anything; `campaign_id` is the one that was asked about. True when it is news
/// that Okta keeps this campaign back: a sweep shows whether it is this one alone.
pub(super) fn note_trouble(app: &App, campaign_id: Option<&str>, why: &FlowError) -> bool {
    match (why.trouble(), why, campaign_id) {
        (Some(trouble), ..) => {
            app.troubles.note(trouble);
            false
        }
        (None, FlowError::Okta(why), Some(id)) if why.is_forbidden() => {
            app.troubles.note_campaign(id, why.explanation_for(id))
        }
        _ => false,
    }
}
