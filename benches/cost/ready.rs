//! From the start of the process to its first "ready".

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;
use sandbox::Sandbox;

/// How soon it is asked again: a start is told to the millisecond.
const AGAIN: Duration = Duration::from_micros(500);
/// No start takes that long.
const PATIENCE: Duration = Duration::from_mins(1);

/// Starts it, asks until it is ready, and kills it.
pub fn start(binary: &str, folder: &Path, sandbox: &Sandbox, database: &str) -> anyhow::Result<Duration> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut command = Command::new(binary);
    command
        .arg("serve")
        .current_dir(folder)
        .env_clear()
        .env("DATABASE_URL", database)
        .env("CERTS_LISTEN", address.to_string())
        .env("OKTA_ORG_URL", sandbox.okta.url())
        .env("OKTA_API_TOKEN", sandbox.okta.token())
        .env("OKTA_HOOK_SECRET", "bench-hook-secret")
        .env("SLACK_API_URL", sandbox.slack.url())
        .env("SLACK_BOT_TOKEN", sandbox.slack.token())
        .env("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let begun = Instant::now();
    let mut process = Killed(command.spawn()?);
    loop {
        if is_ready(address).unwrap_or(false) {
            return Ok(begun.elapsed());
        }
        ensure!(process.0.try_wait()?.is_none(), "the service ended before it was ready");
        ensure!(begun.elapsed() < PATIENCE, "the service did not become ready");
        std::thread::sleep(AGAIN);
    }
}

fn is_ready(address: SocketAddr) -> std::io::Result<bool> {
    let mut line = TcpStream::connect(address)?;
    line.set_read_timeout(Some(PATIENCE))?;
    line.write_all(b"GET /readyz HTTP/1.1\r\nhost: certs\r\nconnection: close\r\n\r\n")?;
    let mut answer = [0; 12];
    line.read_exact(&mut answer)?;
    Ok(answer == *b"HTTP/1.1 200")
}

/// Not left behind, whatever happens.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
