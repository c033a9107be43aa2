//! The database: there, of this version's schema, taking what is written, and near enough.

use std::time::Duration;

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::boot::Opened;

/// Round trips that are measured.
const TRIPS: usize = 9;
/// A notice takes some ten round trips: with more than this for each, a launch crawls.
const SLOW: Duration = Duration::from_millis(50);

pub(super) async fn reachable(patient: &Patient) -> Look {
    Ok(match patient.database().await? {
        Opened::There(store) => Finding::ok(format!("{} answers", store.kind())),
        Opened::Missing => Finding::warning(
            "there is no file at that place yet",
            "Nothing, if this is a new deployment: `certs serve` makes it. Otherwise the path is another one, or is meant from another directory",
        ),
        Opened::Unreachable(why) => Finding::failed(
            why.to_string(),
            "See that the server runs and takes connections from here, that the path or host, user, password and name of the database in DATABASE_URL are right, and that the user of the service may read and write there",
        ),
    })
}

pub(super) async fn schema(patient: &Patient) -> Look {
    let store = patient.store().await?;
    let looked =
        async { Ok::<_, crate::store::StoreError>((store.is_ready().await?, store.is_new().await?)) };
    let (is_ready, is_new) = match looked.await {
        Ok(looked) => looked,
        Err(why) => return Ok(Finding::failed(why.to_string(), "Mend that, and run this again")),
    };
    if is_new {
        return Ok(Finding::warning(
            "it is empty",
            "Nothing, if this is a new deployment: `certs serve` fills it, or `certs migrate` now",
        ));
    }
    let unknown = match store.unknown_steps().await {
        Ok(unknown) => unknown,
        Err(why) => return Ok(Finding::failed(why.to_string(), "Mend that, and run this again")),
    };
    Ok(if !unknown.is_empty() {
        Finding::failed(
            format!("it is newer than this version of certs, which does not know {}", unknown.join(", ")),
            "Use the newer version, or restore a backup from before the upgrade. This version does not start on it",
        )
    } else if is_ready {
        Finding::ok("it is the one of this version")
    } else {
        Finding::warning(
            "it is older than this version of certs",
            "Make a backup and run `certs migrate`; `certs serve` of this version does the same at its start",
        )
    })
}

pub(super) async fn write(patient: &Patient) -> Look {
    let store = patient.store().await?;
    if !store.is_ready().await.unwrap_or_default() {
        return Err(Finding::waits_for("the schema is not the one of this version"));
    }
    Ok(match store.try_writing_and_take_back(patient.clock.now()).await {
        Ok(()) => Finding::ok("a row was written and taken back"),
        Err(why) => {
            Finding::failed(why.to_string(), "Until then nothing is stored and nobody is told anything")
        }
    })
}

pub(super) async fn latency(patient: &Patient) -> Look {
    let store = patient.store().await?;
    let mut took = Vec::with_capacity(TRIPS);
    for _ in 0..TRIPS {
        let begun = patient.clock.elapsed();
        if let Err(why) = store.answer().await {
            return Ok(Finding::failed(why.to_string(), "Mend that, and run this again"));
        }
        took.push(patient.clock.elapsed().saturating_sub(begun));
    }
    took.sort();
    let median = took.get(TRIPS / 2).copied().unwrap_or_default();
    let words = format!("{:.1} ms, the median of {TRIPS}", median.as_secs_f64() * 1000.0);
    Ok(if median > SLOW {
        Finding::warning(
            words,
            "Put the service and its database nearer to each other, or see why the database is slow: at more than 50 ms launches take long",
        )
    } else {
        Finding::ok(words)
    })
}
