//! Slack over Socket Mode in the place of our routes: the same flows, the same promises.

mod connection;
mod parcels;
mod polling;
mod promises;
mod stories;
mod trouble;
