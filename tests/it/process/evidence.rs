//! `certs export` and `certs verify`, beside the service and without it.

use std::time::Duration;

use super::place::Place;
use super::{Instance, eventually};
use crate::support::Database;

#[tokio::test]
async fn the_record_of_a_campaign_is_written_out_and_checked() {
    let service = Instance::start(&[]).await;
    let campaign = service.launch_q4().await;
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(20), five).await;
    let place = service.elsewhere();

    let table = place.run(&["export", "--campaign", "q4 production"]).await;
    assert_eq!((table.status, table.stderr.as_str()), (Some(0), ""));
    let mut lines = csv::Reader::from_reader(table.stdout.as_bytes());
    let columns = lines.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = lines.records().collect::<Result<_, _>>().unwrap();
    let cell = |row: &csv::StringRecord, name: &str| {
        row[columns.iter().position(|column| column == name).unwrap()].to_owned()
    };
    let mut names: Vec<String> = rows.iter().map(|row| cell(row, "name")).collect();
    names.sort();
    let told =
        ["Alice Ng", "Bob Marsh", "Carol Diaz", "Grace Mbeki", "Linus Berg", "Mateo Rossi", "Priya Raman"];
    assert_eq!(names, told);
    let grace = rows.iter().find(|row| cell(row, "name") == "Grace Mbeki").unwrap();
    assert_eq!(
        (cell(grace, "outcome"), cell(grace, "why")),
        ("withheld".into(), "is deactivated in Okta".into())
    );
    assert!(rows.iter().all(|row| cell(row, "campaign_id") == campaign && cell(row, "kind") == "launch"));

    let document =
        place.run(&["export", "--campaign", &campaign, "--format", "json", "--output", "q4.json"]).await;
    assert_eq!((document.status, document.stdout.as_str(), document.stderr.as_str()), (Some(0), "", ""));
    let settled = async || {
        let whole = place.run(&["verify"]).await;
        (whole.stdout.contains("18 entries")).then_some(whole)
    };
    let whole = eventually("everything on record", Duration::from_secs(20), settled).await;
    assert_eq!((whole.status, whole.stderr.as_str()), (Some(0), ""));
    assert!(
        whole.stdout.ends_with("certs: the record is whole: 1 campaign, 18 entries\n"),
        "{}",
        whole.stdout
    );

    // What was noted is still there, and nothing else is.
    let noted = whole.stdout.split_whitespace().find(|word| word.len() == 64).unwrap();
    let known = place.run(&["verify", "--known", noted]).await;
    assert!(known.stdout.ends_with(&format!("the entry {noted} is on record\n")), "{}", known.stdout);
    let other = place.run(&["verify", "--known", &noted.replace(|c: char| c.is_ascii_digit(), "0")]).await;
    assert_eq!(other.status, Some(1));
    assert!(other.stderr.contains("the record was made anew since it was noted"), "{}", other.stderr);

    // Without a database.
    let json = place.read("q4.json");
    let elsewhere = Place::new().file("q4.json", &json).file("changed.json", json.replace("Alice", "Malice"));
    let alone = elsewhere.run(&["verify", "--export", "q4.json"]).await;
    assert_eq!((alone.status, alone.stderr.as_str()), (Some(0), ""));
    let person = &service.company.alice.okta;
    let changed = elsewhere.file(
        "changed.json",
        json.replace(&format!("\"person_id\": \"{person}\""), "\"person_id\": \"00u\""),
    );
    let broken = changed.run(&["verify", "--export", "changed.json"]).await;
    assert_eq!(broken.status, Some(1));
    assert!(broken.stderr.contains(&format!("certs: campaign {campaign}: entry ")), "{}", broken.stderr);
    assert!(broken.stderr.contains("was changed or moved"), "{}", broken.stderr);
    assert!(broken.stderr.ends_with("certs: the record is broken: 1 of 1 campaign\n"), "{}", broken.stderr);
    service.stop("TERM").await;
}

#[tokio::test]
async fn what_cannot_be_written_out_or_checked_is_said() {
    let database = Database::create().await;
    let place = Place::new().set("DATABASE_URL", &database.url);
    let refused = async |arguments: &[&str]| {
        let outcome = place.run(arguments).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{arguments:?}");
        outcome.stderr
    };
    if database.is_sqlite() {
        assert!(refused(&["verify"]).await.contains("DATABASE_URL cannot be connected to"));
        assert!(refused(&["verify"]).await.contains("DATABASE_URL cannot be connected to"), "it was made");
    } else {
        assert!(refused(&["verify"]).await.contains("`certs migrate` brings it up to date"));
    }
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    assert!(refused(&["export", "--campaign", "Q4"]).await.contains("no campaign on record matches"));
    assert!(refused(&["verify", "--export", "none.json"]).await.contains("none.json cannot be read"));
    let empty = place.run(&["verify"]).await;
    assert_eq!(
        (empty.status, empty.stdout.as_str()),
        (Some(0), "certs: the record is whole: 0 campaigns, 0 entries\n")
    );
    database.remove().await;
}
