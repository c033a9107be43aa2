//! More connections than the system lets the service have.

use std::net::TcpStream;
use std::time::Duration;

use super::place::Place;
use super::{Instance, eventually};

const SOON: Duration = Duration::from_secs(30);

#[tokio::test]
async fn it_outlives_a_want_of_open_files_and_goes_on() {
    let service = Instance::start_in(Place::new().open_files(100), &[]).await;
    let address = service.base.trim_start_matches("http://").to_owned();
    let crowd: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(&address).unwrap()).collect();
    let is_out = async || service.log().contains("No connection can be taken").then_some(());
    eventually("a want of open files", SOON, is_out).await;
    drop(crowd);
    let is_ready = async || service.get("/readyz").await.filter(|(status, _)| *status == 200);
    eventually("readiness again", SOON, is_ready).await;
    // It says so once a second at most; a loop without a pause would have filled the log.
    let said = service.log().matches("No connection can be taken").count();
    assert!(said <= 60, "it said so {said} times");
    service.launch_q4().await;
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", SOON, five).await;
    assert_eq!(service.stop("TERM").await.status, Some(0));
}
