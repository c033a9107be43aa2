//! The `certs` command.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    certs::cli::run().await
}
