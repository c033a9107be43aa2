//! Asking the sandbox for everything that the service uses, straight over HTTP.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sandbox::{Call, Company, Sandbox};
use serde_json::{Value, json};

use crate::support::PATIENCE;

const GOVERNANCE: &str = "/governance/api/v1";

async fn start() -> anyhow::Result<(Sandbox, Company, DateTime<Utc>)> {
    let now = DateTime::parse_from_rfc3339("2026-09-07T09:00:00Z")?.to_utc();
    let sandbox = Sandbox::start_patient(Arc::new(move || now), PATIENCE).await?;
    let acme = Company::acme();
    acme.move_in(&sandbox);
    Ok((sandbox, acme, now))
}

/// Every endpoint of Okta with what stories do to campaigns and items.
pub async fn okta() -> anyhow::Result<Vec<Call>> {
    let (sandbox, acme, now) = start().await?;
    let okta = &sandbox.okta;
    let q4 = acme.q4_production_access(&sandbox, now);
    let payments = acme.payments_quarterly(&sandbox, now);
    let sox = acme.sox_two_level(&sandbox, now);
    let mut owners = sandbox::Campaign::new("Owners", &acme.dana.okta, now, 7);
    "RESOURCE_OWNER".clone_into(&mut owners.reviewer_type);
    okta.add_campaign(owners.clone());
    okta.add_reviews(&owners.id, sandbox::Reviewer::ResourceOwner(acme.payments_leads.id.clone()), 1);
    let mut parent = sandbox::Campaign::new("Every Quarter", &acme.dana.okta, now, 28);
    parent.recurring = true;
    okta.add_campaign(parent.clone());
    for campaign in [&q4, &payments, &sox, &owners] {
        okta.launch(&campaign.id);
    }
    let ids = |campaign: &str| okta.reviews(campaign).into_iter().map(|one| one.id).collect::<Vec<String>>();
    let (first, second) = (ids(&q4.id), ids(&sox.id));
    okta.decide(&first[0], &acme.alice.okta, "REVOKE");
    okta.reassign(&first[1..3], &acme.alice.okta, &acme.carol.okta, "on leave");
    okta.decide(&second[0], &acme.mateo.okta, "APPROVE");
    okta.close(&owners.id);
    let mut delegated =
        sandbox::Review::new("icrDelegated", &q4.id, &acme.bob.okta, sandbox::Reviewer::Nobody);
    delegated.delegator = Some(acme.linus.okta.clone());
    okta.add_review(delegated);

    let one = |kind: &str, id: &str| format!("{GOVERNANCE}/{kind}/{id}");
    for id in [&q4.id, &payments.id, &sox.id, &owners.id, &parent.id] {
        ask(okta, &one("campaigns", id), &[]).await?;
        let filter = format!("campaignId eq \"{id}\"");
        let list = format!("{GOVERNANCE}/reviews");
        let page =
            ask(okta, &list, &[("filter", &filter), ("limit", "20"), ("orderBy", "created asc")]).await?;
        if let Some(after) = cursor(&page) {
            ask(okta, &list, &[("filter", &filter), ("after", &after)]).await?;
        }
    }
    for id in [
        &"icrDelegated".to_owned(),
        &first[0],
        &first[1],
        &first[5],
        &second[0],
        &second[1],
        &ids(&payments.id)[0],
    ] {
        ask(okta, &one("reviews", id), &[]).await?;
    }
    let campaigns = format!("{GOVERNANCE}/campaigns");
    let page = ask(okta, &campaigns, &[("filter", "status eq \"ACTIVE\""), ("limit", "1")]).await?;
    let after = cursor(&page).unwrap_or_default();
    ask(okta, &campaigns, &[("filter", "status eq \"ACTIVE\""), ("after", &after)]).await?;
    ask(okta, &campaigns, &[]).await?;
    ask(okta, &campaigns, &[("filter", "owner eq \"me\"")]).await?;
    ask(okta, &one("campaigns", "iciNobody"), &[]).await?;

    let group = format!("/api/v1/groups/{}", acme.payments_leads.id);
    ask(okta, &group, &[]).await?;
    for people in ["users", "owners"] {
        ask(okta, &format!("{group}/{people}"), &[("limit", "2")]).await?;
    }
    ask(okta, "/api/v1/groups/00gNobody/users", &[]).await?;
    for person in [&acme.dana, &acme.grace] {
        ask(okta, &format!("/api/v1/users/{}", person.okta), &[]).await?;
    }
    ask(okta, "/api/v1/users/00uNobody", &[]).await?;
    for address in [acme.ingrid.email.as_str(), "nobody@acme.example"] {
        let search = format!("profile.email eq \"{address}\"");
        ask(okta, "/api/v1/users", &[("search", &search), ("limit", "2")]).await?;
    }
    ask(okta, "/api/v1/apps", &[("filter", "name eq \"okta_iga_reviewer\""), ("limit", "1")]).await?;
    ask(okta, "/api/v1/groups", &[("limit", "1")]).await?;
    ask(okta, "/.well-known/okta-organization", &[]).await?;
    for on in [None, Some(false), Some(true)] {
        okta.set_own_slack(on);
        ask(okta, &format!("{GOVERNANCE}/settings/certification"), &[]).await?;
    }
    event_hooks(okta).await?;
    let events =
        [("filter", "eventType sw \"certification.\""), ("limit", "100"), ("sortOrder", "ASCENDING")];
    ask(okta, "/api/v1/logs", &events).await?;
    ask(okta, "/api/v1/logs", &[("since", "2026-09-01T00:00:00Z"), ("until", "2026-09-08T00:00:00Z")])
        .await?;
    okta.set_rate_limit_of("users", 0);
    ask(okta, &format!("/api/v1/users/{}", acme.dana.okta), &[]).await?;
    Ok(okta.calls())
}

