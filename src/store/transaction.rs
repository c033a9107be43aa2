//! Transactions, which keep the evidence: what is noted in one is written into the record when it is committed, last of
//! all. So no flow can change a notice and forget to say so, and the chains of campaigns are locked for an instant only.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::Result;
use super::record::{self, Noted};

/// An open transaction; dropped without [`commit`], it never happened.
pub struct Tx {
    inner: DatabaseTransaction,
    noted: Mutex<Vec<Noted>>,
}

impl Tx {
    pub(super) fn new(inner: DatabaseTransaction) -> Self {
        Self { inner, noted: Mutex::default() }
    }

    /// What the library's migrator works in.
    pub(super) fn inner(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Notes what happens to a notice in this transaction.
    pub(super) fn note(&self, noted: Noted) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push(noted);
    }
}

/// Makes what a transaction did true.
///
/// # Errors
/// When the database did not take it; then nothing of it happened.
pub async fn commit(tx: Tx) -> Result<()> {
    let noted = std::mem::take(&mut *tx.noted.lock().unwrap_or_else(PoisonError::into_inner));
    record::append(&tx, noted).await?;
    Ok(tx.inner.commit().await?)
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx")
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
