//! The rules: no async, no I/O, no vendor types, no clock of their own.

pub mod cadence;
pub mod campaign;
pub mod card;
pub mod daily_run;
pub mod delivery;
pub mod directory;
pub mod escalation;
pub mod event_hook;
pub mod evidence;
pub mod forecast;
pub mod notice;
pub mod nudge;
pub mod obstacle;
pub mod pace;
pub mod page;
pub mod person;
pub mod pilot;
pub mod question;
pub mod review;
pub mod rules;
pub mod snooze;
pub mod standing;
pub mod trace;
pub mod typed;
pub mod verdict;
