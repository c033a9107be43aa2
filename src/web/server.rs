//! The HTTP server: axum's routes behind hyper's connections, with an end to everything that a caller could drag out.
//!
//! `axum::serve` waits for a request's head for ever and takes any number of connections. Okta and Slack hold a few
//! for seconds; whoever holds more or longer, by malice or by a broken network, must not keep them out.

use std::io::{self, ErrorKind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::FutureExt;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::time::Instant;
use tokio_util::io::InspectReader;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::timeout::TimeoutLayer;

use super::phase::Phases;

/// How soon a new connection is tried again when the system has none to give.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);
/// Room for a request's head, and for what is read of a body at once.
const BUFFER: usize = 64 * 1024;

/// How long and how many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A request's head must be there within this.
    pub head: Duration,
    /// A connection between two requests is closed after this, or when there is no room for another one.
    pub rest: Duration,
    /// A request must be read and answered within this, its body included.
    pub request: Duration,
    /// A connection is closed after this, with the answer to a request; whoever sends none, or reads no answer, is cut off later.
    pub connection: Duration,
    /// Open at the same time; for one more, whichever rests longest is closed, or it waits.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Shorter than the grace of a stop, so that half a request does not delay it.
            head: Duration::from_secs(5),
            // Longer than what stands before the service keeps a connection that it does not use: nginx and AWS's load balancers
            // one minute, Caddy two (modules/caddyhttp/reverseproxy/httptransport.go in caddyserver/caddy), Google's load
            // balancers ten (<https://cloud.google.com/load-balancing/docs/https>; read 2026-12).
            rest: Duration::from_secs(620),
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
    let no_room = Arc::new(Notify::new());
    let accepting = async {
        loop {
            // The system takes the connection; whether there is a place for it is another question.
            let stream = accept(&listener).await;
            if places.available_permits() == 0 {
                no_room.notify_one();
            }
            let Ok(place) = places.clone().acquire_owned().await else { return };
            // If somebody else went, nobody has to any more.
            let _ = no_room.notified().now_or_never();
            let talking = talk(stream, routes.clone(), limits, no_room.clone(), stop.clone());
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
async fn talk(
    stream: TcpStream,
    routes: Router,
    limits: Limits,
    no_room: Arc<Notify>,
    stop: CancellationToken,
) {
    let phases = Phases::begin();
    let heard = phases.clone();
    let stream = InspectReader::new(stream, move |_: &[u8]| heard.hear());
    let (routes, asked, old_at) =
        (TowerToHyperService::new(routes), phases.clone(), Instant::now() + limits.connection);
    let answer = service_fn(move |request| {
        let answering = asked.clone().during(routes.call(request));
        async move { answering.await.map(|answer| said_to_be_last(answer, Instant::now() > old_at)) }
    });
    let talking = http1::Builder::new().max_buf_size(BUFFER).serve_connection(TokioIo::new(stream), answer);
    let mut talking = pin!(talking);
    let mut overdue = pin!(phases.overdue(limits.head, limits.rest, &no_room));
    let one_more = limits.rest + limits.head + limits.request;
    // A caller who goes away, or is too slow, is no news.
    tokio::select! {
        // What has come is heard before anything is found overdue.
        biased;
        _ = talking.as_mut() => return,
        () = overdue.as_mut() => return,
        // Whoever does not read the answers would else hold it for ever.
        () = tokio::time::sleep_until(old_at + one_more) => return,
        () = stop.cancelled() => {}
    }
    talking.as_mut().graceful_shutdown();
    tokio::select! {
        _ = talking => {}
        () = overdue => {}
        () = tokio::time::sleep(limits.head + limits.request) => {}
    }
}

/// An answer, and with it whether the connection ends: a caller who knows sends the next request over another one.
fn said_to_be_last(mut answer: Response, is_last: bool) -> Response {
    if is_last {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}
