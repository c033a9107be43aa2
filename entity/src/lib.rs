//! The tables of Certs as structs: columns only, no behaviour.
//!
//! States are text, so that a row written by a newer version can still be read. The rules about them are in
//! the `domain` and `store` modules of the service.

pub mod campaign;
pub mod card;
pub mod click;
pub mod delivery_record;
pub mod delivery_record_head;
pub mod group_member;
pub mod handover;
pub mod inbox_event;
pub mod notification_campaign;
pub mod notification_log;
pub mod nudge;
pub mod person;
pub mod review;
pub mod reviewer_group;
pub mod schedule_state;
pub mod slack_account;
pub mod slack_pace;
pub mod snooze;
