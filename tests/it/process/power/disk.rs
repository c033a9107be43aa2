//! The disk of a machine that loses power: what the service sees, and what would be left.

use std::path::{Path, PathBuf};
use std::process::Command;

use entity::{inbox_event, notification_log};
use rand::Rng;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, EntityTrait, Statement};
use tempfile::TempDir;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;
/// The files in which SQLite keeps what it is told.
const FILES: [&str; 3] = ["certs.db", "certs.db-wal", "certs.db-journal"];

/// Two directories: the files as the service sees them, and as far as they were synced.
pub struct Disk {
    folder: TempDir,
    /// Stands in for fsync; see `loss.c`.
    pub library: PathBuf,
}

/// What the database says after the power is back.
pub struct Left {
    /// The ids of Okta's events.
    pub events: Vec<String>,
    /// The keys of the notices that are settled as sent.
    pub sent: Vec<String>,
}

impl Disk {
    /// An empty disk, or `None` without a C compiler.
    pub fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        for part in ["live", "durable", "looked-at"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        let library = folder.path().join("loss.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/process/power/loss.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-pthread", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status();
        match compiled {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return None,
            other => assert!(other.unwrap().success(), "{} does not compile", source.display()),
        }
        Some(Self { folder, library })
    }

    fn part(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where syncs are noted.
    pub fn durable(&self) -> PathBuf {
        self.part("durable")
    }

    /// The database as the service is told of it.
    pub fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.part("live").join(FILES[0]).display())
    }

    /// How far the database itself was written and synced, its WAL left out.
    pub fn main_file(&self) -> Vec<u8> {
        std::fs::read(self.durable().join(FILES[0])).unwrap()
    }

    /// From now on no sync of the WAL comes through.
    pub fn turn_deaf(&self) {
        std::fs::write(self.durable().join("deaf"), "").unwrap();
    }

    /// The power goes, and comes back: what was synced is there. Of what was written after that, some sectors are, and
    /// some are not.
    pub fn lose_power(&self, rng: &mut StdRng) {
        let (live, durable) = (self.part("live"), self.durable());
        for name in FILES {
            let synced = std::fs::read(durable.join(name)).ok();
            let left = match (synced, std::fs::read(live.join(name)).ok()) {
                (Some(synced), Some(written)) => Some(torn(&synced, &written, rng)),
                (synced, _) => synced,
            };
            for part in [&live, &durable] {
                match &left {
                    Some(bytes) => std::fs::write(part.join(name), bytes).unwrap(),
                    None => drop(std::fs::remove_file(part.join(name))),
                }
            }
        }
        // Made anew from the WAL after every crash.
        drop(std::fs::remove_file(live.join("certs.db-shm")));
    }

    /// Looks at a copy of what is left, so that it is the service which repairs it.
    pub async fn look(&self) -> Left {
        let copy = self.part("looked-at");
        for name in FILES {
            drop(std::fs::remove_file(copy.join(name)));
            if let Ok(bytes) = std::fs::read(self.part("live").join(name)) {
                std::fs::write(copy.join(name), bytes).unwrap();
            }
        }
        let db = Database::connect(format!("sqlite://{}", copy.join(FILES[0]).display())).await.unwrap();
        assert_eq!(integrity(&db).await, "ok");
        let events = inbox_event::Entity::find().all(&db).await.unwrap();
        let notices = notification_log::Entity::find().all(&db).await.unwrap();
        db.close().await.unwrap();
        Left {
            events: events.into_iter().map(|event| event.event_uuid).collect(),
            sent: notices.into_iter().filter(|row| row.state == "sent").map(|row| row.key).collect(),
        }
    }
}

async fn integrity(db: &DatabaseConnection) -> String {
    let question = Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check");
    let row = db.query_one_raw(question).await.unwrap().unwrap();
    row.try_get("", "integrity_check").unwrap()
}

/// A file whose last writes were not synced: as long as one of the two or between them, each sector old or new.
fn torn(synced: &[u8], written: &[u8], rng: &mut StdRng) -> Vec<u8> {
    let length = rng.random_range(synced.len().min(written.len())..=synced.len().max(written.len()));
    // What was synced is not cut off by a write that follows it.
    let mut left = vec![0; length.max(synced.len())];
    left[..synced.len()].copy_from_slice(synced);
    for (at, sector) in left.chunks_mut(SECTOR).enumerate() {
        let from = at * SECTOR;
        if let Some(new) = written.get(from..from + sector.len()).filter(|_| rng.random_bool(0.5)) {
            sector.copy_from_slice(new);
        }
    }
    left
}
