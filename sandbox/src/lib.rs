//! A local Okta and a local Slack that speak only HTTP, so that the service can be run and tested without an account.
//!
//! Nothing here knows a type of the service: what both sides share is the published description of the two APIs.
//! Time is injected, so a test moves it by hand and nothing here ever sleeps.

pub mod company;
pub mod face;
mod fault;
pub mod limits;
pub mod okta;
mod record;
mod server;
pub mod slack;
mod window;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

pub use company::{Company, Person};
pub use fault::Fault;
pub use okta::{Campaign, EventHook, Group, Level, Okta, Review, Reviewer, ServiceApp, User};
pub use record::Call;
pub use slack::{Answer, Channel, Control, Member, Message, Slack, render};

/// Where the sandbox takes the time from.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// One local Okta org and one local Slack workspace; their servers stop when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// The Okta org.
    pub okta: Okta,
    /// The Slack workspace.
    pub slack: Slack,
}

impl Sandbox {
    /// Starts both servers on free ports of 127.0.0.1.
    pub async fn start(now: Now) -> anyhow::Result<Self> {
        Self::start_patient(now, limits::ACK_WITHIN).await
    }

    /// The same, with vendors that wait so long for an answer to what they send. They wait by the system's clock: where
    /// time is moved by hand, a machine that is busy with other things must not make them hang up.
    pub async fn start_patient(now: Now, patience: Duration) -> anyhow::Result<Self> {
        // A provider that the process installed before is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            okta: Okta::start(now.clone(), patience).await?,
            slack: Slack::start(now, patience).await?,
        })
    }
}
