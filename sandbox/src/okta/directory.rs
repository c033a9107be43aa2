//! People, groups and applications of the management API, paged by the `Link` header.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::filter::Filter;
use super::id::okta_id;
use super::model::{Group, User};
use super::page::{self, Wanted};
use super::query::Query;
use super::reply::Reply;
use super::state::State;
use super::wire::{self, ORG_HOST};
use crate::limits;

/// When everybody was hired, as far as this org remembers.
const LONG_AGO: &str = "2022-04-04T15:56:05.000Z";

/// `GET /api/v1/users/{id}`: by id or by login.
pub(super) fn user(state: &State, id: &str, now: DateTime<Utc>) -> Reply {
    let found = state.users.get(id).or_else(|| state.users.values().find(|user| login(user) == id));
    found.map_or_else(|| Reply::not_found(id, "User"), |user| Reply::ok(user_json(user, now)))
}

/// `GET /api/v1/users?search=profile.email eq "…"`: everybody whom it fits, in one page.
pub(super) fn users(state: &mut State, query: &Query, now: DateTime<Utc>) -> Reply {
    query.only(state, "/api/v1/users", &["search", "limit", "after", "sortBy", "sortOrder"]);
    let filter = query.get("search").map(Filter::parse);
    let Some(Ok(filter)) = filter.filter(|filter| {
        filter.as_ref().is_ok_and(|filter| filter.within(&[("profile.email", &["eq"])]).is_ok())
    }) else {
        state.record.strange("/api/v1/users: a search that the sandbox does not know");
        return Reply::error("E0000031", Some("Invalid search criteria."));
    };
    let fits = |user: &&User| filter.holds(&|_| user.email.clone());
    let mut found: Vec<&User> = state.users.values().filter(fits).collect();
    found.sort_by_key(|user| &user.id);
    Reply::ok(found.into_iter().map(|user| user_json(user, now)).collect())
}

fn login(user: &User) -> String {
    let address = user.login.clone().or_else(|| user.email.clone());
    address.unwrap_or_else(|| format!("{}.{}@acme.example", user.first, user.last).to_lowercase())
}

fn user_json(user: &User, now: DateTime<Utc>) -> Value {
    let mut profile = json!({
        "firstName": user.first,
        "lastName": user.last,
        "mobilePhone": null,
        "secondEmail": null,
        "login": login(user),
    });
    if let Some(email) = &user.email {
        profile["email"] = json!(email);
    }
    if let Some(manager) = &user.manager_id {
        profile["managerId"] = json!(manager);
    }
    json!({
        "id": user.id,
        "status": if user.active { "ACTIVE" } else { "DEPROVISIONED" },
        "created": LONG_AGO,
        "activated": null,
        "statusChanged": null,
        "lastLogin": wire::stamp_millis(now - chrono::Duration::days(1)),
        "lastUpdated": LONG_AGO,
        "passwordChanged": LONG_AGO,
        "type": { "id": okta_id("oty", "default") },
        "profile": profile,
        "credentials": { "password": {}, "provider": { "type": "OKTA", "name": "OKTA" } },
        "_links": { "self": { "href": format!("{ORG_HOST}/api/v1/users/{}", user.id) } },
    })
}

/// `GET /api/v1/groups`: the first of them, by their ids.
pub(super) fn groups(state: &mut State, query: &Query) -> Reply {
    query.only(state, "/api/v1/groups", &["limit"]);
    let limit = query.limit(1, limits::DIRECTORY_PAGE_MAX, limits::DIRECTORY_PAGE_DEFAULT).unwrap_or(1);
    let mut groups: Vec<&Group> = state.groups.values().collect();
    groups.sort_by_key(|group| &group.id);
    Reply::ok(groups.into_iter().take(limit).map(group_json).collect())
}

/// `GET /api/v1/groups/{groupId}`
pub(super) fn group(state: &State, id: &str) -> Reply {
    let found = state.groups.get(id);
    found.map_or_else(|| Reply::not_found(id, "UserGroup"), |group| Reply::ok(group_json(group)))
}

