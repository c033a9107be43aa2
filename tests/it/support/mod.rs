//! What the stories stand on: a database of their own, and a world to play in.

pub mod campaigns;
mod database;
mod world;

pub use database::Database;
pub use world::{World, at, world, world_with};
