//! Placeholder.
/// x
#[derive(Clone,Debug)] pub struct Slack; impl Slack { pub(crate) async fn start(_: crate::Now)->anyhow::Result<Self>{Ok(Self)} }
/// x
#[derive(Clone,Debug)] pub struct Answer;/// x
#[derive(Clone,Debug)] pub struct Member;/// x
#[derive(Clone,Debug)] pub struct Message;
