//! What can be seen of the flood in the database.

use entity::{inbox_event, schedule_state};
use measure::{connect, eventually};
use sandbox::Okta;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};

/// The inbox of the service.
pub struct Inbox(DatabaseConnection);

impl Inbox {
    /// That in this database.
    pub async fn of(url: &str) -> anyhow::Result<Self> {
        Ok(Self(connect(url).await?))
    }

    /// How many events wait.
    pub async fn waiting(&self) -> anyhow::Result<u64> {
        Ok(inbox_event::Entity::find().filter(inbox_event::Column::State.eq("new")).count(&self.0).await?)
    }

    /// Waits until no event waits.
    pub async fn worked_off(&self) -> anyhow::Result<()> {
        eventually("an empty inbox", async || Ok((self.waiting().await? == 0).then_some(()))).await
    }

    /// Waits until the System Log is read to its end after it was asked for again; how many pages that took.
    pub async fn log_read_after(&self, okta: Okta) -> anyhow::Result<usize> {
        let pages = || okta.count("/api/v1/logs");
        let is_read = async || {
            let state = schedule_state::Entity::find_by_id("system-log").one(&self.0).await?;
            let rests =
                state.is_some_and(|state| state.leased_by.is_none() && state.due_at > state.last_done_at);
            Ok((pages() > 0 && rests).then(pages))
        };
        eventually("the end of the System Log", is_read).await
    }
}
