//! Keeping a claim while the work takes longer than a lease.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::MissedTickBehavior;

use crate::clock::Clock;

/// A third of the lease, so that two renewals may fail before it is lost.
const RENEW_EVERY: Duration = Duration::from_secs(6);

/// Does the work and renews the claim beside it.
pub(super) async fn keeping<'a, T>(
    clock: &Clock,
    work: impl Future<Output = T>,
    renew: impl Fn() -> BoxFuture<'a, ()>,
) -> T {
    let mut beat = tokio::time::interval(clock.by_the_system(RENEW_EVERY));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.reset();
    // Side by side: a renewal may wait for what the work has locked.
    let renewing = async {
        loop {
            beat.tick().await;
            renew().await;
        }
    };
    tokio::select! {
        done = work => done,
        never = renewing => never,
    }
}