fn group_json(group: &Group) -> Value {
    let own = format!("{ORG_HOST}/api/v1/groups/{}", group.id);
    json!({
        "id": group.id,
        "created": LONG_AGO,
        "lastUpdated": LONG_AGO,
        "lastMembershipUpdated": LONG_AGO,
        "objectClass": ["okta:user_group"],
        "type": "OKTA_GROUP",
        "profile": { "name": group.name, "description": group.name },
        "_links": {
            "users": { "href": format!("{own}/users") },
            "apps": { "href": format!("{own}/apps") },
        },
    })
}

/// `GET /api/v1/groups/{groupId}/users`: everybody, whatever their status.
pub(super) fn members(state: &mut State, id: &str, query: &Query, now: DateTime<Utc>) -> Reply {
    let ids = state.groups.get(id).map(|group| group.members.clone());
    people(state, id, "users", query, ids, |user| user_json(user, now))
}

/// `GET /api/v1/groups/{groupId}/owners`
pub(super) fn owners(state: &mut State, id: &str, query: &Query, _now: DateTime<Utc>) -> Reply {
    let ids = state.groups.get(id).map(|group| group.owners.clone());
    people(state, id, "owners", query, ids, |user| {
        json!({
            "id": user.id,
            "type": "USER",
            "resolved": true,
            "originId": "null",
            "originType": "OKTA_DIRECTORY",
            "displayName": user.name(),
            "lastUpdated": LONG_AGO,
        })
    })
}

fn people(
    state: &mut State,
    group: &str,
    what: &str,
    query: &Query,
    ids: Option<Vec<String>>,
    show: impl Fn(&User) -> Value,
) -> Reply {
    let path = format!("/api/v1/groups/{group}/{what}");
    let known: &[&str] = if what == "owners" { &["after", "limit", "search"] } else { &["after", "limit"] };
    query.only(state, &path, known);
    let Some(ids) = ids else { return Reply::not_found(group, "UserGroup") };
    let limit = match query.limit(1, limits::DIRECTORY_PAGE_MAX, limits::DIRECTORY_PAGE_DEFAULT) {
        Ok(limit) => limit,
        Err(why) => {
            state.record.strange(format!("{path}: {why}"));
            return Reply::error("E0000001", Some(&why));
        }
    };
    let after = query.get("after").map(str::to_owned);
    let wanted = Wanted { filter: None, limit, order_by: String::new(), after };
    let known = |id: &&String| state.users.contains_key(*id);
    let Some((page, more)) = page::slice(ids.iter(), |id| id.as_str(), &wanted, known) else {
        state.record.strange(format!("{path}: unknown cursor"));
        return Reply::error("E0000001", Some("after: invalid cursor"));
    };
    let base = format!("{ORG_HOST}{path}?");
    let own = wanted.after.as_ref().map_or_else(String::new, |after| format!("after={after}&"));
    let mut links = vec![("link", format!("<{base}{own}limit={limit}>; rel=\"self\""))];
    if let (true, Some(last)) = (more, page.last()) {
        links.push(("link", format!("<{base}after={}&limit={limit}>; rel=\"next\"", page::cursor(last))));
    }
    let shown = page.into_iter().filter_map(|id| state.users.get(id)).map(show).collect();
    Reply { headers: links, ..Reply::ok(Value::Array(shown)) }
}

/// `GET /api/v1/apps?filter=name eq "okta_iga_reviewer"`: the org has only the reviewers' application.
pub(super) fn apps(state: &mut State, query: &Query) -> Reply {
    query.only(state, "/api/v1/apps", &["q", "after", "limit", "filter", "expand", "includeNonDeleted"]);
    if query.get("filter").is_some_and(|filter| !filter.contains("okta_iga_reviewer")) {
        return Reply::ok(json!([]));
    }
    let app = okta_id("0oa", "igareviewer");
    let href = format!("{ORG_HOST}/home/okta_iga_reviewer/{app}/{}", okta_id("aln", "igareviewer"));
    Reply::ok(json!([{
        "id": app,
        "name": "okta_iga_reviewer",
        "label": "Okta Access Certification Reviews",
        "status": "ACTIVE",
        "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "client_id": app } },
        "settings": { "app": {} },
        "_links": { "appLinks": [{ "name": "okta_iga_reviewer_link", "href": href, "type": "text/html" }] },
    }]))
}
