//! The real service as a process.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use sandbox::Sandbox;

use crate::eventually;

/// The secret that the hook shows.
pub const HOOK_SECRET: &str = "bench-hook-secret";

/// A process; it is killed when nobody looks at it any more.
#[derive(Debug)]
pub struct Service {
    child: Child,
    base: String,
    ready_after: Duration,
}

impl Service {
    /// Starts `binary` in `folder` beside these vendors, points them at it, and waits until it is ready. `settings` are
    /// added to those that it cannot do without.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(
        binary: impl AsRef<Path>,
        folder: &Path,
        sandbox: &Sandbox,
        database: &str,
        settings: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let log = folder.join("certs.log");
        let begun = Instant::now();
        let child = Command::new(binary.as_ref())
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("DATABASE_URL", database)
            .env("CERTS_LISTEN", "127.0.0.1:0")
            .env("OKTA_ORG_URL", sandbox.okta.url())
            .env("OKTA_API_TOKEN", sandbox.okta.token())
            .env("OKTA_HOOK_SECRET", HOOK_SECRET)
            .env("SLACK_API_URL", sandbox.slack.url())
            .env("SLACK_BOT_TOKEN", sandbox.slack.token())
            .env("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret())
            .env("NO_COLOR", "1")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("the service cannot be started")?;
        // Killed from here on if anything fails.
        let mut service = Self { child, base: String::new(), ready_after: Duration::ZERO };
        service.base = format!("http://{}", service.address(log).await?);
        service.ready_after = begun.elapsed();
        sandbox.okta.point_hook(&format!("{}/okta/hooks", service.base), HOOK_SECRET);
        sandbox.slack.point_app(&service.base);
        Ok(service)
    }

    async fn address(&mut self, log: PathBuf) -> anyhow::Result<String> {
        eventually("an address in the log", async || {
            let said = std::fs::read_to_string(&log)?;
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!("the service ended with {status}:\n{said}");
            }
            Ok(address_in(&said).map(str::to_owned))
        })
        .await
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// From its start to the line that says that it serves, to the ten milliseconds.
    pub fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// What Linux says about its memory, in KiB: `VmRSS` now, `VmHWM` at most. Elsewhere that is not known.
    pub fn memory(&self, what: &str) -> Option<u64> {
        crate::peer::memory(self.child.id(), what)
    }

    /// Kills it, as the kernel would.
    ///
    /// # Errors
    /// When it has ended before.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Errors
    /// When it ends with anything but success.
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
