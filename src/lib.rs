//! Certs tells access reviewers in Slack that an Okta access certification campaign needs them.
//!
//! The design is six invariants; `docs/architecture.md` follows an event through the modules.
//!
//! 1. A hook is a doorbell, not a letter: facts are read from Okta.
//! 2. Nothing is said to Slack that was not first a row of the outbox, written in the transaction that made it true.
//! 3. Every row has a key that names the fact, so that replaying anything is free.
//! 4. No network call inside a transaction. A claim is a lease: a crash heals itself.
//! 5. One place retries: the row. Clients try once and return a verdict.
//! 6. Time is injected, imports point down, a file fits on a few screens.
//!
//! The modules are listed in the order in which they may use each other: `domain` first, `cli` last.

pub mod domain;
pub mod outside;

pub mod clock;
pub mod config;
pub mod telemetry;

pub mod okta;
pub mod slack;
pub mod store;

pub mod app;
pub mod flow;

pub mod web;
pub mod work;

pub mod boot;
pub mod doctor;

pub mod cli;
