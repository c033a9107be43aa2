//! Why a call to Okta did not work, and what that means for the row that asked for it.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::verdict::Verdict;
use crate::outside::{Text, WORD, cut};

/// A call that did not work. Texts hold neither addresses nor tokens nor bodies.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum OktaError {
    /// 429: wait.
    #[error("Okta limits the rate of {call} until {until}")]
    RateLimited {
        /// The call.
        call: &'static str,
        /// When the bucket is refilled, by our clock.
        until: DateTime<Utc>,
    },
    /// An answer other than 200.
    #[error("Okta answered {call} with {status}{}{}", code.as_ref().map(|c| format!(" {c}")).unwrap_or_default(),
            error_id.as_ref().map(|id| format!(" (errorId {id})")).unwrap_or_default())]
    Status {
        /// The call.
        call: &'static str,
        /// HTTP status.
        status: u16,
        /// Okta's `errorCode`.
        code: Option<String>,
        /// Okta's `errorId`, which their support asks for.
        error_id: Option<String>,
    },
    /// No answer.
    #[error("Okta did not answer {call}: {why}")]
    NoAnswer {
        /// The call.
        call: &'static str,
        /// What happened to the connection.
        why: &'static str,
    },
    /// An answer that is not what Okta documents.
    #[error("Okta's answer to {call} is not understood: {why}")]
    Undecodable {
        /// The call.
        call: &'static str,
        /// Where reading stopped.
        why: String,
    },
}

/// Okta's error body; see <https://developer.okta.com/docs/reference/error-codes/>.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ErrorBody {
    error_code: Text,
    error_id: Text,
}

impl OktaError {
    pub(super) fn from_transport(call: &'static str, why: &reqwest::Error) -> Self {
        let why = match why {
            _ if why.is_connect() => "no connection could be made",
            _ if why.is_timeout() => "it took too long",
            _ => "the connection broke",
        };
        Self::NoAnswer { call, why }
    }

    pub(super) fn from_status(call: &'static str, status: u16, body: &[u8]) -> Self {
        let body: ErrorBody = crate::outside::read(body).unwrap_or_default();
        let word = |text: Text| text.0.map(|text| cut(text, WORD));
        Self::Status { call, status, code: word(body.error_code), error_id: word(body.error_id) }
    }

    /// An answer that can be read and makes no sense.
    pub(super) fn broken(call: &'static str, why: &str) -> Self {
        Self::Undecodable { call, why: why.to_owned() }
    }

    /// Where, not what: the text of a serde error may quote the value.
    pub(super) fn undecodable(call: &'static str, why: &serde_json::Error) -> Self {
        Self::Undecodable { call, why: format!("{:?} error at column {}", why.classify(), why.column()) }
    }

    /// What the row that asked for it should do.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::RateLimited { until, .. } => Verdict::Later(Some(*until)),
            Self::Status { status: 401 | 403, .. } => Verdict::Stopped,
            Self::Status { status: 408 | 500.., .. } | Self::NoAnswer { .. } | Self::Undecodable { .. } => {
                Verdict::Later(None)
            }
            Self::Status { .. } => Verdict::Never,
        }
    }

    /// Whether Okta answered, but not with what was asked for: something else may well be shown.
    pub fn is_about_one_thing(&self) -> bool {
        matches!(self, Self::Status { status: 408 | 500.., .. } | Self::Undecodable { .. })
    }

    /// Whether Okta refuses this one thing, and says so by a status that no other try will change.
    pub fn is_refused_for_good(&self) -> bool {
        matches!(self, Self::Status { status: 400 | 403..=407 | 409..=428 | 430..=499, .. })
    }

    /// The call that failed on Okta's side.
    pub fn failed_call(&self) -> Option<&'static str> {
        match self {
            Self::Status { call, status: 408 | 500.., .. } => Some(call),
            _ => None,
        }
    }

    /// For administrators: what was refused and what to do. The same for every try, so that it is news only once;
    /// Okta's `errorId` is in the log.
    pub fn explanation(&self) -> String {
        let Self::Status { call, status, code, .. } = self else { return self.to_string() };
        let code = code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
        match status {
            401 => format!(
                "Okta refuses the API token (401{code}): it was revoked or has expired. Make a new one, set OKTA_API_TOKEN and start the service again"
            ),
            403 => format!(
                "Okta refuses to show {call} (403{code}): the user of the API token lacks a right. Give that user the role Access Certifications Administrator"
            ),
            _ => self.to_string(),
        }
    }

    /// The same when it is about one campaign, while others are shown.
    pub fn explanation_for(&self, campaign_id: &str) -> String {
        let code = match self {
            Self::Status { code: Some(code), .. } => format!(" {code}"),
            _ => String::new(),
        };
        format!(
            "Okta does not show the campaign {campaign_id} to the user of the API token (403{code}), so nobody is told of it. Give that user the right to see it; a campaign over admin roles takes a super administrator"
        )
    }

    /// Whether the token itself is refused.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Status { status: 401, .. })
    }

    /// Whether Okta knows nothing under that id.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Status { status: 404, .. })
    }

    /// Whether the request itself was refused, as by a filter that this org does not accept.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Status { status: 400, .. })
    }

    /// Whether the token lacks a right: a scope, or a role.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Status { status: 403, .. })
    }

    /// One word for metrics.
    pub(super) fn label(&self) -> String {
        match self {
            Self::RateLimited { .. } => "429".into(),
            Self::Status { status, .. } => status.to_string(),
            Self::NoAnswer { .. } => "no_answer".into(),
            Self::Undecodable { .. } => "undecodable".into(),
        }
    }
}
