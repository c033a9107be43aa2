//! Why a call to Slack did not work, and what that means for the row that asked for it.

use chrono::{DateTime, Duration, Utc};
use slack_morphism::errors::SlackClientError;

use super::codes::{Class, class_of, is_about_channel, reason};
use super::socket::CONNECT;
use super::timely::Late;
use crate::domain::verdict::Verdict;

/// The wait after a 429 without a usable `Retry-After`, in seconds.
const DEFAULT_RETRY_AFTER: i64 = 10;
/// How long a method rests after Slack failed on its side, so that an outage is not hammered, in seconds.
const REST_AFTER_FAILURE: i64 = 5;
/// How long a method rests when an operator has to act; a healed token is noticed within this, in seconds.
const REST_WHEN_STOPPED: i64 = 20;

/// Codes that say something about a method; the others that stop the app are about its token.
const OF_A_METHOD: &[&str] = &["missing_scope", "no_permission", "not_allowed_token_type"];

/// A call that did not work. Texts hold neither addresses nor tokens nor bodies.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum SlackError {
    /// `ok: false`.
    #[error("Slack refused {method}: {code}{}", needed.as_ref().map(|n| format!(" (needs the scope {n})")).unwrap_or_default())]
    Code {
        /// The method.
        method: &'static str,
        /// Slack's code.
        code: String,
        /// The scope that is missing, if that is it.
        needed: Option<String>,
    },
    /// 429.
    #[error("Slack limits the rate of {method} until {until}")]
    RateLimited {
        /// The method.
        method: &'static str,
        /// By our clock.
        until: DateTime<Utc>,
    },
    /// Not asked, because the method rests: after a 429, an outage, or until an operator has acted.
    #[error("{method} rests until {until}")]
    Resting {
        /// The method.
        method: &'static str,
        /// By our clock.
        until: DateTime<Utc>,
    },
    /// Not asked, because the time for it was over.
    #[error("{method} was not called: it would have been too late")]
    TooLate {
        /// The method.
        method: &'static str,
    },
    /// An HTTP status other than 200 and 429.
    #[error("Slack answered {method} with HTTP {status}")]
    Status {
        /// The method.
        method: &'static str,
        /// The status.
        status: u16,
    },
    /// No connection was made, so nothing was asked.
    #[error("Slack could not be reached for {method}")]
    NotSent {
        /// The method.
        method: &'static str,
    },
    /// Asked, but no answer that can be read came back.
    #[error("Slack's answer to {method} was lost: {why}")]
    AnswerLost {
        /// The method.
        method: &'static str,
        /// How.
        why: &'static str,
    },
}

impl SlackError {
    pub(super) fn from_library(method: &'static str, why: &SlackClientError, now: DateTime<Utc>) -> Self {
        match why {
            SlackClientError::ApiError(api) => Self::Code {
                method,
                code: api.code.clone(),
                needed: api.errors.as_ref().and_then(|needed| needed.first().cloned()),
            },
            SlackClientError::RateLimitError(limit) => {
                let seconds = limit.retry_after.and_then(|wait| i64::try_from(wait.as_secs()).ok());
                let wait = seconds.unwrap_or(DEFAULT_RETRY_AFTER).clamp(1, 3600);
                Self::RateLimited { method, until: now + Duration::seconds(wait) }
            }
            SlackClientError::HttpError(http) => Self::Status { method, status: http.status_code.as_u16() },
            SlackClientError::HttpProtocolError(broken) => {
                let cause = broken.cause.as_ref().and_then(|cause| cause.downcast_ref::<reqwest::Error>());
                match cause {
                    Some(cause) if Late::is_why(cause) => Self::TooLate { method },
                    Some(cause) if cause.is_connect() || cause.is_builder() => Self::NotSent { method },
                    Some(cause) if cause.is_timeout() => Self::AnswerLost { method, why: "it took too long" },
                    _ => Self::AnswerLost { method, why: "the connection broke" },
                }
            }
            SlackClientError::ProtocolError(_) => Self::AnswerLost { method, why: "it is not understood" },
            _ => Self::NotSent { method },
        }
    }

    fn class(&self) -> Class {
        match self {
            // A code Slack does not document: trying later is the only guess that loses nothing.
            Self::Code { code, .. } => class_of(code).unwrap_or(Class::Later),
            Self::RateLimited { .. } | Self::Resting { .. } | Self::TooLate { .. } | Self::NotSent { .. } => {
                Class::Later
            }
            Self::Status { status, .. } if *status < 500 => Class::Later,
            Self::Status { .. } | Self::AnswerLost { .. } => Class::InDoubt,
        }
    }

