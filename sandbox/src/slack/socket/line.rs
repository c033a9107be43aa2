//! The connections themselves: WebSockets on a port of their own.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};

use super::{Open, Order, Sockets};
use crate::slack::APP_ID;
use crate::slack::model::Answer;
use crate::slack::state::State;

/// Listens on a free port for as long as anybody else holds the state.
pub(super) async fn listen(state: &Arc<Mutex<State>>) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    lock(state).sockets.address = listener.local_addr()?.to_string();
    let state = Arc::downgrade(state);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if state.strong_count() == 0 {
                return;
            }
            tokio::spawn(hold(stream, state.clone()));
        }
    });
    Ok(())
}

fn lock(state: &Arc<Mutex<State>>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection, from its ticket to its end.
async fn hold(stream: TcpStream, state: Weak<Mutex<State>>) {
    let with = |change: &mut dyn FnMut(&mut Sockets)| {
        if let Some(state) = state.upgrade() {
            change(&mut lock(&state).sockets);
        }
    };
    #[expect(clippy::result_large_err, reason = "the type of the library's callback")]
    let check = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let mut is_good = false;
        let query = request.uri().query().unwrap_or_default().to_owned();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let ticket = pairs.find(|(name, _)| name == "ticket").map(|(_, value)| value.into_owned());
        with(&mut |sockets| is_good = ticket.as_ref().is_some_and(|ticket| sockets.tickets.remove(ticket)));
        if is_good { Ok(response) } else { Err(ErrorResponse::new(Some("invalid ticket".to_owned()))) }
    };
    let Ok(mut line) = tokio_tungstenite::accept_hdr_async(stream, check).await else { return };
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let (mut id, mut number) = (0, 0);
    with(&mut |sockets| {
        sockets.made += 1;
        id = sockets.made;
        number = sockets.open.len() + 1;
        sockets.open.push(Open { id, orders: orders.clone(), is_leaving: false });
    });
    drop(orders);
    let hello = json!({
        "type": "hello",
        "num_connections": number,
        "connection_info": { "app_id": APP_ID },
        "debug_info": { "host": "applink-1", "approximate_connection_time": 18060 },
    });
    let said = line.send(Message::text(hello.to_string())).await;
    with(&mut |sockets| welcome(sockets, id));
    if said.is_ok() {
        talk(&mut line, &mut ordered, &with).await;
    }
    with(&mut |sockets| leave(sockets, id));
}

/// There is another connection: those whose end was announced are closed, and what waited is sent.
fn welcome(sockets: &mut Sockets, id: u64) {
    for old in sockets.open.iter().filter(|one| one.is_leaving && one.id != id) {
        let _ = old.orders.send(Order::Close);
    }
    for parcel in std::mem::take(&mut sockets.queue) {
        sockets.dispatch(parcel);
    }
    sockets.count.send_replace(sockets.open.len());
}

/// A connection has ended: what was not acknowledged over it comes again, if it is an event.
fn leave(sockets: &mut Sockets, id: u64) {
    sockets.open.retain(|one| one.id != id);
    sockets.count.send_replace(sockets.open.len());
    let lost: Vec<String> =
        sockets.pending.iter().filter(|(_, parcel)| parcel.over == id).map(|(id, _)| id.clone()).collect();
    for envelope in lost {
        let Some(mut parcel) = sockets.pending.remove(&envelope) else { continue };
        parcel.attempt += 1;
        if parcel.kind == "events_api" {
            sockets.dispatch(parcel);
        } else {
            let _ = parcel.answer.send(Answer { status: 0, body: Value::Null });
        }
    }
}

async fn talk(
    line: &mut WebSocketStream<TcpStream>,
    ordered: &mut mpsc::UnboundedReceiver<Order>,
    with: &impl Fn(&mut dyn FnMut(&mut Sockets)),
) {
    loop {
        let heard = tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Send(text)) => {
                    if line.send(Message::text(text)).await.is_err() {
                        return;
                    }
                    continue;
                }
                Some(Order::Freeze) => {
                    let _ = until_given_up(line.get_ref(), ordered).await;
                    return;
                }
                Some(Order::Close) => {
                    let _ = line.close(None).await;
                    return;
                }
                Some(Order::Cut) | None => return,
            },
            heard = line.next() => heard,
        };
        let Some(Ok(message)) = heard else { return };
        let Message::Text(text) = message else { continue };
        let mut is_lost = false;
        with(&mut |sockets| is_lost = !acknowledged(sockets, text.as_str()));
        if is_lost {
            return;
        }
    }
}

/// Until somebody cuts it, or the app gives it up.
async fn until_given_up(
    line: &TcpStream,
    ordered: &mut mpsc::UnboundedReceiver<Order>,
) -> std::io::Result<()> {
    let mut unread = [0; 256];
    loop {
        tokio::select! {
            order = ordered.recv() => {
                if matches!(order, Some(Order::Cut | Order::Close) | None) {
                    return Ok(());
                }
            }
            is_readable = line.readable() => {
                is_readable?;
                match line.try_read(&mut unread) {
                    Ok(0) => return Ok(()),
                    Err(why) if why.kind() != ErrorKind::WouldBlock => return Err(why),
                    // Whatever it is, nobody answers it.
                    _ => {}
                }
            }
        }
    }
}

/// Takes an acknowledgement; false when it is to be lost, and its connection with it.
fn acknowledged(sockets: &mut Sockets, text: &str) -> bool {
    if sockets.lose > 0 {
        sockets.lose -= 1;
        return false;
    }
    let Ok(acknowledgement) = serde_json::from_str::<Value>(text) else { return true };
    let id = acknowledgement["envelope_id"].as_str().unwrap_or_default();
    if let Some(parcel) = sockets.pending.remove(id) {
        let body = acknowledgement["payload"].clone();
        // Whoever waited may have given up.
        let _ = parcel.answer.send(Answer { status: 200, body });
    }
    true
}
