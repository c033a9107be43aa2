//! Every Slack call and every answer of the local one, against Slack's method descriptions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use sandbox::Call;
use serde_json::{Value, json};

use super::{exercise, older, reference};

/// Errors that every method may answer (docs.slack.dev/reference/methods, "Errors" of each); `unknown_method` is the
/// answer to a name that has no page. The descriptions list only what is a method's own.
pub const COMMON_ERRORS: &[&str] = &[
    "access_denied",
    "accesslimited",
    "account_inactive",
    "deprecated_endpoint",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "fatal_error",
    "internal_error",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_array_arg",
    "invalid_auth",
    "invalid_charset",
    "invalid_form_data",
    "invalid_post_type",
    "method_deprecated",
    "missing_post_type",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "team_access_not_granted",
    "team_added_to_org",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
];

/// What every answer may hold.
const COMMON_OUTPUT: &[&str] = &["ok", "error", "warning", "response_metadata", "needed", "provided"];

/// Output that Slack's own examples show and its descriptions leave out.
const EXTRA_OUTPUT: &[(&str, &str)] = &[];

/// The description of a method, where there is one: from a file of its own, or from Slack's older OpenAPI document.
pub fn method(reference: &Path, name: &str) -> anyhow::Result<Option<Value>> {
    let path = reference.join("slack/methods").join(format!("{name}.json"));
    if !path.is_file() {
        return older::method(reference, name);
    }
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Some(serde_json::from_str(&text).with_context(|| path.display().to_string())?))
}

/// What the descriptions do not allow in these calls and answers. Answers to a `response_url` are no method.
pub fn slack_problems(reference: &Path, calls: &[Call]) -> Vec<String> {
    let mut problems = Vec::new();
    for call in calls {
        let Some(name) = call.path.strip_prefix("/api/") else { continue };
        let found = match method(reference, name) {
            Ok(Some(described)) => {
                let mut found = argument_problems(&described, call);
                found.extend(answer_problems(&described, name, &call.answer));
                found
            }
            Ok(None) => vec!["no such method".to_owned()],
            Err(why) => vec![format!("{why:#}")],
        };
        problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    problems.sort();
    problems.dedup();
    problems
}

fn argument_problems(described: &Value, call: &Call) -> Vec<String> {
    let query = url::form_urlencoded::parse(call.query.as_bytes()).map(|(name, _)| name.into_owned());
    let body = call.body.as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let given: BTreeSet<String> = query.chain(body).collect();
    let known = &described["args"]["properties"];
    let mut problems: Vec<String> = given
        .iter()
        .filter(|name| known[*name].is_null())
        .map(|name| format!("no argument {name}"))
        .collect();
    let required = described["args"]["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    // The token goes in the Authorization header. A call that was refused for what it lacked is fine.
    let missing = required.filter(|name| *name != "token" && !given.contains(*name));
    if call.answer["error"] != "invalid_arguments" {
        problems.extend(missing.map(|name| format!("argument {name} is required")));
    }
    problems
}

fn answer_problems(described: &Value, name: &str, answer: &Value) -> Vec<String> {
    if answer.is_null() {
        return Vec::new();
    }
    if answer["ok"] == false {
        let error = answer["error"].as_str().unwrap_or_default();
        let documented = !described["errors"][error].is_null() || COMMON_ERRORS.contains(&error);
        return if documented { Vec::new() } else { vec![format!("error {error:?} is not documented")] };
    }
    let output = &described["output"];
    let required = output["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = required.filter(|key| answer.get(*key).is_none());
    let mut problems: Vec<String> = missing.map(|key| format!("the answer lacks {key}")).collect();
    // Some methods are described without any output: nothing to compare with.
    if let Some(known) = output["properties"].as_object().filter(|known| !known.is_empty()) {
        let unknown = answer.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        let unknown = unknown.filter(|key| !known.contains_key(*key) && !COMMON_OUTPUT.contains(key));
        let unknown = unknown.filter(|key| !EXTRA_OUTPUT.contains(&(name, *key)));
        problems.extend(unknown.map(|key| format!("the answer has {key}, which is not described")));
    }
    problems
}

#[tokio::test]
async fn what_is_asked_of_slack_and_answered_by_the_sandbox_is_described() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let calls = exercise::slack().await?;
    assert!(calls.len() > 15, "{} calls", calls.len());
    let problems = slack_problems(&reference, &calls);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

#[test]
fn a_call_or_an_answer_that_is_not_described_is_found() {
    let Some(reference) = reference() else { return };
    let call = |method: &str, body: Value, answer: Value| Call {
        at: chrono::DateTime::UNIX_EPOCH,
        method: "POST".into(),
        path: format!("/api/{method}"),
        query: String::new(),
        body,
        status: 200,
        answer,
    };
    let posted = json!({ "ok": true, "channel": "D1", "ts": "1.0" });
    for (wrong, word) in [
        (call("chat.shout", json!({}), json!({ "ok": true })), "no such method"),
        (
            call("chat.postMessage", json!({ "channel": "U1", "client_msg_id": "1" }), posted.clone()),
            "client_msg_id",
        ),
        (call("chat.postMessage", json!({ "text": "x" }), posted), "argument channel is required"),
        (
            call("chat.postMessage", json!({ "channel": "U1" }), json!({ "ok": true, "ts": "1.0" })),
            "lacks channel",
        ),
        (call("auth.test", json!({}), json!({ "ok": false, "error": "tired" })), "tired"),
    ] {
        let problems = slack_problems(&reference, &[wrong]);
        assert!(problems.iter().any(|problem| problem.contains(word)), "{word}: {problems:?}");
    }
}
