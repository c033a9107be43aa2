//! Which scopes a service app is asked for, and which one a call takes.
//!
//! Source: the OpenAPI descriptions of the calls (`security`, read 2026-11). A scope is no right by itself: the app needs
//! an admin role beside it.

use reqwest::Method;

use crate::config::OktaConfig;
use crate::okta::pace::Bucket;

const CERTIFICATIONS: &str = "okta.governance.accessCertifications.read";
const GROUPS: &str = "okta.groups.read";
const USERS: &str = "okta.users.read";
const LOGS: &str = "okta.logs.read";
const APPS: &str = "okta.apps.read";
const HOOKS: &str = "okta.eventHooks.read";
const HOOKS_WRITTEN: &str = "okta.eventHooks.manage";
const SETTINGS: &str = "okta.governance.admin.read";

/// The scopes of what is switched on.
pub(super) fn scopes(config: &OktaConfig) -> Vec<&'static str> {
    let mut scopes = vec![CERTIFICATIONS, GROUPS, USERS, LOGS];
    if config.asks_for_reviews_app {
        scopes.push(APPS);
    }
    scopes
}

/// Beside those, for `certs doctor`: it looks at what the service does not.
pub const OF_DOCTOR: &[&str] = &[HOOKS, SETTINGS];
/// Beside those, for `certs setup`.
pub const OF_SETUP: &[&str] = &[HOOKS_WRITTEN];

/// The scope that a call takes.
pub(in crate::okta) fn scope_of(bucket: Bucket, method: &Method) -> &'static str {
    match bucket {
        Bucket::Campaigns | Bucket::Reviews | Bucket::Token => CERTIFICATIONS,
        Bucket::Groups => GROUPS,
        Bucket::Users => USERS,
        Bucket::Apps => APPS,
        Bucket::Logs => LOGS,
        Bucket::EventHooks if *method == Method::GET => HOOKS,
        Bucket::EventHooks => HOOKS_WRITTEN,
        Bucket::Settings => SETTINGS,
    }
}
