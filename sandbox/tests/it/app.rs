//! An app that keeps what it is sent and answers what it was told to.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;

#[derive(Clone)]
pub struct Sent {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn field(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.body.as_bytes());
        pairs.find(|(have, _)| have == name).map(|(_, value)| value.into_owned())
    }
}

pub struct App {
    pub url: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl App {
    /// Answers every request with this status and this JSON; null is an empty body.
    pub async fn start(status: u16, answer: Value) -> Self {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let keep = sent.clone();
        let handler = move |uri: Uri, headers: HeaderMap, body: Bytes| async move {
            let body = String::from_utf8(body.to_vec()).unwrap();
            keep.lock().unwrap().push(Sent { path: uri.path().to_owned(), headers, body });
            let answer = if answer.is_null() { String::new() } else { answer.to_string() };
            (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json")], answer)
        };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
        Self { url, sent }
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub fn last(&self) -> Sent {
        self.sent().pop().unwrap()
    }
}
