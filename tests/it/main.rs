//! One binary for all tests: stories through the front door first, then the edges, then the repository itself.

#![cfg(test)]

mod contract;
mod domain;
mod privacy;
mod process;
mod repository;
mod settings;
mod support;
mod view;

mod launch;
mod outage;
mod races;
mod reassign;
mod remind;
