//! A channel for each campaign.

use sandbox::{Channel, Fault};

use super::{CREATE, SETTING, board, posted};
use crate::support::campaigns::begun;
use crate::support::world_with;

#[tokio::test]
async fn each_campaign_gets_a_channel_of_its_own_with_owner_and_administrators_in_it() {
    let admins = "U0PRIYARAMAN,dana.cruz@acme.example,nobody@acme.example";
    world_with(&[(SETTING, "create"), ("CERTS_ADMINS", admins)], async |w| {
        begun(w, "Q4 Production: Access!", &[(&w.company.alice, 3)]);
        begun(w, "Payroll", &[(&w.company.bob, 1)]);
        w.hear().await;
        let mut channels = w.slack.channels();
        channels.sort_by(|one, other| one.name.cmp(&other.name));
        let names: Vec<&str> = channels.iter().map(|channel| channel.name.as_str()).collect();
        assert_eq!(names.len(), 2);
        assert!(
            names[0].starts_with("payroll-") && names[1].starts_with("q4-production-access-"),
            "{names:?}"
        );
        for channel in &channels {
            assert!(channel.is_private && channel.has_app);
            assert_eq!(channel.members, [w.company.dana.slack.clone(), w.company.priya.slack.clone()]);
            assert_eq!(posted(w, &channel.id).len(), 2);
            board(w, &channel.id);
        }
        assert_eq!(w.slack.count(CREATE), 2);
    })
    .await;
}

#[tokio::test]
async fn a_channel_whose_making_was_not_answered_is_found_again() {
    for fault in [Fault::SentButNoAnswer, Fault::SentButStatus(500)] {
        world_with(&[(SETTING, "create")], async |w| {
            w.slack.fail_next(CREATE, 1, fault);
            begun(w, "Q4", &[(&w.company.alice, 3)]);
            w.hear().await;
            let channels = w.slack.channels();
            assert_eq!(channels.len(), 1);
            assert_eq!(channels[0].members, std::slice::from_ref(&w.company.dana.slack));
            assert_eq!(posted(w, &channels[0].id).len(), 2);
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn a_name_that_is_somebody_elses_is_not_taken_from_them() {
    world_with(&[(SETTING, "create")], async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        let id = q4.id.to_lowercase();
        let (short, long) = (format!("q4-{}", &id[14..]), format!("q4-{id}"));
        w.slack.set_channel(Channel { is_private: true, ..Channel::new("C0THEIRS", &short) });
        w.hear().await;
        let ours: Vec<Channel> = w.slack.channels().into_iter().filter(|one| one.id != "C0THEIRS").collect();
        assert_eq!(ours.len(), 1);
        assert_eq!(ours[0].name, long);
        assert!(posted(w, "C0THEIRS").is_empty());
        board(w, &ours[0].id);
    })
    .await;
}
