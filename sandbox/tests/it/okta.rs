//! Okta's side: pages, filters, limits, errors.

use sandbox::{Campaign, Fault, Reviewer, User};

use crate::world::World;

const REVIEWS: &str = "/governance/api/v1/reviews";

/// An active campaign with so many items of Alice; its id.
fn campaign(world: &World, items: usize) -> String {
    let alice = User::new("alice", "ng");
    world.sandbox.okta.add_user(alice.clone());
    let campaign = Campaign::new("Q4", &alice.id, world.now(), 28);
    world.sandbox.okta.add_campaign(campaign.clone());
    world.sandbox.okta.add_reviews(&campaign.id, Reviewer::User(alice.id), items);
    world.sandbox.okta.launch(&campaign.id);
    campaign.id
}

fn cursor(link: &str) -> Option<String> {
    let url = url::Url::parse(link).unwrap();
    url.query_pairs().find(|(name, _)| name == "after").map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_list_goes_on_by_the_cursor_of_its_next_link() {
    let world = World::start().await;
    let id = campaign(&world, 450);
    let filter = format!("campaignId eq \"{id}\"");
    let mut query = vec![("filter", filter.as_str()), ("limit", "200")];
    let mut sizes = Vec::new();
    let mut after;
    loop {
        let page = world.okta(REVIEWS, &query).await;
        sizes.push(page.body["data"].as_array().unwrap().len());
        let Some(next) = page.body["_links"]["next"]["href"].as_str() else { break };
        assert!(next.starts_with("https://acme-admin.okta.com/"), "links name the admin host: {next}");
        after = cursor(next).unwrap();
        query = vec![("filter", filter.as_str()), ("limit", "200"), ("after", after.as_str())];
    }
    assert_eq!(sizes, [200, 200, 50]);
    assert!(world.sandbox.okta.strange().is_empty());
}

#[tokio::test]
async fn an_undecided_item_has_no_decided_date() {
    let world = World::start().await;
    let id = campaign(&world, 1);
    let review = world.sandbox.okta.reviews(&id).remove(0);
    let path = format!("{REVIEWS}/{}", review.id);
    assert!(world.okta(&path, &[]).await.body.get("decided").is_none());
    world.sandbox.okta.decide(&review.id, "somebody", "APPROVE");
    assert!(world.okta(&path, &[]).await.body["decided"].is_string());
}

#[tokio::test]
async fn and_in_a_filter_can_be_refused() {
    let world = World::start().await;
    let id = campaign(&world, 3);
    let filter = format!("campaignId eq \"{id}\" and decision eq \"UNREVIEWED\"");
    assert_eq!(world.okta(REVIEWS, &[("filter", &filter)]).await.status, 200);
    world.sandbox.okta.refuse_and_filters(true);
    let refused = world.okta(REVIEWS, &[("filter", &filter)]).await;
    assert_eq!((refused.status, refused.body["errorCode"].as_str()), (400, Some("E0000031")));
}

#[tokio::test]
async fn the_limit_of_a_bucket_is_told_and_kept_for_its_minute() {
    let world = World::start().await;
    campaign(&world, 0);
    world.sandbox.okta.set_rate_limit(2);
    let first = world.okta("/governance/api/v1/campaigns", &[]).await;
    assert_eq!(first.header("x-rate-limit-limit"), Some("2"));
    assert_eq!(first.header("x-rate-limit-remaining"), Some("1"));
    let reset = (world.now().timestamp() + 60).to_string();
    assert_eq!(first.header("x-rate-limit-reset"), Some(reset.as_str()));
    world.okta("/governance/api/v1/campaigns", &[]).await;
    let refused = world.okta("/governance/api/v1/campaigns", &[]).await;
    assert_eq!((refused.status, refused.body["errorCode"].as_str()), (429, Some("E0000047")));
    assert_eq!(refused.header("x-rate-limit-remaining"), Some("0"));
    assert_eq!(world.okta("/api/v1/logs", &[]).await.status, 200, "another bucket");
    world.pass(60);
    assert_eq!(world.okta("/governance/api/v1/campaigns", &[]).await.status, 200);
}

#[tokio::test]
async fn a_poll_of_the_log_always_has_a_next_link() {
    let world = World::start().await;
    let id = campaign(&world, 2);
    let page = world.okta("/api/v1/logs", &[("sortOrder", "ASCENDING")]).await;
    assert_eq!(page.body.as_array().unwrap().len(), 1);
    let next = |page: &crate::world::Got| {
        let links: Vec<String> =
            page.headers.get_all("link").iter().map(|link| link.to_str().unwrap().to_owned()).collect();
        let link = links.iter().find(|link| link.ends_with("rel=\"next\"")).unwrap().clone();
        cursor(link.split(['<', '>']).nth(1).unwrap()).unwrap()
    };
    let after = next(&page);
    let empty = world.okta("/api/v1/logs", &[("sortOrder", "ASCENDING"), ("after", &after)]).await;
    assert_eq!(empty.body.as_array().unwrap().len(), 0);
    world.sandbox.okta.close(&id);
    let more = world.okta("/api/v1/logs", &[("sortOrder", "ASCENDING"), ("after", &next(&empty))]).await;
    assert_eq!(more.body.as_array().unwrap().len(), 3, "the close, and two items without a decision");
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_an_unknown_route_is_noted() {
    let world = World::start().await;
    let url = format!("{}/api/v1/logs", world.sandbox.okta.url());
    let refused = world.client.get(url).header("authorization", "SSWS wrong").send().await.unwrap();
    assert_eq!(refused.status().as_u16(), 401);
    assert_eq!(world.okta("/api/v2/logs", &[]).await.status, 404);
    assert_eq!(world.sandbox.okta.strange().len(), 1);
}

#[tokio::test]
async fn a_cut_connection_reaches_the_client_as_one() {
    let world = World::start().await;
    let id = campaign(&world, 0);
    let path = format!("/governance/api/v1/campaigns/{id}");
    world.sandbox.okta.fail_next(&path, 1, Fault::CutConnection);
    let token = format!("SSWS {}", world.sandbox.okta.token());
    let request =
        world.client.get(format!("{}{path}", world.sandbox.okta.url())).header("authorization", token);
    assert!(request.send().await.is_err());
    assert_eq!(world.okta(&path, &[]).await.status, 200);
}