    /// What a send should do.
    pub fn verdict_of_send(&self) -> Verdict {
        match self.class() {
            Class::Done | Class::Never | Class::OurBug => Verdict::Never,
            Class::Later => Verdict::Later(self.until()),
            Class::InDoubt => Verdict::InDoubt,
            Class::AppStops => Verdict::Stopped,
        }
    }

    /// What a question should do: asking twice does no harm, so nothing is in doubt.
    pub fn verdict(&self) -> Verdict {
        match self.verdict_of_send() {
            Verdict::InDoubt => Verdict::Later(None),
            other => other,
        }
    }

    /// Whether Slack said something that its documentation does not know, so that nobody can say when it will end.
    pub fn is_undocumented(&self) -> bool {
        matches!(self, Self::Code { code, .. } if class_of(code).is_none())
    }

    fn until(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::RateLimited { until, .. } | Self::Resting { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Until when the method should not be called again by anyone.
    pub(super) fn closes_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match (self.until(), self.class()) {
            (Some(until), _) => Some(until),
            (None, _) if matches!(self, Self::TooLate { .. }) => None,
            (None, Class::AppStops) => Some(now + Duration::seconds(REST_WHEN_STOPPED)),
            (None, Class::InDoubt | Class::Later) => Some(now + Duration::seconds(REST_AFTER_FAILURE)),
            (None, _) => None,
        }
    }

    /// Whether what was asked for is so already.
    pub(super) fn is_already_so(&self) -> bool {
        self.class() == Class::Done
    }

    /// Whether Slack answered with this code.
    pub fn is_code(&self, expected: &str) -> bool {
        matches!(self, Self::Code { code, .. } if code == expected)
    }

    /// Whether it says that the app cannot work in a channel, which its people can change.
    pub fn is_about_channel(&self) -> bool {
        matches!(self, Self::Code { code, .. } if is_about_channel(code))
    }

    /// The method that was called.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Code { method, .. }
            | Self::RateLimited { method, .. }
            | Self::Resting { method, .. }
            | Self::TooLate { method }
            | Self::Status { method, .. }
            | Self::NotSent { method }
            | Self::AnswerLost { method, .. } => method,
        }
    }

    /// For administrators: why somebody cannot be written to, or what has to be mended.
    pub fn explanation(&self) -> String {
        match self {
            Self::Code { code, .. } => reason(code).map_or_else(|| self.to_string(), str::to_owned),
            other => other.to_string(),
        }
    }

    /// The method that is refused, where another may well work; `None` when it is the token that is refused.
    pub fn stopped_method(&self) -> Option<&'static str> {
        match self {
            Self::Code { method, code, .. } if OF_A_METHOD.contains(&code.as_str()) => Some(method),
            _ => None,
        }
    }

    /// For administrators, when nothing works until they act: what was refused and what to do. The same for every try.
    pub fn remedy(&self) -> String {
        match (self, self.stopped_method()) {
            (Self::Code { method, code, .. }, _) if *method == CONNECT => format!(
                "Slack refuses the app-level token: {code}. Make one with connections:write (Basic Information > App-Level Tokens), set SLACK_APP_TOKEN and start the service again"
            ),
            (_, Some(_)) => {
                format!("{self}. Give the Slack app what is missing and install it to the workspace again")
            }
            (Self::Code { code, .. }, None) => format!(
                "Slack refuses the bot token: {code}. Install the app to the workspace again, set SLACK_BOT_TOKEN and start the service again"
            ),
            _ => self.explanation(),
        }
    }

    /// One word for metrics.
    pub(super) fn label(&self) -> String {
        match self {
            // Figures are kept by their labels, so these must come to an end.
            Self::Code { code, .. } if class_of(code).is_none() => "undocumented".into(),
            Self::Code { code, .. } => code.clone(),
            Self::RateLimited { .. } => "429".into(),
            Self::Status { status, .. } => status.to_string(),
            Self::Resting { .. } => "resting".into(),
            Self::TooLate { .. } => "too_late".into(),
            Self::NotSent { .. } => "not_sent".into(),
            Self::AnswerLost { .. } => "answer_lost".into(),
        }
    }
}
