//! The rules: no async, no I/O, no vendor types, no clock of their own.

pub mod cadence;
pub mod campaign;
pub mod card;
pub mod daily_run;
pub mod delivery;
pub mod evidence;
pub mod notice;
pub mod obstacle;
pub mod pace;
pub mod person;
pub mod review;
pub mod snooze;
pub mod standing;
pub mod verdict;
