//! What may befall a database, on SQLite and on PostgreSQL, without any right that a test would lack.

use certs::work;
use chrono::Duration;
use sea_orm::sqlx::{self, Sqlite, pool::PoolConnection};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::support::World;

/// The service tries what is due, again and again for a while, whatever comes of it.
pub async fn struggle(w: &World) {
    for _ in 0..4 {
        // What fails is what the story is about.
        drop(work::settle(&w.app, Duration::seconds(10)).await);
        w.clock.advance_to(w.clock.now() + Duration::seconds(10));
    }
}

/// Every connection of the service to SQLite is given this pragma: each has its own.
async fn pragma(w: &World, text: &str) {
    for connections in [&w.app.store.db, &w.app.store.writer] {
        let pool = connections.get_sqlite_connection_pool();
        let mut held: Vec<PoolConnection<Sqlite>> = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            let mut connection = pool.acquire().await.unwrap();
            let pragma = sqlx::AssertSqlSafe(format!("PRAGMA {text}"));
            sqlx::query(pragma).execute(&mut *connection).await.unwrap();
            held.push(connection);
        }
    }
}

/// The database refuses everything that is written, as a replica does, or a file system that was mounted anew.
pub async fn make_read_only(w: &World, yes: bool) {
    if w.database.is_sqlite() {
        pragma(w, if yes { "query_only = ON" } else { "query_only = OFF" }).await;
    } else {
        let switch = if yes { "on" } else { "off" };
        w.database
            .on_server(&format!("ALTER DATABASE {{}} SET default_transaction_read_only = {switch}"))
            .await;
        w.database.hang_up().await;
    }
}

/// There is room for nothing more. SQLite may not grow; PostgreSQL's own answer to a full disk is given by triggers.
pub async fn fill(w: &World) {
    if w.database.is_sqlite() {
        // SQLite makes the smallest number that it can be of it: the pages there are.
        pragma(w, "max_page_count = 1").await;
        return;
    }
    let function = "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$";
    w.app.store.db.execute_unprepared(function).await.unwrap();
    for table in TABLES {
        let trigger =
            format!("CREATE TRIGGER is_full BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION is_full()");
        w.app.store.db.execute_unprepared(&trigger).await.unwrap();
    }
}

/// There is room again.
pub async fn make_room(w: &World) {
    if w.database.is_sqlite() {
        pragma(w, "max_page_count = 1000000").await;
        return;
    }
    w.app.store.db.execute_unprepared("DROP FUNCTION is_full CASCADE").await.unwrap();
}

const TABLES: &[&str] =
    &["campaign", "handover", "inbox_event", "notification_log", "person", "review", "schedule_state"];

/// Another process writes, and does not come to an end until it lets go.
pub async fn lock(w: &World) -> DatabaseConnection {
    let mut options = ConnectOptions::new(&w.database.url);
    options.max_connections(1).sqlx_logging(false);
    let other = Database::connect(options).await.unwrap();
    let begin = if w.database.is_sqlite() {
        "BEGIN EXCLUSIVE".to_owned()
    } else {
        format!("BEGIN; LOCK TABLE {} IN EXCLUSIVE MODE", TABLES.join(", "))
    };
    other.execute_unprepared(&begin).await.unwrap();
    other
}

/// It lets go.
pub async fn let_go(other: DatabaseConnection) {
    other.execute_unprepared("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
}

/// The account of this address cannot be stored, and nothing else is wrong.
pub async fn refuse_account(w: &World, email: &str) {
    let text = if w.database.is_sqlite() {
        format!(
            "CREATE TRIGGER refuses BEFORE INSERT ON slack_account WHEN NEW.email = '{email}'
             BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    } else {
        format!(
            "CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'refused'; END $$;
             CREATE TRIGGER refuses BEFORE INSERT ON slack_account
             FOR EACH ROW WHEN (NEW.email = '{email}') EXECUTE FUNCTION refuses()"
        )
    };
    w.app.store.db.execute_unprepared(&text).await.unwrap();
}

/// It can again.
pub async fn accept_accounts(w: &World) {
    let text = if w.database.is_sqlite() { "DROP TRIGGER refuses" } else { "DROP FUNCTION refuses CASCADE" };
    w.app.store.db.execute_unprepared(text).await.unwrap();
}
