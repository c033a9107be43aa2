//! What every request to the local Slack goes through: faults, token, scope, rate limit, method, record.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::{Args, METHODS, Method};
use super::reply::{Refusal, Reply, has_scope};
use super::socket::{self, APP_TOKEN, CONNECT, CONNECT_SCOPE};
use super::state::State;
use super::{channels, chat, conversations, respond, users, views};
use crate::Now;
use crate::fault::Fault;
use crate::record::Call;
use crate::server::{Asked, Desk, Told, with_body, with_header};

/// The handler of the local Slack.
#[derive(Clone)]
pub(super) struct SlackDesk {
    pub(super) state: Arc<Mutex<State>>,
    pub(super) now: Now,
    pub(super) token: String,
}

impl Desk for SlackDesk {
    fn answer(&self, asked: &Asked) -> Told {
        let now = (self.now)();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let name = asked.path.strip_prefix("/api/").unwrap_or(&asked.path).to_owned();
        let fault =
            state.faults.take(asked, |method| method == name || name.starts_with(&format!("/{method}/")));
        let reply = match fault {
            None
            | Some(
                Fault::SentButNoAnswer
                | Fault::SentButStatus(_)
                | Fault::SentButBody(_)
                | Fault::SentButHeader(..),
            ) => Some(serve(&mut state, asked, &name, now, &self.token)),
            Some(Fault::Error(error)) => Some(Err(Refusal::from(error))),
            Some(Fault::RateLimited(seconds)) => Some(Err(Refusal::later(seconds))),
            Some(Fault::Status(_) | Fault::Hang | Fault::CutConnection | Fault::Garbage) => None,
        };
        let (status, wait, body) = match reply {
            Some(Err(Refusal(body, Some(wait)))) => (429, Some(wait), body),
            Some(Ok(body) | Err(Refusal(body, None))) => (200, None, body),
            None => (200, None, Value::Null),
        };
        let mut headers = vec![
            ("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
            (
                "x-oauth-scopes",
                if name == CONNECT { CONNECT_SCOPE.to_owned() } else { state.scopes.join(",") },
            ),
            ("x-slack-req-id", uuid::Uuid::new_v4().simple().to_string()),
        ];
        headers.extend(wait.map(|seconds| ("retry-after", seconds.to_string())));
        let plain = |status, body: &str| Told::Answer {
            status,
            headers: vec![("content-type", "text/html".to_owned())],
            body: body.to_owned(),
        };
        let told = match fault {
            Some(Fault::Hang) => Told::Hang,
            Some(Fault::CutConnection | Fault::SentButNoAnswer) => Told::Cut,
            Some(Fault::Status(status) | Fault::SentButStatus(status)) => plain(status, "Server Error"),
            Some(Fault::Garbage) => plain(200, "<html>"),
            _ => {
                headers.push(("content-type", "application/json; charset=utf-8".to_owned()));
                let right = Told::Answer { status, headers, body: body.to_string() };
                match fault {
                    Some(Fault::SentButBody(body)) => with_body(right, body),
                    Some(Fault::SentButHeader(name, value)) => with_header(right, name, value),
                    _ => right,
                }
            }
        };
        let status = if let Told::Answer { status, .. } = told { status } else { 0 };
        state.record.calls.push(Call {
            at: now,
            method: asked.method.clone(),
            path: asked.path.clone(),
            query: asked.query.clone(),
            body: asked.value(),
            status,
            answer: body,
        });
        state.changed.send_replace(());
        told
    }
}

fn serve(state: &mut State, asked: &Asked, name: &str, now: DateTime<Utc>, token: &str) -> Reply {
    if let Some(id) = name.strip_prefix("/response/") {
        return respond::receive(state, id, &asked.value(), now);
    }
    let Some(method) = METHODS.iter().find(|method| method.name == name) else {
        state.record.strange(format!("unknown method: {name}"));
        return Err("unknown_method".into());
    };
    let (args, odd) = Args::read(asked, method);
    state.record.strange.extend(odd);
    let token = if name == CONNECT { APP_TOKEN } else { token };
    match asked.header("authorization").map(|header| header.strip_prefix("Bearer ")) {
        None => return Err("not_authed".into()),
        Some(have) if have != Some(token) => return Err("invalid_auth".into()),
        Some(_) => {}
    }
    if !method.scopes.is_empty() && !method.scopes.iter().any(|scope| has_scope(state, scope)) {
        let needed = method.scopes.join(",");
        let provided = state.scopes.join(",");
        let body = json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": provided });
        return Err(Refusal(body, None));
    }
    if let Some(seconds) = state.pace.method(name, now) {
        return Err(Refusal::later(seconds));
    }
    let missing = args.missing(method);
    if !missing.is_empty() {
        let messages: Vec<String> =
            missing.iter().map(|name| format!("missing required field: {name}")).collect();
        return Err(Refusal::because("invalid_arguments", &messages));
    }
    call(state, method, &args, now)
}

fn call(state: &mut State, method: &Method, args: &Args, now: DateTime<Utc>) -> Reply {
    match method.name {
        CONNECT => socket::open(state),
        "chat.postMessage" => chat::post(state, args, now),
        "chat.update" => chat::update(state, args),
        "users.lookupByEmail" => users::lookup(state, args),
        "users.info" => users::info(state, args),
        "users.list" => users::list(state, args, now),
        "conversations.open" => conversations::open(state, args, now),
        "conversations.create" => channels::create(state, args, now),
        "conversations.info" => channels::info(state, args),
        "conversations.invite" => channels::invite(state, args),
        "conversations.list" => channels::list(state, args),
        "pins.add" => channels::pin(state, args),
        "conversations.history" => conversations::history(state, args),
        "views.publish" => views::publish(state, args, now),
        _ => Ok(users::auth_test()),
    }
}
