//! Why a flow did not get through, and what that means for the row it works for.

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

    /// The API that needs an operator, if that is it.
    pub fn stopped_api(&self) -> Option<&'static str> {
        match self {
            // A 403 may be about one campaign alone; the sweep notices when it is about all of them.
            Self::Okta(OktaError::Status { status: 401, .. }) => Some("okta"),
            Self::Slack(why) if why.verdict() == Verdict::Stopped => Some("slack"),
            _ => None,
        }
    }
}
