//! Background work: a table of steps, and one loop that runs each of them. No rules.

mod heartbeat;
mod runner;
mod steps;

pub use heartbeat::Heartbeat;
pub use runner::{settle, start, start_one};
pub use steps::{STEPS, Step};
