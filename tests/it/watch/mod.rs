//! The demo's page, `cargo run --example demo -- --watch`: as HTTP, and in a real browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot look at what it tests has failed")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod browser;
mod demo;
mod pictures;
mod routes;
mod way_through;
