//! What every request to the local Okta goes through: faults, token, rate limit, route, record.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::event_hooks::EventHook;
use super::query::Query;
use super::reply::Reply;
use super::state::State;
use super::{directory, event_hooks, governance, hook, log, oauth, settings};
use crate::Now;
use crate::fault::Fault;
use crate::record::Call;
use crate::server::{Asked, Desk, Told, with_body, with_header};
use crate::window::Standing;

/// The handler of the local Okta.
#[derive(Clone)]
pub(super) struct OktaDesk {
    pub(super) state: Arc<Mutex<State>>,
    /// Okta's own clock.
    pub(super) now: Now,
    /// By how many seconds it goes before the story's.
    pub(super) ahead: Arc<AtomicI64>,
    pub(super) token: String,
    /// What hooks are sent with.
    pub(super) client: reqwest::Client,
}

impl Desk for OktaDesk {
    fn answer(&self, asked: &Asked) -> Told {
        let now = (self.now)();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = state.faults.take(asked, |prefix| asked.path.starts_with(prefix));
        let (reply, standing) = match fault {
            Some(Fault::Status(status)) => (Some(Reply::status(status)), None),
            Some(Fault::Error(code)) => (Some(Reply::error(code, None)), None),
            Some(Fault::RateLimited(seconds)) => {
                let reset =
                    now + chrono::Duration::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 2000));
                let standing = Standing { allowed: false, limit: 1, remaining: 0, reset };
                (Some(Reply::error("E0000047", None)), Some(standing))
            }
            Some(Fault::Hang | Fault::CutConnection | Fault::Garbage) => (None, None),
            None
            | Some(
                Fault::SentButNoAnswer
                | Fault::SentButStatus(_)
                | Fault::SentButBody(_)
                | Fault::SentButHeader(..),
            ) => {
                let (mut reply, standing) = serve(&mut state, asked, now, &self.token);
                garble(&mut reply.body, &state.garbled);
                (Some(reply), standing)
            }
        };
        if let (Some(id), None, Some(200)) =
            (event_hooks::to_verify(asked), fault, reply.as_ref().map(|reply| reply.status))
            && let Some(hook) = state.hooks.iter().find(|hook| hook.id == id).cloned()
        {
            drop(state);
            return Told::Later(Box::pin(self.clone().verify(asked.clone(), hook, standing)));
        }
        let told = match (fault, &reply) {
            (Some(Fault::Hang), _) => Told::Hang,
            (Some(Fault::CutConnection | Fault::SentButNoAnswer), _) => Told::Cut,
            (Some(Fault::SentButStatus(status)), _) => written(&Reply::status(status), standing, now),
            (Some(Fault::SentButBody(body)), Some(reply)) => with_body(written(reply, standing, now), body),
            (Some(Fault::SentButHeader(name, value)), Some(reply)) => {
                with_header(written(reply, standing, now), name, value)
            }
            (_, Some(reply)) => written(reply, standing, now),
            (_, None) => Told::Answer { status: 200, headers: Vec::new(), body: "<html>".to_owned() },
        };
        let status = if let Told::Answer { status, .. } = told { status } else { 0 };
        self.note(&mut state, asked, status, reply, now);
        told
    }
}

impl OktaDesk {
    fn note(&self, state: &mut State, asked: &Asked, status: u16, reply: Option<Reply>, now: DateTime<Utc>) {
        let keeps_answers = !state.record.is_brief;
        state.record.calls.push(Call {
            at: now - chrono::Duration::seconds(self.ahead.load(Ordering::SeqCst)),
            method: asked.method.clone(),
            path: asked.path.clone(),
            query: asked.query.clone(),
            body: asked.value(),
            status,
            answer: reply.filter(|_| keeps_answers).map_or(Value::Null, |reply| reply.body),
        });
    }

    /// The one-time verification, with Okta's one retry; nobody holds the lock while the address is asked.
    async fn verify(self, asked: Asked, known: EventHook, standing: Option<Standing>) -> Told {
        let mut answered = false;
        for _ in 0..2 {
            answered = answered || hook::challenge(&self.client, &known).await.unwrap_or(false);
        }
        let now = (self.now)();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let reply = event_hooks::verified(&mut state, &known.id, answered, now);
        let told = written(&reply, standing, now);
        self.note(&mut state, &asked, reply.status, Some(reply), now);
        told
    }
}

