//! The real `certs` command, as a shell or an orchestrator would start it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot look at what it tests has failed")]

mod beside;
mod commands;
mod crowded;
mod doctor;
mod dot_env;
mod evidence;
mod forget;
mod help;
mod instance;
mod no_way_in;
mod place;
mod power;
mod serving;
mod set_aside;
#[cfg(feature = "otel")]
mod traces;
mod troubled;
mod wording;

use std::time::Duration;

pub use instance::Instance;
pub use place::Place;

/// Asks again and again until there is an answer: nobody tells when another process has come so far.
pub async fn eventually<T>(what: &str, within: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        loop {
            beat.tick().await;
            if let Some(answer) = ask().await {
                return answer;
            }
        }
    };
    tokio::time::timeout(within, asking).await.unwrap_or_else(|_| panic!("{what}: not within {within:?}"))
}
