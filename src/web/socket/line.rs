//! One connection, from Slack's hello to its end.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Patience, parcel};
use crate::app::App;
use crate::app::troubles::SOCKET;
use crate::slack::{CONNECT, Frame, Parcel, Socket};

/// Most parcels that are worked on at the same time; what comes beyond waits in the line.
const AT_ONCE: usize = 64;

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Slack is about to close it, and another one may be opened before.
    Announced,
    /// Somebody has switched Socket Mode off.
    SwitchedOff,
    /// It broke, or nothing was heard of it any more.
    Lost {
        /// Whether anything came over it.
        was_useful: bool,
    },
}

/// Counts an open connection for as long as it lives.
struct Open;

impl Open {
    fn begin() -> Self {
        metrics::gauge!("certs_slack_sockets").increment(1.0);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("certs_slack_sockets").decrement(1.0);
    }
}

/// Takes in what comes over a connection, until it ends or the service is asked to stop; says so as soon as another
/// connection is wanted. What is under way then is finished and acknowledged, if the line still holds.
pub(super) async fn hold(app: App, mut socket: Socket, patience: Patience, tell: oneshot::Sender<Ending>) {
    let mut tell = Some(tell);
    let mut under_way: JoinSet<Option<String>> = JoinSet::new();
    let mut open = None;
    let mut was_useful = false;
    let mut is_asked = false;
    // Far away, until its end is announced.
    let mut leave_at = Instant::now() + Duration::from_hours(24 * 365);
    let holds = loop {
        let frame = tokio::select! {
            () = app.stop.cancelled() => break true,
            () = tokio::time::sleep_until(leave_at) => break true,
            Some(done) = under_way.join_next() => {
                if !acknowledge(&mut socket, done.ok().flatten(), patience).await {
                    break false;
                }
                continue;
            }
            frame = tokio::time::timeout(patience.silence, socket.next()), if under_way.len() < AT_ONCE => frame,
        };
        let text = match frame {
            Ok(Some(Frame::Text(text))) => text,
            Ok(Some(Frame::Pulse)) => {
                is_asked = false;
                continue;
            }
            Ok(None) => break false,
            // Two silences in a row, and none of our asking was answered.
            Err(_) if is_asked || !socket.ping(patience.within).await => break false,
            Err(_) => {
                is_asked = true;
                continue;
            }
        };
        is_asked = false;
        let Some(parcel) = Parcel::read(text.as_bytes()) else {
            tracing::warn!(api = "slack", "Something came over Socket Mode that is not understood");
            continue;
        };
        match parcel.r#type.as_str() {
            "hello" => {
                open = Some(Open::begin());
                app.troubles.clear(SOCKET, CONNECT);
                tracing::info!(api = "slack", "Slack speaks over Socket Mode");
            }
            "disconnect" => {
                let is_off = parcel.reason.as_deref() == Some("link_disabled");
                leave_at = Instant::now() + patience.linger;
                let ending = if is_off { Ending::SwitchedOff } else { Ending::Announced };
                if let Some(tell) = tell.take() {
                    // Whoever listens for it may have been asked to stop.
                    let _ = tell.send(ending);
                }
            }
            _ => {
                was_useful = true;
                under_way.spawn(parcel::take(app.clone(), parcel));
            }
        }
    };
    if let Some(tell) = tell.take() {
        let _ = tell.send(Ending::Lost { was_useful });
    }
    if holds {
        while let Some(done) = under_way.join_next().await {
            if !acknowledge(&mut socket, done.ok().flatten(), patience).await {
                break;
            }
        }
        socket.close(patience.within).await;
    }
    // What is still under way has no line any more; it is done all the same, and Slack sends it again.
    under_way.detach_all();
    drop(open);
}

/// Sends an acknowledgement, if there is one; false when the line does not take it.
async fn acknowledge(socket: &mut Socket, text: Option<String>, patience: Patience) -> bool {
    match text {
        Some(text) => socket.send(text, patience.within).await,
        None => true,
    }
}
