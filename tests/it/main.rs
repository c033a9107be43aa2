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
mod watch;

mod ask;
mod campaign_channel;
mod campaign_states;
mod channels;
mod clock;
mod commands;
mod delivery;
mod doubt;
mod escalation;
mod flood;
mod frozen;
mod groups;
mod home;
mod hook;
mod kept_true;
mod launch;
mod morning;
mod names;
mod okta_side;
mod outage;
mod owner_digest;
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
mod snooze;
mod status;
mod strangers;
mod system_log;
mod system_log_refused;
mod trouble;
mod workspace_pace;
