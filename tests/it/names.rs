//! Names come from whoever typed them into Okta: whatever they hold, messages are accepted and show them as text.

use sandbox::{Campaign, Member, User};

use crate::support::campaigns::{planned, user};
use crate::support::{World, world};

/// Names, and what a reader sees of each at least.
fn names() -> Vec<(String, String)> {
    let same = |name: &str| (name.to_owned(), name.to_owned());
    vec![
        same("<!channel> & <@U0DANACRUZ> <https://evil.example|here>"),
        ("*bold* _it_ ~no~ `code`".into(), "∗bold∗".into()),
        ("a very long name ".repeat(180), "a very long name a very long name".into()),
        ("👩‍👩‍👧‍👦 ".repeat(700), "👩‍👩‍👧‍👦".into()),
        same("مراجعة الوصول"),
        same("ביקורת גישה"),
        ("\u{202e}desrever\u{2066}\n\n# heading\ttab\0".into(), "desrever # heading tab".into()),
        ("&amp;&lt;!here&gt;".into(), "&amp;&lt;!here&gt;".into()),
        ("   \n ".into(), String::new()),
    ]
}

/// Nothing of what the app sent is a mention or a link of its own.
fn acts_on_nobody(raw: &str) -> bool {
    ["<!channel", "<!here", "<@", "<https://evil"].iter().all(|token| !raw.contains(token))
}

/// A campaign whose name, description, owner and giver of items are all called so.
async fn play(w: &World, name: &str) -> Campaign {
    let mut owner = User::new("Olga", "Owner");
    name.clone_into(&mut owner.first);
    w.okta.add_user(owner.clone());
    let mut member = Member::new("Olga", "Owner");
    member.email = owner.email.clone().unwrap();
    w.slack.add_member(member);
    let mut campaign = planned(w, "Q4", &[(user(&w.company.alice), 4)]);
    let mine = w.okta.add_reviews(&campaign.id, sandbox::Reviewer::User(owner.id.clone()), 2);
    name.clone_into(&mut campaign.name);
    name.clone_into(&mut campaign.description);
    campaign.owner.clone_from(&owner.id);
    w.okta.add_campaign(campaign.clone());
    w.okta.launch(&campaign.id);
    w.hear().await;
    w.okta.reassign(&mine, &owner.id, &w.company.bob.okta, name);
    w.hear().await;
    w.live_through("2026-09-08").await;
    campaign
}

#[tokio::test]
async fn every_message_is_accepted_and_shows_the_name_as_text() {
    for (name, shown) in names() {
        world(async |w| {
            play(w, &name).await;
            for (person, messages) in [(&w.company.alice, 2), (&w.company.bob, 2)] {
                let got = w.slack.messages_to(&person.slack);
                assert_eq!(got.len(), messages, "{name:?}: {got:#?}");
                for message in got {
                    let seen = message.as_text().join("\n").replace('\u{200b}', "");
                    assert!(seen.contains(&shown), "{name:?}: {seen}");
                    assert!(!message.text.trim().is_empty() && message.text.chars().count() < 1_000);
                    assert!(acts_on_nobody(&message.text), "{name:?}: {}", message.text);
                    assert!(acts_on_nobody(&message.blocks.to_string()), "{name:?}: {}", message.blocks);
                }
            }
        })
        .await;
    }
}

#[tokio::test]
async fn every_answer_is_accepted_and_acts_on_nobody() {
    for (name, _) in names() {
        world(async |w| {
            let campaign = play(w, &name).await;
            let by_id = format!("status {}", campaign.id);
            let by_name = format!("status {name}");
            for text in ["mine", "status", &by_id, &by_name, &name] {
                for person in [&w.company.alice, &w.company.dana] {
                    let answer = w.slack.command(&person.slack, text).await.unwrap();
                    assert_eq!(answer.status, 200, "{text:?}");
                    assert!(acts_on_nobody(&answer.body.to_string()), "{text:?}: {}", answer.body);
                }
            }
            w.slack.open_home(&w.company.alice.slack).await.unwrap();
            w.settle().await;
            let home = w.slack.home_of(&w.company.alice.slack).unwrap().to_string();
            assert!(acts_on_nobody(&home), "{home}");
        })
        .await;
    }
}
