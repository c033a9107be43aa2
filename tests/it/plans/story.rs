//! A story in which the service does all that it can do.

use sandbox::{Channel, Group, Reviewer};

use crate::support::World;
use crate::support::campaigns::{planned, user};

/// Where the status of campaigns stands.
pub const CHANNEL: &str = "C0REVIEWS";

/// From the launch to the day on which it is forgotten.
pub async fn play(w: &mut World) {
    w.slack.set_channel(Channel { has_app: true, ..Channel::new(CHANNEL, "access-reviews") });
    let (alice, bob, dana) = (w.company.alice.clone(), w.company.bob.clone(), w.company.dana.clone());
    let leads = Group::new("Leads", &[w.company.kenji.okta.clone(), w.company.fatima.okta.clone()], &[]);
    let group = Reviewer::Group(leads.id.clone());
    w.okta.add_group(leads);
    let campaign = planned(w, "Q4", &[(user(&alice), 30), (user(&bob), 5), (group, 2)]);
    w.okta.launch(&campaign.id);
    w.hear().await;
    let reviews: Vec<String> = w.okta.reviews(&campaign.id).into_iter().map(|review| review.id).collect();

    // Few events are looked at one by one, many as pages; some move without an event.
    w.okta.decide(&reviews[0], &alice.okta, "APPROVE");
    w.hear().await;
    reviews[1..24].iter().for_each(|review| w.okta.decide(review, &alice.okta, "REVOKE"));
    w.hear().await;
    w.okta.reassign(&reviews[24..26], &alice.okta, &bob.okta, "Yours now");
    w.okta.reassign_quietly(&reviews[26..27], &alice.okta, &bob.okta, "Yours too");
    w.hear().await;
    w.live_through("2026-09-08").await;
    w.slack.open_home(&alice.slack).await.unwrap();
    w.press(&alice, &w.last_to(&alice), ("snooze", &*format!("tomorrow:{}", campaign.id))).await;
    w.press(&bob, &w.last_to(&bob), "ask_owner").await;
    for (who, text) in [
        (&alice, "mine"),
        (&dana, "status"),
        (&dana, "status q4"),
        (&dana, "remind q4"),
        (&dana, "remind q4 @alice"),
        (&dana, "sync"),
    ] {
        w.moment();
        w.command(who, text).await;
        w.settle().await;
    }
    w.live_through("2026-09-28").await;
    w.okta.decide(&reviews[30], &bob.okta, "APPROVE");
    w.okta.close(&campaign.id);
    w.hear().await;
    w.go_to("2027-01-10 08:00").await;
    w.settle().await;
}
