//! Which campaign and which person are meant.

use super::{nudges, q4};
use crate::support::answers::{press, typed};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn one_person_is_named_in_any_way() {
    world(async |w| {
        q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let (alice, dana) = (w.company.alice.clone(), w.company.dana.clone());
        let ways = [
            &format!("<@{}|alice.ng>", alice.slack),
            &format!("<@{}>", alice.slack),
            &alice.email,
            &format!("<mailto:{0}|{0}>", alice.email),
            "@alice.ng",
            "Alice Ng",
            "alice ng",
            "@Alice Ng",
            "@alice",
        ];
        for way in ways {
            let preview = typed(w, &dana, &format!("remind Q4 {way}")).await;
            assert_eq!(preview["text"], "Alice Ng has 3 items open in Q4 and would get a reminder", "{way}");
        }
        for (way, who) in [("@carol.diaz", "carol.diaz"), ("<@U0NOBODY|nobody>", "nobody")] {
            let answer = typed(w, &dana, &format!("remind Q4 {way}")).await;
            let expected = format!("“@{who}” is no reviewer with open items in Q4; nobody was reminded");
            assert_eq!(answer["text"], expected);
        }
        let preview = typed(w, &dana, "remind Q4 @alice.ng").await;
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert_eq!((told.text.as_str(), told.instead), ("Alice Ng gets a reminder of Q4 now", true));
        w.settle().await;
        assert_eq!((nudges(w, &alice), nudges(w, &w.company.bob)), (1, 0));
        w.go_to("2026-09-01 13:30").await;
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert_eq!(told.text, "Alice Ng was written to in the last 4 hours, so gets no reminder now");
        // One person's does not keep the others' waiting.
        let all = typed(w, &dana, "remind Q4").await;
        assert_eq!(all["text"], "1 person would get a reminder of Q4");
    })
    .await;
}

#[tokio::test]
async fn names_are_found_however_slack_spells_them_and_asked_back_where_they_are_not_plain() {
    world(async |w| {
        let (alice, dana) = (w.company.alice.clone(), w.company.dana.clone());
        for name in ["R&D <prod>", "Prod East", "Prod West", "On call @night"] {
            begun(w, name, &[(&alice, 1)]);
        }
        w.hear().await;
        w.go_to("2026-09-01 13:00").await;
        let found = [
            "R&D <prod>",
            "R&amp;D &lt;prod&gt;",
            "R&amp;D &lt;prod&gt; @alice.ng",
            "On call @night",
            "On call @night Alice Ng",
        ];
        for text in found {
            let answer = typed(w, &dana, &format!("remind {text}")).await.to_string();
            assert!(answer.contains("remind_now"), "{text}: {answer}");
        }
        assert!(w.command(&dana, "status R&amp;D").await.contains("0 of 1 item reviewed"));
        let several = typed(w, &dana, "remind prod @alice.ng").await;
        assert_eq!(several["text"], "3 campaigns match “prod”");
        let told = press(w, &dana, &several, "choose").await.unwrap();
        assert!(told.text.starts_with("Alice Ng has 1 item open in ") && told.instead, "{told:?}");
        assert!(told.body.to_string().contains("remind_now"), "{told:?}");
        let nearest = typed(w, &dana, "remind prod aest").await;
        assert_eq!(nearest["text"], "No campaign matches “prod aest”. Did you mean Prod East?");
        let which = typed(w, &dana, "remind").await;
        assert_eq!(which["text"], "Which campaign?");
        assert_eq!(which.to_string().matches("\"Choose\"").count(), 4, "{which}");
    })
    .await;
}
