//! The tabs of the app in Slack. No bot token sees how they are set; but what became of earlier messages tells.

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::slack::MESSAGES_TAB_OFF;
use crate::store::{Store, StoreError, arrivals};

pub(super) async fn messages(patient: &Patient) -> Look {
    let store = settled(patient).await?;
    let last = arrivals::last_dm(&store.db, MESSAGES_TAB_OFF).await.map_err(|why| unknown(&why))?;
    Ok(match last {
        Some((false, at)) => Finding::failed(
            format!(
                "switched off: Slack refused a message for that reason on {}",
                at.format("%Y-%m-%d %H:%M UTC")
            ),
            "At api.slack.com/apps, App Home, Show Tabs: switch Messages Tab on; then `certs outbox retry` what was not sent",
        ),
        Some((true, at)) => {
            Finding::ok(format!("switched on: a message arrived on {}", at.format("%Y-%m-%d %H:%M UTC")))
        }
        None => Finding::unseen(
            "Slack does not show it to an app, and no message was sent yet",
            "See at api.slack.com/apps, App Home, Show Tabs, that Messages Tab is on",
        ),
    })
}

pub(super) async fn home(patient: &Patient) -> Look {
    let store = settled(patient).await?;
    Ok(match arrivals::last_home(&store.db).await.map_err(|why| unknown(&why))? {
        Some(at) => {
            Finding::ok(format!("switched on: somebody opened it on {}", at.format("%Y-%m-%d %H:%M UTC")))
        }
        None => Finding::unseen(
            "Slack does not show it to an app, and nobody has opened it yet",
            "See at api.slack.com/apps, App Home, Show Tabs, that Home Tab is on, and open it once",
        ),
    })
}

/// The database, where it has a record to look at.
async fn settled(patient: &Patient) -> Result<&Store, Finding> {
    let store = patient.store().await.map_err(|_| without_record())?;
    if store.is_ready().await.unwrap_or_default() { Ok(store) } else { Err(without_record()) }
}

fn without_record() -> Finding {
    Finding::unseen(
        "Slack does not show it to an app, and there is no record to learn it from",
        "See at api.slack.com/apps, App Home, Show Tabs, that Home Tab and Messages Tab are on",
    )
}

fn unknown(why: &StoreError) -> Finding {
    Finding::waits_for(&why.to_string())
}
