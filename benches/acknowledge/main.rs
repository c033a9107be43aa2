//! How soon whoever clicks or types has Slack's three seconds behind them: twenty at once press **Review now**, choose of
//! **Snooze**, and ask `/certs mine` and `/certs status`, while the service reads a campaign and sends.
//!
//! ```text
//! cargo bench --bench acknowledge
//! cargo bench --profile dev --bench acknowledge     # without an optimized build
//! ```
//!
//! Nothing here is asserted: figures are for reading. Each is shown beside that of `GET /healthz`, which does nothing, in the
//! same run: what is over it is ours. The vendors run in the same process, and are paid for out of the same processor.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use certs::app::App;
use certs::clock::Clock;
use certs::config::Config;
use certs::store::Store;
use certs::{boot, web, work};
use futures_util::future::{join_all, try_join_all};
use measure::{Samples, Steps, Table};
use sandbox::{Campaign, Company, Message, Person, Reviewer, Sandbox};
use tokio::net::TcpListener;

/// So many at once.
const AT_ONCE: usize = 20;
/// So many times each.
const TIMES: usize = 50;

/// What somebody does, and waits for the answer of.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Nothing,
    Review,
    Snooze,
    Mine,
    Status,
}

const DEEDS: [(Deed, &str); 5] = [
    (Deed::Nothing, "GET /healthz"),
    (Deed::Review, "press Review now"),
    (Deed::Snooze, "choose of Snooze"),
    (Deed::Mine, "/certs mine"),
    (Deed::Status, "/certs status"),
];

struct Place {
    app: App,
    sandbox: Sandbox,
    company: Company,
    base: String,
    http: reqwest::Client,
    campaign: String,
    message: Message,
    _folder: tempfile::TempDir,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let place = Arc::new(set_up().await?);
    let title = format!("{AT_ONCE} at once, {TIMES} times each, milliseconds");
    let mut table = Table::new(&title, &["what", "median", "p99", "longest", "× healthz"]);
    let mut idle = None;
    for (deed, name) in DEEDS {
        let took = together(&place, deed, name).await?;
        // What was asked for is done before the next begins.
        while matches!(deed, Deed::Snooze) && place.sandbox.slack.later_answers().len() < AT_ONCE * TIMES {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let median = took.millis(50);
        let times = median / *idle.get_or_insert(median);
        let shown = |figure: f64| format!("{figure:.1}");
        let (p99, longest) = (took.millis(99), took.millis(100));
        table.row(&[&name, &shown(median), &shown(p99), &shown(longest), &shown(times)]);
    }
    table.print();
    place.app.stop.cancel();
    Ok(())
}

/// Twenty people do it, each as often as said, one answer after the other.
async fn together(place: &Arc<Place>, deed: Deed, name: &str) -> anyhow::Result<Samples> {
    let steps = &Mutex::new(Steps::begin(name, AT_ONCE * TIMES));
    let one = |number: usize| {
        let place = place.clone();
        async move {
            let mut took = Vec::with_capacity(TIMES);
            for _ in 0..TIMES {
                let begun = Instant::now();
                does(&place, deed, number).await?;
                took.push(begun.elapsed());
                steps.lock().unwrap_or_else(PoisonError::into_inner).step();
            }
            anyhow::Ok(took)
        }
    };
    let all = try_join_all((0..AT_ONCE).map(one)).await?;
    Ok(Samples::of(all.into_iter().flatten().collect()))
}

async fn does(place: &Place, deed: Deed, number: usize) -> anyhow::Result<()> {
    let (slack, alice) = (&place.sandbox.slack, &place.company.alice);
    let anybody: &Person = place.company.everybody().cycle().nth(number).context("nobody is there")?;
    let status = match deed {
        Deed::Nothing => place.http.get(format!("{}/healthz", place.base)).send().await?.status().as_u16(),
        Deed::Review => slack.click(&alice.slack, &place.message, "review_now").await?.status,
        Deed::Snooze => {
            let choice = format!("tomorrow:{}", place.campaign);
            slack.click(&alice.slack, &place.message, ("snooze", choice.as_str())).await?.status
        }
        Deed::Mine => slack.command(&anybody.slack, "mine").await?.status,
        Deed::Status => slack.command(&place.company.dana.slack, "status").await?.status,
    };
    anyhow::ensure!(status == 200, "{deed:?} was answered {status}");
    Ok(())
}

/// The service with its loops, and a campaign that began a week ago: Alice has a reminder, others still get theirs.
async fn set_up() -> anyhow::Result<Place> {
    let sandbox = Sandbox::start(Arc::new(|| Clock::System.now())).await?;
    sandbox.slack.limits_off(true);
    let company = Company::acme();
    company.move_in(&sandbox);
    let folder = tempfile::tempdir()?;
    let settings = [
        ("DATABASE_URL", format!("sqlite://{}?mode=rwc", folder.path().join("certs.db").display())),
        ("OKTA_ORG_URL", sandbox.okta.url()),
        ("OKTA_API_TOKEN", sandbox.okta.token().to_owned()),
        ("OKTA_HOOK_SECRET", "bench-hook-secret".to_owned()),
        ("SLACK_API_URL", sandbox.slack.url()),
        ("SLACK_BOT_TOKEN", sandbox.slack.token().to_owned()),
        ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret().to_owned()),
        ("CERTS_ADMINS", company.dana.email.clone()),
        ("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000".to_owned()),
    ];
    let value = |name: &str| settings.iter().find(|(set, _)| *set == name).map(|(_, value)| value.clone());
    let config = Config::from_lookup(&value)?;
    let store = Store::connect(&config.database_url).await?;
    store.migrate().await?;
    let app = App::new(config, Clock::System, store)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    tokio::spawn(web::serve(listener, web::router(app.clone()), web::Limits::default(), app.stop.clone()));
    sandbox.okta.point_hook(&format!("{base}/okta/hooks"), "bench-hook-secret");
    sandbox.slack.point_app(&base);
    work::start(&app);

    let campaign = Campaign::new("Q4 Production Access", &company.dana.okta, Clock::System.now(), 28);
    sandbox.okta.add_campaign(campaign.clone());
    for person in company.everybody() {
        sandbox.okta.add_reviews(&campaign.id, Reviewer::User(person.okta.clone()), 40);
    }
    sandbox.okta.launch(&campaign.id);
    sandbox.okta.send_hooks().await?;
    let message = loop {
        if let Some(mut message) = sandbox.slack.messages_to(&company.alice.slack).pop() {
            // As a reminder has it.
            message.blocks = with_snooze(message.blocks, &campaign.id);
            break message;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    join_all(company.everybody().map(|person| sandbox.slack.command(&person.slack, "mine"))).await;
    let http = reqwest::Client::builder().build()?;
    Ok(Place { app, sandbox, company, base, http, campaign: campaign.id, message, _folder: folder })
}

fn with_snooze(mut blocks: serde_json::Value, campaign: &str) -> serde_json::Value {
    let option = serde_json::json!({ "text": { "type": "plain_text", "text": "Tomorrow" },
                                     "value": format!("tomorrow:{campaign}") });
    let menu = serde_json::json!({ "type": "static_select", "action_id": "snooze", "options": [option] });
    if let Some(list) = blocks.as_array_mut() {
        list.push(serde_json::json!({ "type": "actions", "elements": [menu] }));
    }
    blocks
}
