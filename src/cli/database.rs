//! The database as the commands use it that may run beside the service: as it is, without bringing it up to date.

use anyhow::{Context as _, bail};
use secrecy::{ExposeSecret as _, SecretString};

use super::Failure;
use crate::config::Config;
use crate::flow::naming::campaign_named;
use crate::store::Store;
use crate::store::campaigns::{self, Known};

/// Opens the database of `DATABASE_URL`.
pub(super) async fn open() -> Result<Store, Failure> {
    let url = Config::database_url_from_environment().map_err(Failure::Settings)?;
    // Where there is none, none is to be made.
    let url = SecretString::from(url.expose_secret().replace("mode=rwc", "mode=rw"));
    let store = Store::connect(&url).await.context("DATABASE_URL cannot be connected to")?;
    // One that was never brought up to date has no schema to ask.
    if !store.is_ready().await.unwrap_or(false) {
        return Err(anyhow::anyhow!(
            "the database is not on the schema of this version; `certs migrate` brings it up to date"
        )
        .into());
    }
    Ok(store)
}

/// The one campaign that is meant by an id, a name or a part of a name.
pub(super) async fn campaign(store: &Store, wanted: &str) -> anyhow::Result<Known> {
    let all = campaigns::all(&store.db).await?;
    let line = |known: &Known| format!("  {}  {}", known.campaign.id, known.campaign.name);
    match campaign_named(&all, wanted).as_slice() {
        [known] => Ok((*known).clone()),
        [] if all.is_empty() => bail!("no campaign is known yet"),
        [] => {
            let names: Vec<String> = all.iter().map(line).collect();
            bail!("no campaign matches “{wanted}”; there are\n{}", names.join("\n"))
        }
        several => {
            let names: Vec<String> = several.iter().map(|known| line(known)).collect();
            bail!("“{wanted}” may be any of these; its id says which\n{}", names.join("\n"))
        }
    }
}
