//! `certs preview`, and a start with templates.

use super::Instance;
use super::place::Place;

#[tokio::test]
async fn every_message_is_on_a_page_that_stands_alone() {
    let place = Place::new();
    let outcome = place.run(&["preview"]).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    assert!(outcome.stdout.contains("certs-preview.html"), "{}", outcome.stdout);
    let page = place.read("certs-preview.html");
    for shown in ["Every message of Certs", "are yours until", "Review now", "App Home", "default-src 'none'"]
    {
        assert!(page.contains(shown), "no {shown}");
    }
    // Nothing is loaded: no script, no picture, no style sheet from elsewhere.
    for loads in ["<script", "<img", "<link", "@import", "url("] {
        assert!(!page.contains(loads), "{loads}");
    }
}

#[tokio::test]
async fn our_words_can_be_written_out_changed_and_looked_at() {
    let place = Place::new();
    let written = place.run(&["preview", "--write-templates", "templates"]).await;
    assert_eq!((written.status, written.stderr.as_str()), (Some(0), ""));
    assert!(written.stdout.contains("17 templates are in templates"), "{}", written.stdout);
    let again = place.run(&["preview", "--write-templates", "templates"]).await;
    assert_eq!(again.status, Some(1));
    assert!(
        again.stderr.contains("launch.txt") && again.stderr.contains("nothing was written"),
        "{}",
        again.stderr
    );
    let place = place.file("templates/launch.txt", "{{ campaign }}\n---\nBitte {{ open }} prüfen.\n");
    let page = place.run(&["preview", "--templates", "templates", "--output", "ours.html"]).await;
    assert_eq!((page.status, page.stderr.as_str()), (Some(0), ""));
    assert!(place.read("ours.html").contains("Bitte 12 prüfen."));
    let wrong = "{{ campaign }}\n---\nBitte {{ offen }} prüfen.\n";
    let set = place.set("CERTS_TEMPLATES", "templates").file("templates/launch.txt", wrong);
    let wrong = set.run(&["preview"]).await;
    assert_eq!((wrong.status, wrong.stdout.as_str()), (Some(2), ""));
    assert!(
        wrong.stderr.contains("launch.txt line 3: it uses a value that this message does not have"),
        "{}",
        wrong.stderr
    );
}

#[tokio::test]
async fn a_start_with_templates_that_cannot_be_used_is_refused_by_file_and_line() {
    let place = Place::new()
        .complete()
        .set("CERTS_TEMPLATES", ".")
        .file("launch.txt", "fine\n---\n{{ open\n")
        .file("remainder.txt", "x");
    let outcome = place.run(&["serve"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""));
    for line in [
        "CERTS_TEMPLATES: launch.txt line 3: syntax error",
        "CERTS_TEMPLATES: remainder.txt: no message has a template of this name; did you mean reminder.txt?",
    ] {
        assert!(outcome.stderr.contains(line), "{}", outcome.stderr);
    }
}

#[tokio::test]
async fn a_plan_is_shown_beside_the_service_without_a_message() {
    let service = Instance::start(&[("CERTS_MODE", "dry-run")]).await;
    let campaign = service.launch_q4().await;
    let place = service.elsewhere().set("CERTS_MODE", "dry-run");
    let planned = async || {
        let outcome = place.run(&["plan", "--json"]).await;
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
        let plan: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        // The campaign is known before its items are.
        (plan["messages"].as_array().unwrap().len() > 10).then_some(plan)
    };
    let plan = super::eventually("a plan", std::time::Duration::from_secs(20), planned).await;
    assert_eq!((&plan["mode"], &plan["campaigns"][0]["id"]), (&"dry-run".into(), &campaign.as_str().into()));
    let messages = plan["messages"].as_array().unwrap();
    assert!(messages.iter().all(|one| one["held"] == "dry_run"), "{plan:#}");
    let table = place.run(&["plan", "--campaign", "q4", "--limit", "3"]).await;
    assert_eq!((table.status, table.stderr.as_str()), (Some(0), ""));
    for shown in [
        "CERTS_MODE is dry-run",
        "Mon",
        "■",
        "closes Q4 Production Access",
        "no: dry run",
        "later ones",
        "Taken for granted",
    ] {
        assert!(table.stdout.contains(shown), "no {shown} in {}", table.stdout);
    }
    let record = place.run(&["export", "--campaign", "q4"]).await;
    assert!(
        record.stdout.contains("rehearsed") && record.stdout.contains("CERTS_MODE is dry-run"),
        "{}",
        record.stdout
    );
    assert!(service.log().contains("Nothing is sent: CERTS_MODE is dry-run"), "{}", service.log());
    assert!(service.sandbox.slack.messages().is_empty());
    service.stop("TERM").await;
}