async fn ask(okta: &sandbox::Okta, path: &str, query: &[(&str, &str)]) -> anyhow::Result<Value> {
    let request = client()?.get(format!("{}{path}", okta.url())).query(query);
    Ok(request.header("authorization", format!("SSWS {}", okta.token())).send().await?.json().await?)
}

/// A hook from its making to its end, and what Okta does not take.
async fn event_hooks(okta: &sandbox::Okta) -> anyhow::Result<()> {
    let hooks = "/api/v1/eventHooks";
    let config = json!({ "uri": "http://127.0.0.1:1/okta/hooks",
                         "authScheme": { "type": "HEADER", "key": "Authorization", "value": "secret" } });
    let hook = json!({
        "name": "Certs",
        "events": { "type": "EVENT_TYPE", "items": ["certification.campaign.launch"] },
        "channel": { "type": "HTTP", "version": "1.0.0", "config": config },
    });
    let made = write(okta, "POST", hooks, Some(&hook)).await?;
    let id = made["id"].as_str().unwrap_or_default();
    let one = format!("{hooks}/{id}");
    write(okta, "POST", hooks, Some(&json!({ "name": "Certs" }))).await?;
    ask(okta, hooks, &[]).await?;
    ask(okta, &one, &[]).await?;
    write(okta, "PUT", &one, Some(&hook)).await?;
    for word in ["verify", "deactivate", "activate"] {
        write(okta, "POST", &format!("{one}/lifecycle/{word}"), None).await?;
    }
    write(okta, "DELETE", &one, None).await?;
    write(okta, "POST", &format!("{one}/lifecycle/deactivate"), None).await?;
    write(okta, "DELETE", &one, None).await?;
    ask(okta, &one, &[]).await?;
    Ok(())
}

async fn write(
    okta: &sandbox::Okta,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> anyhow::Result<Value> {
    let request = client()?.request(method.parse()?, format!("{}{path}", okta.url()));
    let request = request.header("authorization", format!("SSWS {}", okta.token()));
    let request = if let Some(body) = body { request.json(body) } else { request };
    Ok(request.send().await?.json().await.unwrap_or_default())
}

fn cursor(page: &Value) -> Option<String> {
    let next = url::Url::parse(page["_links"]["next"]["href"].as_str()?).ok()?;
    next.query_pairs().find(|(name, _)| name == "after").map(|(_, value)| value.into_owned())
}

fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().timeout(PATIENCE).build()
}

