//! Every request to Okta and every answer of the local one, against Okta's OpenAPI descriptions.

use std::path::Path;

use sandbox::Call;
use serde_json::{Value, json};

use super::description::{Description, Operation};
use super::{deviations, exercise, json_schema, reference};

/// What the descriptions do not allow in these requests and answers.
pub fn okta_problems(reference: &Path, calls: &[Call]) -> Vec<String> {
    let load = |name: &str| Description::load(&reference.join("openapi").join(name));
    let descriptions = load("okta-governance-openapi.yaml")
        .and_then(|governance| Ok((governance, load("okta-management-openapi.yaml")?)));
    let (governance, management) = match descriptions {
        Ok(both) => both,
        Err(why) => return vec![format!("{why:#}")],
    };
    let mut problems = Vec::new();
    for call in calls {
        let description = if call.path.starts_with("/governance/") { &governance } else { &management };
        let found = match description.operation(&call.method, &call.path) {
            Ok(operation) => {
                let mut found = query_problems(description, &operation, &call.query);
                found.extend(answer_problems(description, &operation, call));
                found
            }
            Err(why) => vec![why],
        };
        let name = format!("{} {}", call.method, call.path);
        problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    problems.sort();
    problems.dedup();
    problems
}

fn query_problems(description: &Description, operation: &Operation<'_>, query: &str) -> Vec<String> {
    let known = description.query_parameters(operation);
    let given: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut problems = Vec::new();
    for (name, value) in &given {
        match known.iter().find(|parameter| parameter["name"] == *name) {
            None => problems.push(format!("{}: no parameter {name}", operation.template)),
            Some(parameter) => {
                let value = typed(value, description.resolved(&parameter["schema"])["type"].as_str());
                let found = violations(description, &parameter["schema"], &value);
                problems.extend(found.into_iter().map(|(_, why)| format!("parameter {name}: {why}")));
            }
        }
    }
    let missing = known.iter().filter(|parameter| parameter["required"] == true);
    let missing = missing.filter(|parameter| !given.iter().any(|(name, _)| parameter["name"] == *name));
    problems.extend(missing.map(|parameter| format!("parameter {} is required", parameter["name"])));
    problems
}

/// A query knows only text: what the schema wants as a number or a boolean is read as one, and one value stands for a
/// list of one.
fn typed(text: &str, kind: Option<&str>) -> Value {
    match kind {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Some("array") => json!([text]),
        _ => json!(text),
    }
}

fn answer_problems(description: &Description, operation: &Operation<'_>, call: &Call) -> Vec<String> {
    // Null is recorded where no JSON was answered, which only a fault that a story asked for does.
    if call.answer.is_null() {
        return Vec::new();
    }
    let Some(schema) = description.answer(operation, call.status) else {
        let fine = deviations::status_of_the_gateway(call.status);
        return if fine { Vec::new() } else { vec![format!("status {} is not documented", call.status)] };
    };
    let mut problems = violations(description, schema, &call.answer);
    problems.retain(|(place, why)| !deviations::known(operation.template, place, why));
    let with_status = |(place, why)| format!("{} at {place:?}: {why}", call.status);
    problems.into_iter().map(with_status).collect()
}

/// Where a value breaks the schema, and how.
fn violations(description: &Description, schema: &Value, value: &Value) -> Vec<(String, String)> {
    if schema.is_null() {
        return Vec::new();
    }
    let validator = match jsonschema::validator_for(&json_schema::whole(description, schema)) {
        Ok(validator) => validator,
        Err(why) => return vec![(String::new(), format!("the schema cannot be used: {why}"))],
    };
    let errors = validator.iter_errors(value);
    errors.map(|error| (error.instance_path().to_string(), error.masked().to_string())).collect()
}

#[tokio::test]
async fn what_is_asked_of_okta_and_answered_by_the_sandbox_is_described() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let calls = exercise::okta().await?;
    assert!(calls.len() > 15, "{} calls", calls.len());
    let problems = okta_problems(&reference, &calls);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

#[test]
fn a_request_or_an_answer_that_is_not_described_is_found() {
    let Some(reference) = reference() else { return };
    let call = |method: &str, path: &str, query: &str, status, answer| Call {
        at: chrono::DateTime::UNIX_EPOCH,
        method: method.into(),
        path: path.into(),
        query: query.into(),
        body: Value::Null,
        status,
        answer,
    };
    let reviews = "/governance/api/v1/reviews";
    for (wrong, word) in [
        (call("GET", "/governance/api/v1/people", "", 200, json!({})), "no such path"),
        (call("PUT", reviews, "", 200, json!({})), "no method PUT"),
        (call("GET", reviews, "reviewer=me", 200, Value::Null), "no parameter reviewer"),
        (call("GET", reviews, "limit=201", 200, Value::Null), "parameter limit"),
        (call("GET", reviews, "", 200, json!({ "data": {} })), "/data"),
        (call("GET", reviews, "", 204, json!({})), "status 204 is not documented"),
        (call("GET", "/api/v1/users/00u1", "", 200, json!({ "id": 1 })), "/id"),
    ] {
        let problems = okta_problems(&reference, &[wrong]);
        assert!(problems.iter().any(|problem| problem.contains(word)), "{word}: {problems:?}");
    }
}
