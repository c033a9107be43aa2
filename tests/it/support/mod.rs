//! What the stories stand on: a database of their own, and a world to play in.

pub mod answers;
mod asked;
pub mod campaigns;
mod crash;
mod database;
mod doors;
mod figures;
mod instances;
mod log;
mod presses;
mod world;

pub use crash::{crash_when, freeze_when, until};
pub use database::Database;
pub use doors::{BY_SOCKET, through_either_door};
pub use log::Log;
pub use world::{PATIENCE, World, at, impatient_world, world, world_on, world_with};
