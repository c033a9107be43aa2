//! Connections that send nothing, too little or too slowly keep nobody out, and are closed.
//!
//! In real time, which is what callers spend: the limits are short, and everything that is waited for has long enough.

use std::time::Duration;

use certs::web::{self, Limits};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::support::{World, world};

const SHORT: Limits = Limits {
    head: Duration::from_secs(3),
    rest: Duration::from_secs(6),
    request: Duration::from_secs(4),
    connection: Duration::from_secs(30),
    connections: 400,
};
/// Longer than any of the limits, on a machine that is busy.
const SURELY: Duration = Duration::from_mins(1);
/// Within these nothing is closed while a story lasts.
const LONG: Limits = Limits { head: HOUR, rest: HOUR, request: HOUR, connection: HOUR, ..SHORT };
const HOUR: Duration = Duration::from_hours(1);

/// Serves the world's routes once more, within these limits; the address, and the end of it.
async fn served(w: &World, limits: Limits) -> (String, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let stop = CancellationToken::new();
    tokio::spawn(web::serve(listener, web::router(w.app.clone()), limits, stop.clone()));
    (address, stop)
}

/// The status of a hook without events: honest, and no work.
async fn honest_hook(w: &World, address: &str) -> u16 {
    use secrecy::ExposeSecret;
    let secret = w.app.config.okta.hook_secret.expose_secret();
    let request = w.http.post(format!("http://{address}/okta/hooks")).header("authorization", secret);
    let body = json!({ "data": { "events": [] } }).to_string();
    request.body(body).timeout(SURELY).send().await.unwrap().status().as_u16()
}

async fn begun(address: &str, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    stream
}

/// Reads until the server closes the connection; what it said.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    let reading = tokio::time::timeout(SURELY, stream.read_to_end(&mut said)).await;
    // A reset is an end too.
    let _ = reading.expect("the connection was not closed");
    String::from_utf8_lossy(&said).into_owned()
}

/// Sends a byte at a time, each well within the limit for a whole head, until the server closes the connection.
async fn drip(mut stream: TcpStream) {
    let mut beat = tokio::time::interval(SHORT.head / 10);
    let dripping = async {
        while stream.write_all(b"a").await.is_ok() {
            beat.tick().await;
        }
    };
    tokio::time::timeout(SURELY, dripping).await.expect("the connection was not closed");
}

