//! One binary for all tests: stories through the front door first, then the edges, then the repository itself.

#![cfg(test)]

mod contract;
mod domain;
mod evidence;
mod hostile;
mod model;
mod privacy;
mod process;
mod repository;
mod settings;
mod support;
mod upgrade;
mod view;

mod campaign_states;
mod commands;
mod delivery;
mod doubt;
mod escalation;
mod flood;
mod frozen;
mod groups;
mod hook;
mod launch;
mod names;
mod okta_side;
mod outage;
mod pace;
mod paging;
mod poison;
mod presses;
mod purge;
mod races;
mod reassign;
mod remind;
mod remind_now;
mod resend;
mod reviewers;
mod slack_routes;
mod status;
mod system_log;
mod system_log_refused;
mod trouble;
mod workspace_pace;
