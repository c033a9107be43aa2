//! The death of a process, or its being frozen, at a moment of the story's choice; and waiting for a moment to come.

use std::pin::Pin;

/// Does the work until something is reached, and then never again: as when the process is killed there.
pub async fn crash_when(work: impl Future, reached: impl Fn() -> bool) {
    tokio::pin!(work);
    while !reached() {
        tokio::select! {
            biased;
            _ = &mut work => panic!("the work was done before the crash"),
            () = tokio::task::yield_now() => {}
        }
    }
}

/// Does the work until something is reached, and leaves it there, to be gone on with: as when the process is frozen.
pub async fn freeze_when<W: Future>(work: &mut Pin<Box<W>>, reached: impl AsyncFn() -> bool) {
    while !reached().await {
        tokio::select! {
            biased;
            _ = &mut *work => panic!("the work was done before it was frozen"),
            () = tokio::task::yield_now() => {}
        }
    }
}

/// Lets everything that runs beside the story go on until something is reached.
pub async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::task::yield_now().await;
    }
}
