//! `certs forget`, beside the service.

use std::time::Duration;

use super::{Instance, eventually};

#[tokio::test]
async fn somebody_is_forgotten_once_nothing_would_bring_them_back() {
    let service = Instance::start(&[]).await;
    let campaign = service.launch_q4().await;
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(20), five).await;
    let place = service.elsewhere();
    let alice = service.company.alice.clone();

    let refused = place.run(&["forget", &alice.email, "--yes"]).await;
    assert_eq!((refused.status, refused.stdout.as_str()), (Some(1), ""));
    assert!(
        refused.stderr.contains("review in a campaign that runs, or run it (Q4 Production Access)"),
        "{}",
        refused.stderr
    );

    service.sandbox.okta.close(&campaign);
    assert_eq!(service.sandbox.okta.send_hooks().await.unwrap().first(), Some(&204));
    let would =
        async || Some(place.run(&["forget", &alice.email]).await).filter(|said| said.status == Some(0));
    let would = eventually("the close", Duration::from_secs(20), would).await;
    assert!(would.stdout.starts_with(&format!("certs: would forget {}\n", alice.okta)), "{}", would.stdout);
    assert!(would.stdout.ends_with("certs: nothing was changed; --yes does it\n"), "{}", would.stdout);

    let done = place.run(&["forget", &alice.email, "--yes"]).await;
    assert_eq!((done.status, done.stderr.as_str()), (Some(0), ""));
    assert!(done.stdout.contains("certs:   1 texts of messages to them\n"), "{}", done.stdout);
    let table = place.run(&["export", "--campaign", &campaign]).await.stdout;
    let names = |who: &sandbox::Person| table.contains(&who.name) || table.contains(&who.email);
    assert!(names(&service.company.bob) && !names(&alice), "{table}");
    assert_eq!(place.run(&["verify"]).await.status, Some(0));

    let nobody = place.run(&["forget", &alice.email, "--yes"]).await;
    assert_eq!(nobody.status, Some(1));
    assert!(nobody.stderr.contains("nothing is kept of anybody who goes by"), "{}", nobody.stderr);
    service.stop("TERM").await;
}
