//! What is said on the command line.

use anyhow::Context as _;
use clap::{Parser, ValueEnum};

/// Kills `certs serve` at random moments and counts what arrives.
#[derive(Debug, Parser)]
pub struct Options {
    /// How often the service is killed
    #[arg(long, default_value_t = 50)]
    pub kills: usize,
    /// How many people review
    #[arg(long, default_value_t = 200)]
    pub reviewers: usize,
    /// What the service keeps its record in
    #[arg(long, value_enum, default_value_t = Kind::Sqlite)]
    pub on: Kind,
    /// A PostgreSQL server's URL, for a database of its own there; with `--on postgres` by default CERTS_TEST_POSTGRES
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// How many instances run on one database; two need PostgreSQL
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub instances: u8,
    /// How often one of two instances is frozen for longer than its lease, and goes on after that
    #[arg(long, default_value_t = 0)]
    pub freezes: usize,
    /// Repeats a run as far as that can be
    #[arg(long)]
    pub seed: Option<u64>,
    /// Seconds that the last start has for finishing everything
    #[arg(long, default_value_t = 300)]
    pub patience: u64,
}

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A file in a temporary directory.
    Sqlite,
    /// A database of its own on a server.
    Postgres,
}

impl Options {
    /// The server to make a database on, when there is to be one.
    pub fn server(&self) -> anyhow::Result<Option<String>> {
        if self.on == Kind::Sqlite && self.postgres.is_none() && self.instances > 1 {
            anyhow::bail!("--instances {} needs --on postgres: an SQLite file is for one", self.instances);
        }
        if self.freezes > 0 && self.instances == 1 {
            anyhow::bail!("--freezes needs --instances 2: nobody takes over from one who is alone");
        }
        if self.postgres.is_some() || self.on == Kind::Sqlite {
            return Ok(self.postgres.clone());
        }
        #[expect(clippy::disallowed_methods, reason = "what it runs on is no setting of the service")]
        let named = std::env::var("CERTS_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
        named.context("--on postgres needs --postgres URL or CERTS_TEST_POSTGRES").map(Some)
    }
}
