//! What people are called, and whether they are told anything.

use std::collections::HashMap;

use super::super::Result;
use super::super::pilot::Whom;
use crate::domain::forecast::whose_manager;
use crate::domain::person::Person;
use crate::domain::pilot::{Hold, Pilot};
use crate::store::{Tx, people};

/// Of everybody in a forecast.
pub(super) struct Names<'a> {
    people: HashMap<String, Person>,
    whom: Whom<'a>,
}

impl<'a> Names<'a> {
    pub(super) async fn of(tx: &Tx, pilot: &'a Pilot, ids: impl Iterator<Item = &str>) -> Result<Self> {
        let mut ids: Vec<String> = ids.map(|id| whose_manager(id).unwrap_or(id).to_owned()).collect();
        ids.sort();
        ids.dedup();
        Ok(Self { people: people::by_id(tx, &ids).await?, whom: Whom::of(pilot, tx, &ids).await? })
    }

    /// A name, or what stands for somebody who is not known yet.
    pub(super) fn name(&self, id: &str) -> String {
        let named =
            |id: &str| self.people.get(id).map_or_else(|| id.to_owned(), |person| person.name.clone());
        whose_manager(id).map_or_else(|| named(id), |whose| format!("manager of {}", named(whose)))
    }

    /// Why they are told nothing. Of whoever is not known yet, the mode alone decides.
    pub(super) fn hold(&self, id: &str) -> Option<Hold> {
        self.whom.hold(id)
    }
}
