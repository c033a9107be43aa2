//! Why a call to Okta did not work, and what that means for the row that asked for it.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::role::role_for;
use crate::domain::verdict::Verdict;
use crate::outside::{Text, WORD, cut};

/// Who asked: what is to be mended differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Whoever made the API token.
    ApiToken,
    /// The OAuth 2.0 service app.
    ServiceApp {
        /// The scope that the call takes and the app was not granted.
        lacks: Option<&'static str>,
    },
}

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
            error_id.as_ref().map(|id| format!(" (errorId {id})")).unwrap_or_default() + &lacking(*status, *asker))]
    Status {
        /// The call.
        call: &'static str,
        /// HTTP status.
        status: u16,
        /// Okta's `errorCode`.
        code: Option<String>,
        /// Okta's `errorId`, which their support asks for.
        error_id: Option<String>,
        /// Whom it answered.
        asker: Asker,
    },
    /// The service app was given no access token.
    #[error("Okta gives the service app no access token: {status} {code}")]
    NoToken {
        /// HTTP status.
        status: u16,
        /// OAuth's `error`, or Okta's `errorCode`.
        code: String,
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

    pub(super) fn from_status(call: &'static str, status: u16, body: &[u8], asker: Asker) -> Self {
        let body: ErrorBody = crate::outside::read(body).unwrap_or_default();
        let word = |text: Text| text.0.map(|text| cut(text, WORD));
        Self::Status { call, status, code: word(body.error_code), error_id: word(body.error_id), asker }
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
            Self::Status { status: 401 | 403, .. } | Self::NoToken { .. } => Verdict::Stopped,
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
        let (call, status, code, asker) = match self {
            Self::Status { call, status, code, asker, .. } => (call, status, code, asker),
            Self::NoToken { status, code } => return no_token(*status, code),
            _ => return self.to_string(),
        };
        let code = code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
        match (status, asker) {
            (401, Asker::ApiToken) => format!(
                "Okta refuses the API token (401{code}): it was revoked or has expired. Make a new one, set OKTA_API_TOKEN and start the service again"
            ),
            (401, Asker::ServiceApp { .. }) => format!(
                "Okta refuses the access token that it gave the service app (401{code}). Look at the app in Okta: is it active?"
            ),
            (403, Asker::ApiToken) => format!(
                "Okta refuses to show {call} (403{code}): the user of the API token lacks a right. Give that user the role {}",
                role_for(call).unwrap_or("that shows it")
            ),
            (403, Asker::ServiceApp { lacks: Some(scope) }) => format!(
                "Okta refuses to show {call} (403{code}): the service app lacks the scope {scope}. Grant it in Okta (the app's tab Okta API Scopes)"
            ),
            (403, Asker::ServiceApp { lacks: None }) => format!(
                "Okta refuses to show {call} (403{code}): the service app lacks a right. Give it the role {} (the app's tab Admin roles)",
                role_for(call).unwrap_or("that shows it")
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
        let (whom, that_one) = match self {
            Self::Status { asker: Asker::ServiceApp { .. }, .. } => ("the service app", "it"),
            _ => ("the user of the API token", "that user"),
        };
        format!(
            "Okta does not show the campaign {campaign_id} to {whom} (403{code}), so nobody is told of it. Give {that_one} the right to see it; a campaign over admin roles takes a super administrator"
        )
    }

    /// Whether the token itself is refused, or there is none to be had.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Status { status: 401, .. } | Self::NoToken { .. })
    }

    /// Whether the service app may not have what it asked for, and might have less.
    pub(super) fn is_about_scopes(&self) -> bool {
        matches!(self, Self::NoToken { code, .. } if ["invalid_scope", "consent_required"].contains(&code.as_str()))
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
            Self::NoToken { .. } => "no_token".into(),
            Self::NoAnswer { .. } => "no_answer".into(),
            Self::Undecodable { .. } => "undecodable".into(),
        }
    }
}

/// What a refusal of a service app's call is about, if that is known.
fn lacking(status: u16, asker: Asker) -> String {
    match asker {
        Asker::ServiceApp { lacks: Some(scope) } if status == 403 => {
            format!(": the service app lacks the scope {scope}")
        }
        _ => String::new(),
    }
}

/// For administrators: why the service app gets no access token.
fn no_token(status: u16, code: &str) -> String {
    let remedy = match code {
        "invalid_client" | "unauthorized_client" => {
            "it knows no active service app with OKTA_CLIENT_ID, or no active key with OKTA_KEY_ID that belongs to OKTA_PRIVATE_KEY. Activate it in Okta, or set the new key and start the service again"
        }
        "invalid_scope" | "consent_required" => {
            "it was granted none of the scopes. Grant okta.governance.accessCertifications.read and the others in Okta (the app's tab Okta API Scopes)"
        }
        "invalid_dpop_proof" | "use_dpop_nonce" => {
            "it does not take our proof of possession. Compare this machine's clock with the right time, or switch DPoP off for the app in Okta"
        }
        _ => "look at the service app in Okta, and at its System Log",
    };
    format!("Okta gives the service app no access token ({status} {code}): {remedy}")
}
