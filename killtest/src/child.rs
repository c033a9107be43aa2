//! The real service as a child process, which can be killed and started again.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rand::Rng;
use sandbox::Sandbox;

use crate::place::Place;

/// The service is ready within this.
const READY_WITHIN: Duration = Duration::from_secs(20);
/// It stops in order within this.
const STOPS_WITHIN: Duration = Duration::from_mins(1);
/// The secret that the hook shows.
pub const HOOK_SECRET: &str = "killtest-hook-secret";

/// Everything that a start of one instance needs.
pub struct Launcher {
    program: PathBuf,
    environment: Vec<(&'static str, String)>,
    folder: PathBuf,
    log: PathBuf,
    base: String,
    http: reqwest::Client,
}

/// A process; it is killed when nobody looks at it any more.
pub struct Service {
    child: Child,
    ready_at: String,
    http: reqwest::Client,
}

impl Launcher {
    /// Prepares starts in this place beside these vendors, with the daily run at this time of the day.
    pub fn new(place: &Place, sandbox: &Sandbox, reminder_at: &str) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("certs");
        if !program.is_file() {
            bail!("{} is not there; build it first: cargo build --workspace", program.display());
        }
        let address = format!("127.0.0.1:{}", free_port()?);
        let base = format!("http://{address}");
        let environment = vec![
            ("DATABASE_URL", place.database_url.clone()),
            ("CERTS_LISTEN", address),
            ("OKTA_ORG_URL", sandbox.okta.url()),
            ("OKTA_API_TOKEN", sandbox.okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("SLACK_API_URL", sandbox.slack.url()),
            ("SLACK_BOT_TOKEN", sandbox.slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret().to_owned()),
            ("CERTS_REASSIGNMENT_WINDOW", "2s".to_owned()),
            ("CERTS_REMINDER_AT", reminder_at.to_owned()),
            ("CERTS_SWEEP_EVERY", format!("{}s", crate::healing::SWEEP_EVERY.as_secs())),
            ("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000".to_owned()),
        ];
        let http = reqwest::Client::builder().timeout(Duration::from_secs(2)).build()?;
        let (folder, log) = (place.folder().to_owned(), place.log());
        Ok(Self { program, environment, folder, log, base, http })
    }

    /// Where it hears of Okta's events.
    pub fn door(&self) -> String {
        format!("{}/okta/hooks", self.base)
    }

    /// Brings the schema up to date, and does nothing else.
    pub fn migrate(&self) -> anyhow::Result<()> {
        let outcome = self.command("migrate")?.status().context("the service cannot be started")?;
        anyhow::ensure!(outcome.success(), "the schema cannot be brought up to date: {outcome}");
        Ok(())
    }

    /// Has `certs verify` check the record of what was told; what it said when that is broken.
    pub fn verify(&self) -> anyhow::Result<Option<String>> {
        let outcome =
            self.command("verify")?.stdout(Stdio::piped()).output().context("certs cannot be started")?;
        Ok((!outcome.status.success()).then(|| String::from_utf8_lossy(&outcome.stdout).into_owned()))
    }

    fn command(&self, verb: &str) -> anyhow::Result<Command> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = Command::new(&self.program);
        command
            .arg(verb)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        Ok(command)
    }

    /// Starts the service.
    pub fn start(&self) -> anyhow::Result<Service> {
        let child = self.command("serve")?.spawn().context("the service cannot be started")?;
        Ok(Service { child, ready_at: format!("{}/readyz", self.base), http: self.http.clone() })
    }
}

impl Service {
    /// Waits until it is ready.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let asking = async {
            loop {
                self.lives()?;
                let answer = self.http.get(&self.ready_at).send().await;
                if answer.is_ok_and(|answer| answer.status().is_success()) {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(READY_WITHIN, asking).await.context("the service did not become ready")?
    }

    /// Whether it still runs; it has no reason not to.
    pub fn lives(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("the service ended by itself: {status}"),
        }
    }

    /// Kills it as nothing can prevent.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.lives()?;
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Sends it a signal, by its name.
    pub fn signal(&self, name: &str) -> anyhow::Result<()> {
        let told = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status()?;
        anyhow::ensure!(told.success(), "the service cannot be sent SIG{name}");
        Ok(())
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.signal("TERM")?;
        let waiting = async {
            loop {
                if let Some(status) = self.child.try_wait()? {
                    anyhow::ensure!(status.success(), "the service stopped with {status}");
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(STOPS_WITHIN, waiting).await.context("the service did not stop")?
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port for all starts, below the range from which systems give ports to connections. Not from the seed: two runs with
/// the same one may go on side by side.
fn free_port() -> anyhow::Result<u16> {
    (0..100)
        .map(|_| rand::rng().random_range(10_000..20_000))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("no free port was found")
}
