//! Where somebody stands in what is kept of others.

use certs::domain::notice::Notice;
use certs::domain::trace::Trace;

fn trace() -> Trace {
    Trace {
        id: "00u1".to_owned(),
        name: "Ann <Lee> & Co".to_owned(),
        email: Some("ann@acme.example".to_owned()),
        slack_ids: vec!["U1".to_owned()],
    }
}

#[test]
fn a_text_names_somebody_by_whatever_they_go_by_and_not_by_a_part_of_a_word() {
    for text in [
        "Ann <Lee> & Co handed you 2 reviews",
        "*ann &lt;lee&gt; &amp; co* has 3 open",
        "Write to ANN@acme.example.",
        "Ask <@U1>",
    ] {
        assert!(trace().is_in(text), "{text}");
    }
    for text in ["Ann handed you 2 reviews", "joann@acme.example", "Ask <@U12>", ""] {
        assert!(!trace().is_in(text), "{text}");
    }
    let nameless = Trace { name: String::new(), email: None, slack_ids: Vec::new(), ..trace() };
    assert!(!nameless.is_in("anything"));
}

#[test]
fn a_notice_loses_what_it_says_of_them_and_keeps_its_key() {
    let notice = |from: &str, name: &str, note: &str| Notice::Reassignment {
        campaign_id: "ici1".to_owned(),
        from_id: Some(from.to_owned()),
        from_name: Some(name.to_owned()),
        note: Some(note.to_owned()),
        review_ids: vec!["icr1".to_owned()],
        first_handover: 7,
    };
    let given = notice("00u1", "Ann <Lee> & Co", "on leave");
    let left: Notice = serde_json::from_str(&trace().taken_from(&given.to_json()).unwrap()).unwrap();
    assert_eq!(left.key("00u2"), given.key("00u2"));
    assert!(matches!(left, Notice::Reassignment { from_name: None, note: None, .. }), "{left:?}");

    let named = notice("00u3", "Bob", "ask ann@acme.example");
    let left: Notice = serde_json::from_str(&trace().taken_from(&named.to_json()).unwrap()).unwrap();
    assert!(matches!(left, Notice::Reassignment { from_name: Some(_), note: None, .. }), "{left:?}");

    assert_eq!(trace().taken_from(&notice("00u3", "Bob", "on leave").to_json()), None);
    assert_eq!(trace().taken_from("not a notice"), None);
}
