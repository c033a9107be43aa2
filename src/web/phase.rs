//! Where a connection is between two answers, and how long it may stay there.
//!
//! hyper has one limit for a request's head and for the rest before it. A head is there at once or its caller means no good;
//! a rest must be longer than callers keep an unused connection, or the service closes one in the moment in which it is used
//! again, and that request is lost.

use std::time::Duration;

use tokio::sync::{Notify, watch};

/// What a connection is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// A request's head is on its way; at first also as long as nothing came.
    Head,
    /// A request is read and answered, which has limits of its own.
    Request,
    /// The last request is answered, if not yet read by the caller to the end, and no byte of another has come.
    Rest,
}

/// The phase of one connection; clones are of the same one.
#[derive(Debug, Clone)]
pub(super) struct Phases(watch::Sender<Phase>);

impl Phases {
    /// Those of a new connection.
    pub(super) fn begin() -> Self {
        Self(watch::Sender::new(Phase::Head))
    }

    /// Bytes came.
    pub(super) fn hear(&self) {
        self.0.send_if_modified(|phase| {
            let was_resting = *phase == Phase::Rest;
            if was_resting {
                *phase = Phase::Head;
            }
            was_resting
        });
    }

    /// A request as a whole: from its head to its answer.
    pub(super) async fn during<T>(self, request: impl Future<Output = T>) -> T {
        self.0.send_replace(Phase::Request);
        let answer = request.await;
        self.0.send_replace(Phase::Rest);
        answer
    }

    /// Ready when a head or a rest has taken longer than it may. When there is no room for others, whoever rests longest has
    /// rested long enough.
    pub(super) async fn overdue(&self, head: Duration, rest: Duration, no_room: &Notify) {
        let mut phase = self.0.subscribe();
        loop {
            let now = *phase.borrow_and_update();
            let limit = match now {
                Phase::Head => head,
                Phase::Request => Duration::MAX,
                Phase::Rest => rest,
            };
            tokio::select! {
                // Whoever asks again in that moment rests no more.
                biased;
                next = tokio::time::timeout(limit, phase.changed()) => if next.is_err() { return },
                () = no_room.notified(), if now == Phase::Rest => return,
            }
        }
    }
}
