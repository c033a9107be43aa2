//! An app in Bolt, idle.

use std::time::Duration;

use measure::Peer;

/// The version that is compared with.
const PACKAGE: &str = r#"{ "private": true, "type": "module", "dependencies": { "@slack/bolt": "^5.0.0" } }"#;
/// As long as ours is given to come to rest.
pub const REST: Duration = Duration::from_secs(5);

/// Its resident memory in KiB, or why it is not known.
pub struct Bolt(Result<Option<u64>, &'static str>);

/// Starts it and lets it rest.
pub async fn idle() -> anyhow::Result<Bolt> {
    let peer = match Peer::fetch(PACKAGE, include_str!("bolt.mjs")).await? {
        Ok(peer) => peer,
        Err(why) => return Ok(Bolt(Err(why))),
    };
    let mut running = peer.run(&[])?;
    running.line().await?;
    tokio::time::sleep(REST).await;
    Ok(Bolt(Ok(running.memory("VmRSS"))))
}

impl Bolt {
    /// For people.
    pub fn shown(&self) -> String {
        match self.0 {
            Ok(memory) => format!("Bolt: {}", crate::mib(memory)),
            Err(why) => format!("Bolt: {why}"),
        }
    }

    /// Ours beside it.
    pub fn ratio(&self, ours: Option<u64>) -> String {
        match (ours, self.0) {
            (Some(ours), Ok(Some(bolt))) => crate::times(ours, bolt),
            _ => String::new(),
        }
    }
}
