//! The service is killed in the middle of a flood of hooks: is all there that it answered 204?

use std::collections::HashSet;
use std::time::Duration;

use entity::inbox_event::{Column, Entity};
use sea_orm::{EntityTrait, QuerySelect};

use crate::load::{self, Load};
use crate::place::Side;
use crate::requests::Hooks;

/// Hooks of a few events, many at once, for longer than the service lives.
const FLOOD: Load = Load { connections: 64, lasts: Duration::from_mins(1) };
const EVENTS: usize = 5;
/// When it is killed.
const AFTER: Duration = Duration::from_secs(2);

/// Kills it and looks into the database; what was found, for people.
pub async fn in_the_middle(side: Side) -> anyhow::Result<String> {
    let Side { place, event, db, service, sandbox: _sandbox, .. } = side;
    let hooks = Hooks::like(&event, "kill", EVENTS);
    let address = service.base().trim_start_matches("http://").to_owned();
    let killing = async {
        tokio::time::sleep(AFTER).await;
        service.kill()
    };
    let flood = load::send(&address, FLOOD, 204, |number| hooks.request(number));
    let (killed, borne) = tokio::join!(killing, flood);
    killed?;
    let borne = borne?;
    let stored: Vec<String> =
        Entity::find().select_only().column(Column::EventUuid).into_tuple().all(&db).await?;
    let stored: HashSet<String> = stored.into_iter().collect();
    let answered: Vec<String> = borne.accepted.iter().flat_map(|hook| hooks.ids(*hook)).collect();
    let found = answered.iter().filter(|id| stored.contains(*id)).count();
    db.close().await?;
    place.remove().await?;
    Ok(format!("answered {}, found {found}, lost {}", answered.len(), answered.len() - found))
}
