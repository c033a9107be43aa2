//! The `.env` file of the working directory.

use super::place::Place;

#[tokio::test]
async fn it_is_read_and_the_environment_wins() {
    let file = "OKTA_ORG_URL=https://acme.okta.com\nCERTS_RETENTION_DAYS=never\n\n# a remark\nCERTS_LISTEN=nowhere\n";
    let place = Place::new().file(".env", file).set("CERTS_RETENTION_DAYS", "30");
    let outcome = place.run(&["serve"]).await;
    assert_eq!(outcome.status, Some(2));
    let named = ["OKTA_ORG_URL", "CERTS_RETENTION_DAYS", "CERTS_LISTEN", "OKTA_API_TOKEN"]
        .map(|name| outcome.stderr.contains(name));
    assert_eq!(named, [false, false, true, true], "{}", outcome.stderr);
}

#[tokio::test]
async fn every_command_reads_it() {
    let place = Place::new().file(".env", "DATABASE_URL='sqlite://from-file.db?mode=rwc'\n");
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    assert!(place.has("from-file.db") && !place.has("certs.db"));
    let place = place.set("DATABASE_URL", "sqlite://from-environment.db?mode=rwc");
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    assert!(place.has("from-environment.db"));
}

#[tokio::test]
async fn there_need_be_none() {
    let place = Place::new();
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    assert!(place.has("certs.db"));
}

#[tokio::test]
async fn one_that_is_malformed_is_reported_without_what_it_holds() {
    let table: &[(&str, &[u8])] = &[
        ("no =", b"OKTA_API_TOKEN 00token-Kranich\n"),
        ("a name with a space", b"OKTA API TOKEN=00token-Kranich\n"),
        ("a quote that is not closed", b"OKTA_API_TOKEN=\"00token-Kranich\n"),
        ("words after the value", b"OKTA_API_TOKEN=00token-Kranich Kranich\n"),
        ("not UTF-8", b"OKTA_API_TOKEN=00token-Kranich\xff\n"),
    ];
    for (case, content) in table {
        for command in ["serve", "migrate"] {
            let outcome = Place::new().file(".env", content).run(&[command]).await;
            assert_eq!(
                (outcome.status, outcome.stdout.as_str()),
                (Some(2), ""),
                "{case}: {}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.starts_with("certs: ") && outcome.stderr.contains(".env "),
                "{}",
                outcome.stderr
            );
            assert!(!outcome.stderr.contains("Kranich"), "{case}: {}", outcome.stderr);
        }
    }
}
