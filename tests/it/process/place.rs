//! A directory to start the command in, with no environment but what a test sets.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

use tempfile::TempDir;

use super::eventually;

/// Longer than any command but `serve` takes, and than `serve` takes to stop.
const ENDS_WITHIN: Duration = Duration::from_mins(1);

/// Whatever `serve` needs, so that nothing is missing but what a test takes away.
const COMPLETE: &[(&str, &str)] = &[
    ("CERTS_LISTEN", "127.0.0.1:0"),
    ("OKTA_ORG_URL", "http://127.0.0.1:1"),
    ("OKTA_API_TOKEN", "00token-Kranich"),
    ("OKTA_HOOK_SECRET", "hook-Reiher"),
    ("SLACK_API_URL", "http://127.0.0.1:1/api"),
    ("SLACK_BOT_TOKEN", "xoxb-Storch"),
    ("SLACK_SIGNING_SECRET", "sign-Ibis"),
];

/// A working directory and an environment.
pub struct Place {
    folder: TempDir,
    environment: Vec<(String, String)>,
    open_files: Option<u32>,
}

/// What a command left behind.
pub struct Outcome {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A command that runs; it is killed when nobody looks at it any more.
pub struct Running {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new(), open_files: None }
    }

    /// Sets whatever `serve` needs.
    pub fn complete(self) -> Self {
        self.with(COMPLETE)
    }

    /// Sets a variable of the environment.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Allows it so many open files, connections included.
    pub fn open_files(mut self, most: u32) -> Self {
        self.open_files = Some(most);
        self
    }

    /// Sets several.
    pub fn with(self, settings: &[(&str, &str)]) -> Self {
        settings.iter().fold(self, |place, (name, value)| place.set(name, value))
    }

    /// Writes a file.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    /// Reads a file that a command wrote.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    pub fn start(&self, arguments: &[&str]) -> Running {
        let (out, err) = (self.folder.path().join("stdout"), self.folder.path().join("stderr"));
        let certs = env!("CARGO_BIN_EXE_certs");
        let mut command = match self.open_files {
            None => Command::new(certs),
            Some(most) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -n {most} && exec \"$0\" \"$@\""), certs]);
                shell
            }
        };
        let child = command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.environment.iter().cloned())
            .stdin(std::process::Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        Running { child, out, err }
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Outcome {
        self.start(arguments).end().await
    }
}

impl Running {
    /// What it has written to standard error so far.
    pub fn stderr(&self) -> String {
        std::fs::read_to_string(&self.err).unwrap()
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Sends it a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits for its end.
    pub async fn end(mut self) -> Outcome {
        let child = &mut self.child;
        let status =
            eventually("the end of the command", ENDS_WITHIN, async || child.try_wait().unwrap()).await;
        Outcome {
            status: status.code(),
            stdout: std::fs::read_to_string(&self.out).unwrap(),
            stderr: std::fs::read_to_string(&self.err).unwrap(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