/// Every method of Slack, once as it should be and once refused.
pub async fn slack() -> anyhow::Result<Vec<Call>> {
    let (sandbox, acme, _) = start().await?;
    let slack = &sandbox.slack;
    let (alice, nobody) = (acme.alice.slack.as_str(), "UNOBODY");
    let blocks = json!([{ "type": "section", "text": { "type": "mrkdwn", "text": "*Q4*" } }]);
    let metadata = json!({ "event_type": "certs_notice", "event_payload": { "key": "launch:1" } });
    call(slack, "auth.test", &json!({})).await?;
    for token in [sandbox::slack::APP_TOKEN, slack.token()] {
        let request = client()?.post(format!("{}/apps.connections.open", slack.url()));
        request.bearer_auth(token).json(&json!({})).send().await?;
    }
    let quiet = json!({ "channel": alice, "text": "Q4", "blocks": blocks, "metadata": metadata,
                        "unfurl_links": false, "unfurl_media": false });
    let posted = call(slack, "chat.postMessage", &quiet).await?;
    call(slack, "chat.postMessage", &json!({ "channel": nobody, "text": "Q4" })).await?;
    call(slack, "chat.postMessage", &json!({ "channel": alice })).await?;
    call(slack, "chat.postMessage", &json!({ "channel": alice, "blocks": [{ "type": "header" }] })).await?;
    let change = json!({ "channel": posted["channel"], "ts": posted["ts"], "text": "done" });
    call(slack, "chat.update", &change).await?;
    call(slack, "chat.update", &json!({ "channel": posted["channel"], "ts": "1.0", "text": "done" })).await?;
    call(slack, "conversations.open", &json!({ "users": alice, "return_im": true })).await?;
    call(slack, "conversations.open", &json!({ "users": nobody })).await?;
    let view = json!({ "type": "home", "blocks": blocks });
    call(slack, "views.publish", &json!({ "user_id": alice, "view": view })).await?;
    call(slack, "views.publish", &json!({ "user_id": alice, "view": view, "hash": "0" })).await?;

    channel_of_a_campaign(slack, alice).await?;

    let channel = posted["channel"].as_str().unwrap_or_default();
    read(slack, "conversations.history", &[("channel", channel), ("include_all_metadata", "true")]).await?;
    read(slack, "conversations.history", &[("channel", "D0")]).await?;
    read(slack, "users.lookupByEmail", &[("email", &acme.alice.email)]).await?;
    read(slack, "users.lookupByEmail", &[("email", &acme.grace.email)]).await?;
    read(slack, "users.info", &[("user", alice), ("include_locale", "true")]).await?;
    read(slack, "users.info", &[("user", nobody)]).await?;
    let page = read(slack, "users.list", &[("limit", "10")]).await?;
    let next = page["response_metadata"]["next_cursor"].as_str().unwrap_or_default();
    read(slack, "users.list", &[("limit", "10"), ("cursor", next)]).await?;
    slack.set_scopes(&[]);
    read(slack, "users.list", &[("limit", "10")]).await?;
    Ok(slack.calls())
}

async fn channel_of_a_campaign(slack: &sandbox::Slack, alice: &str) -> anyhow::Result<()> {
    let new = json!({ "name": "certs-q4", "is_private": true });
    let made = call(slack, "conversations.create", &new).await?;
    call(slack, "conversations.create", &new).await?;
    let channel = &made["channel"]["id"];
    for _ in 0..2 {
        call(slack, "conversations.invite", &json!({ "channel": channel, "users": alice })).await?;
    }
    let posted = call(slack, "chat.postMessage", &json!({ "channel": channel, "text": "Q4" })).await?;
    for _ in 0..2 {
        call(slack, "pins.add", &json!({ "channel": channel, "timestamp": posted["ts"] })).await?;
    }
    read(slack, "conversations.list", &[("types", "private_channel"), ("limit", "1")]).await?;
    for one in [channel.as_str().unwrap_or_default(), "C0NOWHERE"] {
        read(slack, "conversations.info", &[("channel", one)]).await?;
    }
    Ok(())
}

async fn call(slack: &sandbox::Slack, method: &str, args: &Value) -> anyhow::Result<Value> {
    let request = client()?.post(format!("{}/{method}", slack.url())).bearer_auth(slack.token()).json(args);
    Ok(request.send().await?.json().await?)
}

async fn read(slack: &sandbox::Slack, method: &str, args: &[(&str, &str)]) -> anyhow::Result<Value> {
    let request = client()?.get(format!("{}/{method}", slack.url())).bearer_auth(slack.token()).query(args);
    Ok(request.send().await?.json().await?)
}
