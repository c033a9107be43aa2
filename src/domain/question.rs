//! What can be asked of `/certs`, and of the buttons under its answers, which go on where it left off.

use serde::{Deserialize, Serialize};

/// A question that has an answer. A button holds the one that it asks as its value, so that what is pressed is answered
/// like what is typed. Whoever presses may have made the value up: it says what is asked, never that it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// What waits for the asker.
    Mine {
        /// The page of the answer, from 0 on.
        page: usize,
    },
    /// How the active campaigns stand.
    Status {
        /// The page of the answer, from 0 on.
        page: usize,
    },
    /// One campaign in full.
    Campaign {
        /// Its id.
        id: String,
        /// The page of the answer, from 0 on.
        page: usize,
    },
    /// Whom a reminder of a campaign would reach.
    Remind {
        /// Its id.
        id: String,
        /// The one person whom it is to reach, as somebody named them; everybody, if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whom: Option<String>,
    },
}

impl Question {
    /// As the value of a button.
    pub fn to_value(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As it was a button's value; `None` when it is none, or one of another version.
    pub fn from_value(value: &str) -> Option<Self> {
        serde_json::from_str(value).ok()
    }

    /// The campaign that it is about.
    pub fn campaign_id(&self) -> Option<&str> {
        match self {
            Self::Campaign { id, .. } | Self::Remind { id, .. } => Some(id),
            Self::Mine { .. } | Self::Status { .. } => None,
        }
    }

    /// The same question about another page.
    #[must_use]
    pub fn at_page(&self, page: usize) -> Self {
        match self.clone() {
            Self::Mine { .. } => Self::Mine { page },
            Self::Status { .. } => Self::Status { page },
            Self::Campaign { id, .. } => Self::Campaign { id, page },
            whole @ Self::Remind { .. } => whole,
        }
    }
}
