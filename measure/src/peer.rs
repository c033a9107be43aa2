//! What others would use for the same, in Node, measured in the same run.

use std::path::Path;
use std::process::Stdio;

use anyhow::Context as _;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A script in Node with its packages, fetched into a temporary directory.
#[derive(Debug)]
pub struct Peer {
    folder: TempDir,
}

/// A script that runs; it is killed when nobody looks at it any more.
#[derive(Debug)]
pub struct Running {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    /// Fetches what `package_json` names, beside `script`. Where there is no npm or nothing to fetch from, why not: the
    /// bench says so and leaves the comparison out.
    ///
    /// # Errors
    /// When files cannot be written.
    pub async fn fetch(package_json: &str, script: &str) -> anyhow::Result<Result<Self, &'static str>> {
        let folder = tempfile::Builder::new().prefix("certs-peer-").tempdir()?;
        std::fs::write(folder.path().join("package.json"), package_json)?;
        std::fs::write(folder.path().join("peer.mjs"), script)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]);
        let fetched =
            npm.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).status().await;
        Ok(match fetched {
            Err(_) => Err("npm is not installed"),
            Ok(status) if !status.success() => Err("npm could not fetch the peer's packages"),
            Ok(_) => Ok(Self { folder }),
        })
    }

    /// Where its packages are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the script with these arguments.
    ///
    /// # Errors
    /// When Node cannot be started.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Running> {
        let mut node = Command::new("node");
        node.arg("peer.mjs").args(arguments).current_dir(self.folder.path());
        let mut child = node
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("node cannot be started")?;
        let said = child.stdout.take().context("its output is not to be had")?;
        Ok(Running { child, said: BufReader::new(said).lines() })
    }
}

impl Running {
    /// The next line that it prints.
    ///
    /// # Errors
    /// When it ends before.
    pub async fn line(&mut self) -> anyhow::Result<String> {
        self.said.next_line().await?.context("the peer ended without a word")
    }

    /// As [`Service::memory`](crate::Service::memory).
    pub fn memory(&self, what: &str) -> Option<u64> {
        memory(self.child.id()?, what)
    }
}

/// A line of `/proc/PID/status`, in KiB.
pub(crate) fn memory(pid: u32, what: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}
