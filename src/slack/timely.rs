//! A body that is not sent when it is too late for it.
//!
//! It is asked for its bytes as the last thing before they are written, when a connection has been made and nothing of
//! the request has gone out: its head waits in the same buffer. A look at the time any earlier would not do. Whoever
//! is frozen while a connection is being made may have lost its claim when it goes on.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::clock::Clock;

/// See the module.
#[derive(Debug)]
pub(super) struct Timely {
    bytes: Option<Bytes>,
    clock: Clock,
    by: Duration,
}

/// It was too late.
#[derive(Debug, thiserror::Error)]
#[error("it was too late to send it")]
pub(super) struct Late;

impl Timely {
    /// Bytes that are on their way by `by` on this clock's [`elapsed`](Clock::elapsed), or not sent.
    pub(super) fn new(bytes: Vec<u8>, clock: Clock, by: Duration) -> Self {
        Self { bytes: Some(bytes.into()), clock, by }
    }
}

impl Late {
    /// Whether this is why something failed.
    pub(super) fn is_why(failure: &(dyn Error + 'static)) -> bool {
        failure.is::<Self>() || failure.source().is_some_and(Self::is_why)
    }
}

impl Body for Timely {
    type Data = Bytes;
    type Error = Late;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Late>>> {
        let is_late = self.clock.elapsed() > self.by;
        let bytes = self.bytes.take();
        Poll::Ready(bytes.map(|bytes| if is_late { Err(Late) } else { Ok(Frame::data(bytes)) }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
