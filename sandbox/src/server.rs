//! The HTTP side that both servers share: one handler, a clock of their own, connections that can be cut.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Response, Uri};
use axum::serve::{IncomingStream, Listener};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The query's pairs, decoded.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// Whether a value of the query or the body holds this text.
    pub(crate) fn speaks_of(&self, text: &str) -> bool {
        self.pairs().iter().any(|(_, value)| value.contains(text))
            || String::from_utf8_lossy(&self.body).contains(text)
    }

    /// The body as a value: JSON as it is, a form as an object of strings, else null.
    pub(crate) fn value(&self) -> Value {
        if self
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        {
            let pairs = url::form_urlencoded::parse(&self.body);
            return Value::Object(
                pairs.into_owned().map(|(name, value)| (name, Value::String(value))).collect(),
            );
        }
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// What becomes of a request.
pub(crate) enum Told {
    /// This answer.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// What this comes to; the vendor asks somebody else first.
    Later(Pin<Box<dyn Future<Output = Told> + Send>>),
    /// None, for as long as the client waits.
    Hang,
    /// None, and the connection is closed.
    Cut,
}

/// An answer with another body, and 200.
pub(crate) fn with_body(told: Told, other: &str) -> Told {
    match told {
        Told::Answer { headers, .. } => Told::Answer { status: 200, headers, body: other.to_owned() },
        none => none,
    }
}

/// An answer with another value of a header.
pub(crate) fn with_header(told: Told, name: &'static str, value: &str) -> Told {
    match told {
        Told::Answer { status, mut headers, body } => {
            headers.retain(|(have, _)| *have != name);
            headers.push((name, value.to_owned()));
            Told::Answer { status, headers, body }
        }
        none => none,
    }
}

/// Who answers: one synchronous step over its own state.
pub(crate) trait Desk: Clone + Send + Sync + 'static {
    fn answer(&self, asked: &Asked) -> Told;
}

/// A running server; it stops when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Binds a free port before anybody may call it; the desk is made when the URL is known.
    pub(crate) async fn start<D: Desk>(desk: impl FnOnce(&str) -> D) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router =
            Router::new().fallback(handle::<D>).layer(DefaultBodyLimit::disable()).with_state(desk(&url));
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<Scissors>();
            let serving = axum::serve(Door(listener), service);
            // The sender is never used: its drop is the signal.
            let _ = serving.with_graceful_shutdown(async { drop(stopped.await) }).await;
        });
        Ok(Self { url, _stop: stop })
    }
}

async fn handle<D: Desk>(
    State(desk): State<D>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let asked = Asked {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers,
        body,
    };
    let mut told = desk.answer(&asked);
    while let Told::Later(later) = told {
        told = later.await;
    }
    match told {
        Told::Answer { status, headers, body } => {
            let mut answer = Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(name, value);
            }
            answer.body(Body::from(body)).unwrap_or_default()
        }
        Told::Hang | Told::Later(_) => std::future::pending().await,
        Told::Cut => {
            scissors.0.store(true, Ordering::SeqCst);
            Response::default()
        }
    }
}

/// Cuts the connection that it belongs to.
#[derive(Clone, Debug)]
struct Scissors(Arc<AtomicBool>);

impl Connected<IncomingStream<'_, Door>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().scissors.clone()
    }
}

/// A listener whose connections can be cut.
struct Door(TcpListener);

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, addr) = Listener::accept(&mut self.0).await;
        // A delay of the last segment would only slow the tests down.
        let _ = stream.set_nodelay(true);
        (Line { stream, scissors: Scissors(Arc::new(AtomicBool::new(false))) }, addr)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection that refuses to be written to once it is cut.
struct Line {
    stream: TcpStream,
    scissors: Scissors,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.scissors.0.load(Ordering::SeqCst) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
