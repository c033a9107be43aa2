//! The HTTP server: axum's routes behind hyper's connections, with an end to everything that a caller could drag out.
//!
//! `axum::serve` waits for a request's head for ever and takes any number of connections. Okta and Slack hold a few
//! for seconds; whoever holds more or longer, by malice or by a broken network, must not keep them out.

use std::io::{self, ErrorKind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::timeout::TimeoutLayer;

/// How soon a new connection is tried again when the system has none to give.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);
/// Room for a request's head, and for what is read of a body at once.
const BUFFER: usize = 64 * 1024;

/// How long and how many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A request's head must be there within this; a connection between two requests is closed after it.
    pub head: Duration,
    /// A request must be read and answered within this, its body included.
    pub request: Duration,
    /// A connection is closed after this, at the end of a request; what is under way is cut off a little later.
    pub connection: Duration,
    /// Open at the same time; more wait until one is closed.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Shorter than the grace of a stop, so that half a request does not delay it.
            head: Duration::from_secs(5),
            // Who takes longer has lost whoever asked: both vendors wait three seconds.
            request: Duration::from_secs(10),
            connection: Duration::from_mins(5),
            // Half of the 1,024 open files that many systems allow a process.
            connections: 512,
        }
    }
}

/// Serves until it is told to stop and what is under way is answered.
pub async fn serve(listener: TcpListener, routes: Router, limits: Limits, stop: CancellationToken) {
    let routes = routes.layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits.request));
    let places = Arc::new(Semaphore::new(limits.connections));
    let open = TaskTracker::new();
    let stopped = stop.clone().cancelled_owned();
    let accepting = async {
        while let Ok(place) = places.clone().acquire_owned().await {
            let stream = accept(&listener).await;
            let talking = talk(stream, routes.clone(), limits, stop.clone());
            open.spawn(async move {
                talking.await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = stopped => {}
        () = accepting => {}
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// The next connection. One that fails is its caller's trouble; a system that has none to give is asked again.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(why) if is_the_callers(&why) => {}
            Err(why) => {
                tracing::warn!(error = %why, "No connection can be taken; trying again");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

fn is_the_callers(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

/// One connection, from its first request to its end.
async fn talk(stream: TcpStream, routes: Router, limits: Limits, stop: CancellationToken) {
    let talking = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    let mut talking = pin!(talking);
    // A caller who goes away, or is too slow, is no news.
    tokio::select! {
        _ = talking.as_mut() => return,
        () = stop.cancelled() => {}
        () = tokio::time::sleep(limits.connection) => {}
    }
    talking.as_mut().graceful_shutdown();
    // Whoever does not read the answer would else hold it for ever.
    let _ = tokio::time::timeout(limits.head + limits.request, talking).await;
}
