//! Keeping a claim while the work takes longer than a lease.

use std::time::Duration;

use futures_util::future::BoxFuture;

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
    beat.reset();
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = beat.tick() => renew().await,
        }
    }
}
