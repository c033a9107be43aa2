//! A step that panics has failed like any other, and comes again.

use std::sync::atomic::{AtomicUsize, Ordering};

use certs::flow::Progress;
use certs::work::{self, Step};
use futures_util::FutureExt;

use crate::support::world;

static TRIES: AtomicUsize = AtomicUsize::new(0);

static FRAGILE: Step = Step {
    name: "fragile",
    workers: 1,
    run: |app| {
        async move {
            assert!(TRIES.fetch_add(1, Ordering::SeqCst) > 1, "the first two tries break off, on purpose");
            app.stop.cancel();
            Ok(Progress::Idle)
        }
        .boxed()
    },
};

#[tokio::test]
async fn a_step_that_panics_is_tried_again() {
    world(async |w| {
        work::start_one(&w.app, &FRAGILE);
        w.app.tasks.close();
        w.app.tasks.wait().await;
        assert_eq!(TRIES.load(Ordering::SeqCst), 3);
    })
    .await;
}
