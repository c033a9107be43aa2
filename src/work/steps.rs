//! What is done in the background. Adding something is adding a row.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::app::App;
use crate::flow::{
    Progress, Result, acquaint, deliver, intake, poll, purge, reassign, refresh, remind, sweep,
};

/// A step: an ordinary function that does a little and says whether there is more.
#[derive(Debug)]
pub struct Step {
    /// Its name in logs and metrics: the verb of its flow.
    pub name: &'static str,
    /// How many run side by side, so that one large campaign does not hold up the others, and one wave of messages is prepared
    /// while another is on its way.
    pub workers: usize,
    /// Does it.
    pub run: for<'a> fn(&'a App) -> BoxFuture<'a, Result<Progress>>,
}

/// All steps, in the order in which an event passes through them.
pub static STEPS: &[Step] = &[
    Step { name: "poll", workers: 1, run: |app| poll::step(app).boxed() },
    Step { name: "sweep", workers: 1, run: |app| sweep::step(app).boxed() },
    Step { name: "intake", workers: 2, run: |app| intake::step(app).boxed() },
    Step { name: "resync", workers: 1, run: |app| intake::step_with_sweeps(app).boxed() },
    Step { name: "remind", workers: 1, run: |app| remind::step(app).boxed() },
    Step { name: "acquaint", workers: 1, run: |app| acquaint::step(app).boxed() },
    Step { name: "reassign", workers: 1, run: |app| reassign::step(app).boxed() },
    Step { name: "deliver", workers: 2, run: |app| deliver::step(app).boxed() },
    Step { name: "refresh", workers: 1, run: |app| refresh::step(app).boxed() },
    Step { name: "purge", workers: 1, run: |app| purge::step(app).boxed() },
];
