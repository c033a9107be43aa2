//! The real service as a process.

use std::fs::File;
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;
use sandbox::Sandbox;

use crate::eventually;
use crate::place::Place;

/// The secret that the hook shows.
const HOOK_SECRET: &str = "flood-hook-secret";

/// A process; it is killed when nobody looks at it any more.
pub struct Service {
    child: Child,
}

impl Service {
    /// Starts it beside these vendors, and points them at it.
    pub async fn start(place: &Place, sandbox: &Sandbox, administrator: &str) -> anyhow::Result<Self> {
        let log = place.folder.path().join("certs.log");
        let settings = [
            ("DATABASE_URL", place.url.clone()),
            ("CERTS_LISTEN", "127.0.0.1:0".to_owned()),
            ("OKTA_ORG_URL", sandbox.okta.url()),
            ("OKTA_API_TOKEN", sandbox.okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("SLACK_API_URL", sandbox.slack.url()),
            ("SLACK_BOT_TOKEN", sandbox.slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret().to_owned()),
            ("CERTS_ADMINS", administrator.to_owned()),
            ("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000".to_owned()),
            ("NO_COLOR", "1".to_owned()),
        ];
        let child = Command::new(env!("CARGO_BIN_EXE_certs"))
            .arg("serve")
            .current_dir(place.folder.path())
            .env_clear()
            .envs(settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("the service cannot be started")?;
        let service = Self { child };
        let address = async || Ok(address_in(&std::fs::read_to_string(&log)?).map(str::to_owned));
        let base = format!("http://{}", eventually("an address in the log", address).await?);
        sandbox.okta.point_hook(&format!("{base}/okta/hooks"), HOOK_SECRET);
        sandbox.slack.point_app(&base);
        Ok(service)
    }

    /// What Linux says about its memory; elsewhere that is not known.
    pub fn memory(&self, what: &str) -> anyhow::Result<String> {
        let Ok(status) = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())) else {
            return Ok("not known here".to_owned());
        };
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
        let kib = line.and_then(|rest| rest.split_whitespace().next()).context("no such line")?;
        Ok(format!("{} MiB", kib.parse::<u64>()? / 1024))
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status()?;
        let status = eventually("its end", async || Ok(self.child.try_wait()?)).await?;
        anyhow::ensure!(status.success(), "the service stopped with {status}");
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address that the service says it serves on.
fn address_in(log: &str) -> Option<&str> {
    let (_, said) = log.split_once("Serving")?;
    let from = said.get(said.find("127.0.0.1:")?..)?;
    from.get(..from.find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)))?)
}
