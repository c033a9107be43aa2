//! The death of a process, at a moment of the story's choice.

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