/// Makes something of the things with these ids, on their own or in a list, that no description knows.
fn garble(body: &mut Value, garbled: &HashSet<String>) {
    let is_garbled = |thing: &Value| thing["id"].as_str().is_some_and(|id| garbled.contains(id));
    let things: &mut [Value] = match body.get_mut("data").and_then(Value::as_array_mut) {
        Some(list) => list,
        None => std::slice::from_mut(body),
    };
    for thing in things.iter_mut().filter(|thing| is_garbled(thing)) {
        for field in ["name", "status", "decision", "reviewerType"] {
            thing[field] = json!([5]);
        }
    }
}

fn written(reply: &Reply, standing: Option<Standing>, now: DateTime<Utc>) -> Told {
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        ("x-okta-request-id", uuid::Uuid::new_v4().simple().to_string()),
    ];
    if let Some(standing) = standing {
        headers.push(("x-rate-limit-limit", standing.limit.to_string()));
        headers.push(("x-rate-limit-remaining", standing.remaining.to_string()));
        headers.push(("x-rate-limit-reset", standing.reset.timestamp().to_string()));
    }
    headers.extend(reply.headers.iter().cloned());
    let body = if reply.status == 204 { String::new() } else { reply.body.to_string() };
    Told::Answer { status: reply.status, headers, body }
}

fn serve(state: &mut State, asked: &Asked, now: DateTime<Utc>, token: &str) -> (Reply, Option<Standing>) {
    if asked.path == settings::METADATA && asked.method == "GET" {
        return (settings::metadata(), None);
    }
    if asked.path == oauth::PATH {
        let standing = state.windows.get_mut(oauth::PATH).map(|window| window.count(now));
        if standing.is_some_and(|standing| !standing.allowed) {
            return (Reply::error("E0000047", None), standing);
        }
        return (oauth::answer(state, asked, now), standing);
    }
    if let Err(refused) = oauth::check(state, asked, now, token) {
        return (refused, None);
    }
    let parts: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
    let bucket = match parts.as_slice() {
        ["governance", "api", "v1", bucket, ..] | ["api", "v1", bucket, ..] => *bucket,
        _ => "",
    };
    let Some(window) = state.windows.get_mut(bucket) else {
        state.record.strange(format!("unknown route: {} {}", asked.method, asked.path));
        return (Reply::not_found(&asked.path, "Endpoint"), None);
    };
    let standing = window.count(now);
    if !standing.allowed {
        return (Reply::error("E0000047", None), Some(standing));
    }
    let query = Query::of(asked);
    if let ["api", "v1", "eventHooks", rest @ ..] = parts.as_slice() {
        return (event_hooks::serve(state, asked, rest, now), Some(standing));
    }
    if asked.method != "GET" {
        state.record.strange(format!("unknown method: {} {}", asked.method, asked.path));
        return (Reply::error("E0000022", None), Some(standing));
    }
    let reply = match parts.as_slice() {
        ["governance", "api", "v1", "campaigns"] => governance::campaigns(state, &query),
        ["governance", "api", "v1", "campaigns", id] => governance::campaign(state, id),
        ["governance", "api", "v1", "reviews"] => governance::reviews(state, &query),
        ["governance", "api", "v1", "reviews", id] => governance::review(state, id),
        ["governance", "api", "v1", "settings", "certification"] => settings::certification(state),
        ["api", "v1", "groups"] => directory::groups(state, &query),
        ["api", "v1", "groups", id] => directory::group(state, id),
        ["api", "v1", "groups", id, "users"] => directory::members(state, id, &query, now),
        ["api", "v1", "groups", id, "owners"] => directory::owners(state, id, &query, now),
        ["api", "v1", "users"] => directory::users(state, &query, now),
        ["api", "v1", "users", id] => directory::user(state, id, now),
        ["api", "v1", "apps"] => directory::apps(state, &query),
        ["api", "v1", "logs"] => log::logs(state, &query, now),
        _ => {
            state.record.strange(format!("unknown route: {} {}", asked.method, asked.path));
            Reply::not_found(&asked.path, "Endpoint")
        }
    };
    (reply, Some(standing))
}
