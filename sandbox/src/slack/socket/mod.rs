//! Socket Mode: the app opens connections, and what would be posted to its routes comes in envelopes over one of them.
//!
//! Source: docs.slack.dev, "Using Socket Mode" and apps.connections.open. Several connections share what there is; what is
//! not acknowledged before its connection ends comes again over another, if it is an event.

mod line;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};

use super::Slack;
use super::model::Answer;
use super::reply::Reply;
use super::state::State;
use crate::limits;

/// The app-level token that is accepted.
pub const APP_TOKEN: &str = "xapp-1-A0CERTS01-sandbox-0123456789";
/// The method that says where to connect to.
pub(super) const CONNECT: &str = "apps.connections.open";
/// The scope of the app-level token.
pub(super) const CONNECT_SCOPE: &str = "connections:write";

/// What a connection is told to do.
#[derive(Debug)]
enum Order {
    Send(String),
    /// Ends it without a word.
    Cut,
    /// Ends it in order.
    Close,
    /// Reads and sends nothing any more, as a line that is dead.
    Freeze,
}

#[derive(Debug)]
struct Open {
    id: u64,
    orders: mpsc::UnboundedSender<Order>,
    /// Its end was announced: nothing new goes over it while there is another.
    is_leaving: bool,
}

/// Something that was sent and not acknowledged.
#[derive(Debug)]
struct Pending {
    kind: &'static str,
    payload: Value,
    over: u64,
    attempt: u32,
    answer: oneshot::Sender<Answer>,
}

/// The connections of the app.
#[derive(Debug, Default)]
pub(super) struct Sockets {
    is_on: bool,
    /// Where they are made.
    address: String,
    tickets: HashSet<String>,
    open: Vec<Open>,
    count: watch::Sender<usize>,
    pending: HashMap<String, Pending>,
    /// Events that came while nothing was connected.
    queue: VecDeque<Pending>,
    /// So many acknowledgements are lost, each with its connection.
    lose: usize,
    made: u64,
}

/// Listens for connections for as long as the state is used by anybody else.
pub(super) async fn start(state: &Arc<Mutex<State>>) -> anyhow::Result<()> {
    line::listen(state).await
}

/// `apps.connections.open`: an address that is good once.
pub(super) fn open(state: &mut State) -> Reply {
    if state.sockets.open.len() >= limits::SOCKETS {
        return Err("too_many_websockets".into());
    }
    let ticket = uuid::Uuid::new_v4().to_string();
    let url = format!("ws://{}/link/?ticket={ticket}&app_id={}", state.sockets.address, super::APP_ID);
    state.sockets.tickets.insert(ticket);
    Ok(json!({ "ok": true, "url": url }))
}

impl Sockets {
    /// Sends something over one of the connections, in turn; events wait where there is none.
    fn dispatch(&mut self, mut parcel: Pending) {
        let lively = self.open.iter().any(|one| !one.is_leaving);
        let usable: Vec<&Open> = self.open.iter().filter(|one| !lively || !one.is_leaving).collect();
        self.made += 1;
        let turn = usize::try_from(self.made).unwrap_or(0) % usable.len().max(1);
        let Some(over) = usable.get(turn) else {
            if parcel.kind == "events_api" {
                self.queue.push_back(parcel);
            } else {
                // Slack tells the person that the app did not respond.
                let _ = parcel.answer.send(Answer { status: 0, body: Value::Null });
            }
            return;
        };
        let id = uuid::Uuid::new_v4().to_string();
        let mut envelope = json!({
            "envelope_id": id,
            "type": parcel.kind,
            "accepts_response_payload": parcel.kind != "events_api",
            "payload": parcel.payload,
        });
        if parcel.kind == "events_api" {
            envelope["retry_attempt"] = json!(parcel.attempt);
            envelope["retry_reason"] = json!(if parcel.attempt > 0 { "timeout" } else { "" });
        }
        // A line that has just ended: its end sends it again.
        let _ = over.orders.send(Order::Send(envelope.to_string()));
        parcel.over = over.id;
        self.pending.insert(id, parcel);
    }

    fn order(&mut self, order: impl Fn() -> Order) {
        for one in &self.open {
            let _ = one.orders.send(order());
        }
    }
}

impl Slack {
    /// From now on it speaks to the app over Socket Mode, or again by its routes.
    pub fn use_sockets(&self, yes: bool) {
        self.with(|state| state.sockets.is_on = yes);
    }

    /// Waits until the app holds so many connections.
    pub async fn connected(&self, sockets: usize) {
        let mut count = self.with(|state| state.sockets.count.subscribe());
        // The state outlives this handle, so the sender is there.
        let _ = count.wait_for(|open| *open == sockets).await;
    }

    /// Every connection breaks, without a word.
    pub fn cut_sockets(&self) {
        self.with(|state| state.sockets.order(|| Order::Cut));
    }

    /// Every connection is dead from now on, and nobody says so.
    pub fn freeze_sockets(&self) {
        self.with(|state| state.sockets.order(|| Order::Freeze));
    }

    /// Slack announces that it will end the connections: `warning`, `refresh_requested` or `link_disabled`. It ends one
    /// when the app has opened another.
    pub fn announce_end_of_sockets(&self, reason: &str) {
        let news = json!({ "type": "disconnect", "reason": reason, "debug_info": { "host": "applink-1" } });
        self.with(|state| {
            for one in &mut state.sockets.open {
                one.is_leaving = true;
                let _ = one.orders.send(Order::Send(news.to_string()));
            }
        });
    }

    /// The next so many acknowledgements are lost, each with the connection over which it came.
    pub fn lose_acknowledgements(&self, n: usize) {
        self.with(|state| state.sockets.lose = n);
    }

    /// Sends every event again that was not acknowledged, as Slack does after a while.
    pub fn send_again(&self) {
        self.with(|state| {
            let events = state.sockets.pending.extract_if(|_, parcel| parcel.kind == "events_api");
            let events: Vec<Pending> = events.map(|(_, parcel)| parcel).collect();
            for mut parcel in events {
                parcel.attempt += 1;
                state.sockets.dispatch(parcel);
            }
        });
    }

    /// Sends any text over every connection, for what Slack would never send.
    pub fn say_over_sockets(&self, text: &str) {
        self.with(|state| state.sockets.order(|| Order::Send(text.to_owned())));
    }

    pub(super) fn speaks_by_socket(&self) -> bool {
        self.with(|state| state.sockets.is_on)
    }

    /// Sends something in an envelope of this type; the answer is what its acknowledgement bears.
    pub async fn send_parcel(&self, kind: &'static str, payload: Value) -> anyhow::Result<Answer> {
        let (answer, answered) = oneshot::channel();
        let parcel = Pending { kind, payload, over: 0, attempt: 0, answer };
        self.with(|state| state.sockets.dispatch(parcel));
        let nothing = Answer { status: 0, body: Value::Null };
        Ok(match tokio::time::timeout(self.patience, answered).await {
            Ok(Ok(answer)) => answer,
            _ => nothing,
        })
    }
}
