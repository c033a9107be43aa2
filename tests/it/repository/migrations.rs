//! Every step goes up and down, and what comes out is what the entities describe; on SQLite, and on PostgreSQL where
//! `CERTS_TEST_POSTGRES` names a server.

use std::collections::BTreeSet;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, Statement};

use super::read;

/// Selects from the table of every entity named, all columns by their type; gives the names.
macro_rules! select_from_all {
    ($db:expr, $($entity:ident),+ $(,)?) => {{
        $(
            let rows = entity::$entity::Entity::find().all($db).await;
            assert_eq!(rows, Ok(Vec::new()), "entity {}", stringify!($entity));
        )+
        [$(stringify!($entity)),+]
    }};
}

#[tokio::test]
async fn up_down_and_up_again_on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("certs.db").display());
    there_and_back(&Database::connect(url).await.unwrap()).await;
}

#[tokio::test]
async fn up_down_and_up_again_on_postgresql() {
    #[expect(clippy::disallowed_methods, reason = "not a setting of the service")]
    let Ok(server) = std::env::var("CERTS_TEST_POSTGRES") else {
        println!("skipped: CERTS_TEST_POSTGRES is not set");
        return;
    };
    let admin = Database::connect(&server).await.unwrap();
    let name = format!("certs_migrations_{}", uuid::Uuid::new_v4().simple());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    // In a task of its own, so that the database goes when a check in it has failed, too.
    let checks = tokio::spawn(async move {
        let db = Database::connect(url.as_str()).await.unwrap();
        there_and_back(&db).await;
        db.close().await.unwrap();
    });
    let outcome = checks.await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    outcome.unwrap();
}

async fn there_and_back(db: &DatabaseConnection) {
    Migrator::up(db, None).await.unwrap();
    let first = tables(db).await;
    entities_fit(db).await;

    Migrator::down(db, None).await.unwrap();
    assert_eq!(tables(db).await, BTreeSet::new(), "down leaves nothing behind");

    Migrator::up(db, None).await.unwrap();
    assert_eq!(tables(db).await, first);
    entities_fit(db).await;
    assert!(Migrator::get_pending_migrations(db).await.unwrap().is_empty());

    // A start with nothing to do.
    Migrator::up(db, None).await.unwrap();
}

async fn entities_fit(db: &DatabaseConnection) {
    let selected = select_from_all!(
        db,
        campaign,
        card,
        click,
        delivery_record,
        delivery_record_head,
        group_member,
        handover,
        inbox_event,
        notification_campaign,
        notification_log,
        nudge,
        person,
        review,
        reviewer_group,
        schedule_state,
        slack_account,
        slack_pace,
        snooze,
    );
    let library = read("entity/src/lib.rs");
    let modules = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(
        selected.to_vec(),
        modules.collect::<Vec<_>>(),
        "the entities selected here and those there are"
    );
    assert_eq!(tables(db).await, selected.iter().map(|&name| name.to_owned()).collect(), "a table each");
}

/// The tables there are, the migrator's own left out.
async fn tables(db: &DatabaseConnection) -> BTreeSet<String> {
    let backend = db.get_database_backend();
    let query = match backend {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let rows = db.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
    let names = rows.iter().map(|row| row.try_get::<String>("", "name").unwrap());
    names.filter(|name| name != "seaql_migrations").collect()
}