fn half_a_body(path: &str, header: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: certs\r\n{header}content-length: 1000\r\n\r\n{{\"data\"")
}

/// What a caller says who then falls silent: nothing, some of a head, some of a body, all of a request.
fn beginnings(w: &World) -> [String; 6] {
    use secrecy::ExposeSecret;
    let authorization = format!("authorization: {}\r\n", w.app.config.okta.hook_secret.expose_secret());
    [
        String::new(),
        "P".to_owned(),
        "POST /okta/hooks HTTP/1.1\r\nhost: ce".to_owned(),
        half_a_body("/okta/hooks", &authorization),
        half_a_body("/slack/commands", ""),
        "GET /healthz HTTP/1.1\r\nhost: certs\r\n\r\n".to_owned(),
    ]
}

/// Three hundred connections, as many with each of these beginnings.
async fn hundreds(address: &str, beginnings: &[String]) -> Vec<TcpStream> {
    let mut slow = Vec::new();
    for number in 0..300 {
        slow.push(begun(address, &beginnings[number % beginnings.len()]).await);
    }
    slow
}

#[tokio::test]
async fn hundreds_of_slow_connections_keep_nobody_out() {
    world(async |w| {
        let (address, stop) = served(w, LONG).await;
        let slow = hundreds(&address, &beginnings(w)).await;
        assert_eq!(honest_hook(w, &address).await, 204, "while all of them are open");
        drop(slow);
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn hundreds_of_slow_connections_are_closed() {
    world(async |w| {
        let (address, stop) = served(w, SHORT).await;
        let beginnings = beginnings(w);
        let slow = hundreds(&address, &beginnings).await;
        let mut dripping = Vec::new();
        for beginning in &beginnings[1..5] {
            dripping.push(begun(&address, beginning).await);
        }
        let dripping = futures_util::future::join_all(dripping.into_iter().map(drip));
        let closed = futures_util::future::join_all(slow.into_iter().map(until_closed));
        let (honest, said, _) = tokio::join!(honest_hook(w, &address), closed, dripping);
        assert_eq!(honest, 204);
        let too_late = said.iter().filter(|said| said.starts_with("HTTP/1.1 408 ")).count();
        let answered = said.iter().filter(|said| said.starts_with("HTTP/1.1 200 ")).count();
        assert_eq!(
            (too_late, answered),
            (100, 50),
            "half a body is told why; what was asked whole is answered"
        );
        stop.cancel();
        assert!(w.events().await.is_empty() && w.slack.calls().is_empty());
    })
    .await;
}

/// Asks over this connection for what is always there; the head of the answer.
async fn asked(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: certs\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    while !said.ends_with(b"alive\n") {
        said.push(stream.read_u8().await.expect("the connection was closed"));
    }
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn a_connection_may_rest_for_longer_than_a_head_may_take() {
    world(async |w| {
        let (address, stop) = served(w, Limits { rest: SURELY, ..SHORT }).await;
        let mut kept = begun(&address, "").await;
        asked(&mut kept).await;
        // Begun later and closed: so long a head may take, also one after a rest.
        until_closed(begun(&address, "GET /he").await).await;
        asked(&mut kept).await;
        kept.write_all(b"GET /he").await.unwrap();
        until_closed(kept).await;
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn an_old_connection_ends_with_an_answer_that_says_so() {
    world(async |w| {
        let (address, stop) = served(w, LONG).await;
        let mut young = begun(&address, "").await;
        assert!(!asked(&mut young).await.contains("connection: close"));
        stop.cancel();

        let limits = Limits { connection: SHORT.head, rest: SURELY, ..SHORT };
        let (address, stop) = served(w, limits).await;
        let mut kept = begun(&address, "").await;
        asked(&mut kept).await;
        until_closed(begun(&address, "").await).await;
        // Nobody who uses it again loses their request.
        assert!(asked(&mut kept).await.contains("connection: close"));
        until_closed(kept).await;
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_when_all_places_are_taken_waits_for_one() {
    world(async |w| {
        let (address, stop) = served(w, Limits { connections: 20, ..SHORT }).await;
        let mut slow = Vec::new();
        for _ in 0..60 {
            slow.push(begun(&address, "").await);
        }
        // Behind sixty: its turn comes when those before it have run out of time, three times twenty.
        assert_eq!(honest_hook(w, &address).await, 204);
        futures_util::future::join_all(slow.into_iter().map(until_closed)).await;
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn whoever_rests_makes_room_for_whoever_comes() {
    world(async |w| {
        let (address, stop) = served(w, Limits { connections: 20, ..LONG }).await;
        let mut kept = Vec::new();
        for _ in 0..20 {
            let mut one = begun(&address, "").await;
            asked(&mut one).await;
            kept.push(one);
        }
        assert_eq!(honest_hook(w, &address).await, 204);
        // The one that rested longest went, and no other.
        until_closed(kept.remove(0)).await;
        for one in &mut kept {
            asked(one).await;
        }
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn nobody_makes_room_for_whoever_has_a_place() {
    world(async |w| {
        let (address, stop) = served(w, Limits { connections: 1, rest: SURELY, ..SHORT }).await;
        let half = begun(&address, "GET /he").await;
        let mut next = begun(&address, "").await;
        drop(half);
        for _ in 0..3 {
            asked(&mut next).await;
        }
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn a_caller_who_never_reads_the_answers_is_cut_off() {
    world(async |w| {
        let limits = Limits { connection: Duration::from_millis(500), rest: Duration::from_secs(1), ..SHORT };
        let (address, stop) = served(w, limits).await;
        let mut stream = TcpStream::connect(&address).await.unwrap();
        // More answers than the system keeps for a caller, none of them read.
        let asking = async {
            while stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: certs\r\n\r\n").await.is_ok() {}
        };
        tokio::time::timeout(SURELY, asking).await.expect("the connection was not closed");
        stop.cancel();
    })
    .await;
}

#[tokio::test]
async fn a_stop_waits_for_what_is_under_way_and_for_nobody_else() {
    world(async |w| {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let stop = CancellationToken::new();
        let serving = tokio::spawn(web::serve(listener, web::router(w.app.clone()), SHORT, stop.clone()));
        let held = [
            begun(&address, "").await,
            begun(&address, "POST /okta").await,
            begun(&address, &half_a_body("/slack/commands", "")).await,
        ];
        assert_eq!(honest_hook(w, &address).await, 204);
        stop.cancel();
        tokio::time::timeout(SURELY, serving).await.expect("it did not stop").unwrap();
        futures_util::future::join_all(held.map(until_closed)).await;
        assert!(TcpStream::connect(&address).await.is_err(), "it still takes connections");
    })
    .await;
}
