//! Certs tells access reviewers in Slack that an Okta access certification campaign needs them.
//!
//! The design is six invariants; `docs/architecture.md` follows an event through the modules, which are listed
//! here in the order in which they may use each other: `domain` first, `boot` last.

pub mod domain;

pub mod clock;
pub mod config;

pub mod okta;
