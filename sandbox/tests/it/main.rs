//! The sandbox held to what Okta and Slack publish, over real HTTP.

// Whatever fails in here fails a test: this lets `unwrap` stand outside of test functions too.
#![cfg(test)]

mod app;
mod company;
mod face;
mod okta;
mod okta_hooks;
mod slack_blocks;
mod slack_channels;
mod slack_messages;
mod slack_outbound;
mod slack_people;
mod slack_rules;
mod slack_whispers;
mod world;
