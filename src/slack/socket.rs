//! Socket Mode: a connection that we open and over which Slack sends what it would otherwise post to our routes.
//!
//! Source: <https://docs.slack.dev/apis/events-api/using-socket-mode> (read 2026-11). The connection is made by the client
//! of all other calls, so it has their roots of trust, their time-outs, and their proxy.

use std::fmt;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION,
    UPGRADE,
};
use reqwest::{StatusCode, Upgraded};
use serde::Deserialize;
use serde_json::json;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};
use url::Url;

use super::{Slack, SlackError};

/// The method that says where to connect to.
pub const CONNECT: &str = "apps.connections.open";
/// Largest message that is read; one with a whole App Home in it is about 300 kilobytes.
const LARGEST_MESSAGE: usize = 4 * 1024 * 1024;

/// An open connection.
pub struct Socket(Box<WebSocketStream<Upgraded>>);

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

/// What came over a connection.
#[derive(Debug)]
pub enum Frame {
    /// Something to be read.
    Text(String),
    /// A sign of life.
    Pulse,
}

/// Where to connect to; the address is good once.
#[derive(Deserialize)]
struct Opened {
    url: String,
}

impl Slack {
    /// Whether Slack speaks over Socket Mode.
    pub fn has_socket(&self) -> bool {
        self.app_token.is_some()
    }

    /// Opens a connection of Socket Mode.
    ///
    /// # Errors
    /// As Slack answers, or when the connection cannot be made.
    pub async fn open_socket(&self) -> Result<Socket, SlackError> {
        let url = self.socket_address().await?;
        self.upgrade(&url).await.map_err(|why| SlackError::AnswerLost { method: CONNECT, why })
    }

    /// Whether a connection of Socket Mode could be opened; none is.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn may_open_socket(&self) -> Result<(), SlackError> {
        self.socket_address().await.map(drop)
    }

    async fn socket_address(&self) -> Result<String, SlackError> {
        let method = CONNECT;
        let token = self.app_token.as_ref().ok_or(SlackError::NotSent { method })?;
        self.admit(method)?;
        let session = self.client.open_session(token);
        let answer = session.http_session_api.http_post(method, &json!({}), None).await;
        let Opened { url } = self.conclude(method, answer)?;
        Ok(url)
    }

    async fn upgrade(&self, url: &str) -> Result<Socket, &'static str> {
        let url = as_http(url).ok_or("the address of the connection is not understood")?;
        let key = generate_key();
        let mut headers = HeaderMap::new();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        headers.insert(SEC_WEBSOCKET_KEY, HeaderValue::try_from(&key).map_err(|_| "no key could be made")?);
        let answer = self.connector().upgrade(url, headers).await;
        let answer = answer.map_err(|_| "no connection could be made")?;
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err("Slack did not switch to a WebSocket");
        }
        let accepted = answer.headers().get(SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
        if accepted != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err("what answered is no WebSocket");
        }
        let line = answer.upgrade().await.map_err(|_| "the connection broke")?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_MESSAGE))
            .max_frame_size(Some(LARGEST_MESSAGE));
        Ok(Socket(Box::new(WebSocketStream::from_raw_socket(line, Role::Client, Some(config)).await)))
    }
}

/// The same address, in the scheme that a WebSocket begins with.
fn as_http(url: &str) -> Option<Url> {
    let mut url = Url::parse(url).ok()?;
    let scheme = match url.scheme() {
        "wss" => "https",
        "ws" => "http",
        _ => return None,
    };
    url.set_scheme(scheme).ok()?;
    Some(url)
}

impl Socket {
    /// What comes next; `None` when the connection has ended. What was not waited for to the end is not lost.
    pub async fn next(&mut self) -> Option<Frame> {
        match self.0.next().await?.ok()? {
            Message::Text(text) => Some(Frame::Text(text.as_str().to_owned())),
            Message::Close(_) => None,
            _ => Some(Frame::Pulse),
        }
    }

    /// Sends a text; false when it could not be sent within `limit`.
    pub async fn send(&mut self, text: String, limit: Duration) -> bool {
        self.write(Message::text(text), limit).await
    }

    /// Asks for a sign of life.
    pub async fn ping(&mut self, limit: Duration) -> bool {
        self.write(Message::Ping(Vec::new().into()), limit).await
    }

    /// Says goodbye.
    pub async fn close(mut self, limit: Duration) {
        // Whoever is gone needs no goodbye.
        let _ = tokio::time::timeout(limit, self.0.close()).await;
    }

    /// A peer that reads nothing would else hold it for ever.
    async fn write(&mut self, message: Message, limit: Duration) -> bool {
        tokio::time::timeout(limit, self.0.send(message)).await.is_ok_and(|sent| sent.is_ok())
    }
}
