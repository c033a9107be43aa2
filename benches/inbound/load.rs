//! The load: so many connections that are kept open, each of which writes a request as soon as the one before is answered.
//!
//! Requests are bytes that were made before or cost next to nothing, and of an answer no more is read than where it ends:
//! what sends the load runs on the same processor as what bears it.

use std::cell::Cell;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::future::join_all;
use measure::{Samples, rate};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How many connections there are, and how long they go on.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub connections: usize,
    pub lasts: Duration,
}

/// What became of it.
#[derive(Debug)]
pub struct Borne {
    /// From the first request to the last answer.
    pub took: Duration,
    /// How long each answer took.
    pub answers: Samples,
    /// The numbers of the requests that were answered as they should be.
    pub accepted: Vec<usize>,
    /// How many were answered otherwise.
    pub refused: usize,
    /// How many connections broke before an answer.
    pub broken: usize,
}

impl Borne {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        rate(self.accepted.len(), self.took)
    }
}

/// Sends the requests of these numbers, from 0 on, to an address such as `127.0.0.1:8080`; `expected` is the right status.
pub async fn send(
    address: &str,
    load: Load,
    expected: u16,
    request: impl Fn(usize) -> Vec<u8>,
) -> anyhow::Result<Borne> {
    let next = Cell::new(0);
    let begun = Instant::now();
    let one = async || {
        let mut stream = TcpStream::connect(address).await.context("no connection can be had")?;
        stream.set_nodelay(true)?;
        let (mut took, mut accepted, mut refused) = (Vec::new(), Vec::new(), 0);
        let mut buffer = Vec::with_capacity(16 * 1024);
        while begun.elapsed() < load.lasts {
            let number = next.replace(next.get() + 1);
            let bytes = request(number);
            let sent = Instant::now();
            let Ok(status) = exchange(&mut stream, &bytes, &mut buffer).await else {
                return anyhow::Ok((took, accepted, refused, 1));
            };
            took.push(sent.elapsed());
            if status == expected {
                accepted.push(number);
            } else {
                refused += 1;
            }
        }
        Ok((took, accepted, refused, 0))
    };
    let all = join_all((0..load.connections).map(|_| one())).await;
    let took = begun.elapsed();
    let mut borne = Borne { took, answers: Samples::of(Vec::new()), accepted: vec![], refused: 0, broken: 0 };
    let mut answers = Vec::new();
    for of_one in all {
        let (took, accepted, refused, broken) = of_one?;
        answers.extend(took);
        borne.accepted.extend(accepted);
        borne.refused += refused;
        borne.broken += broken;
    }
    borne.answers = Samples::of(answers);
    Ok(borne)
}

/// Writes a request and reads its answer to the end; the status.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> anyhow::Result<u16> {
    stream.write_all(request).await?;
    buffer.clear();
    loop {
        anyhow::ensure!(stream.read_buf(buffer).await? > 0, "the connection was closed");
        if let Some(status) = whole(buffer)? {
            return Ok(status);
        }
    }
}

/// The status of an answer that is there to its end.
fn whole(answer: &[u8]) -> anyhow::Result<Option<u16>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let (head, body) = answer.split_at(end + 4);
    let head = std::str::from_utf8(head)?;
    let status = head.get(9..12).context("it has no status")?.parse()?;
    let field = |name: &str| {
        head.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let is_whole = match field("content-length") {
        Some(length) => body.len() >= length.parse()?,
        None if field("transfer-encoding").is_some() => body.ends_with(b"0\r\n\r\n"),
        None => true,
    };
    Ok(is_whole.then_some(status))
}
