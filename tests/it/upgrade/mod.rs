//! Upgrades: from the schema and the rows of the first release forward, and never backward.

mod forward;
mod newer;
mod rolling;
