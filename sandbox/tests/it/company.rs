//! The company: it moves in whole, and its campaigns have the items that they say.

use std::collections::HashSet;

use sandbox::Company;

use crate::world::World;

#[tokio::test]
async fn everybody_moves_in_under_an_id_of_their_own() {
    let world = World::start().await;
    let acme = Company::acme();
    acme.move_in(&world.sandbox);
    let ids: HashSet<&str> =
        acme.everybody().flat_map(|one| [one.okta.as_str(), one.slack.as_str()]).collect();
    assert_eq!(ids.len(), 2 * acme.everybody().count());
    assert_eq!(acme.everybody().count(), 25);
    for person in acme.everybody() {
        assert_eq!(world.okta(&format!("/api/v1/users/{}", person.okta), &[]).await.status, 200);
        let found = world.ask("users.lookupByEmail", &[("email", &person.email)]).await.body;
        let reachable = ![&acme.linus.okta, &acme.grace.okta].contains(&&person.okta);
        assert_eq!(found["ok"], reachable, "{}", person.name);
    }
    assert!(world.sandbox.slack.strange().is_empty() && world.sandbox.okta.strange().is_empty());
}

#[tokio::test]
async fn the_campaigns_have_their_items() {
    let world = World::start().await;
    let acme = Company::acme();
    acme.move_in(&world.sandbox);
    let now = world.now();
    let campaigns = [
        (acme.q4_production_access(&world.sandbox, now), 28, 60),
        (acme.payments_quarterly(&world.sandbox, now), 14, 12),
        (acme.sox_two_level(&world.sandbox, now), 28, 8),
    ];
    for (campaign, days, items) in campaigns {
        assert_eq!((campaign.end - campaign.start).num_days(), days);
        assert_eq!(world.sandbox.okta.reviews(&campaign.id).len(), items, "{}", campaign.name);
        world.sandbox.okta.launch(&campaign.id);
    }
    let first = world.sandbox.okta.queued_events().len();
    assert_eq!(first, 3);
}
