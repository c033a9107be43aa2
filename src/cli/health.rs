//! `certs health`: asks a service on this machine, for containers that have no other program to ask with.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use super::{complain, say};

/// Longer than the service takes to say that its database does not answer.
const WITHIN: Duration = Duration::from_secs(5);

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs health                 does the process answer?
  certs health --ready         can it work: does its database answer, and take what is written?

It asks the address of CERTS_LISTEN, on this machine. Exit status 0 when the answer is yes, 1 when it is no or there is
none.")]
pub(super) struct Arguments {
    /// Ask /readyz instead of /healthz
    #[arg(long)]
    ready: bool,
}

/// Asks, and says what the answer is.
pub(super) async fn run(listen: SocketAddr, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = if arguments.ready { "readyz" } else { "healthz" };
    let url = format!("http://{}/{path}", near(listen));
    // A proxy of the environment is for the outside.
    let http = reqwest::Client::builder().no_proxy().timeout(WITHIN).build()?;
    let answer = http.get(&url).send().await.map_err(reqwest::Error::without_url);
    let answer = answer.with_context(|| format!("{url} does not answer"))?;
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if status.is_success() {
        say(text.trim());
        return Ok(ExitCode::SUCCESS);
    }
    complain(&format!("{url} answers {status}: {}", text.trim()));
    Ok(ExitCode::FAILURE)
}

/// Where a service that binds this address is reached from the same machine.
fn near(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
