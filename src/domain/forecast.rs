//! Who will be told what and when, if nobody decides anything any more: the daily runs to come, played by the rules that
//! the real ones go by.

mod morning;
mod outset;
mod play;

pub use outset::{Foreseen, Outset, Reviewer, Running, unknown_manager_of, whose_manager};
pub use play::foresee;
