//! Slack's OpenAPI document of the Web API, which knows fewer arguments and errors than today's pages, but more methods
//! than were kept of those: in their shape.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

/// The description of a method, where there is one.
pub fn method(reference: &Path, name: &str) -> anyhow::Result<Option<Value>> {
    let path = reference.join("slack/slack_web_openapi_v2.json");
    let item = &document(&path)?["paths"][format!("/{name}")];
    let verb = if item["post"].is_null() { &item["get"] } else { &item["post"] };
    if verb.is_null() {
        return Ok(None);
    }
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for one in verb["parameters"].as_array().into_iter().flatten() {
        properties.insert(one["name"].as_str().unwrap_or_default().to_owned(), json!({}));
        required.extend((one["required"] == true).then(|| one["name"].clone()));
    }
    let answer = |code: &str| &verb["responses"][code]["schema"];
    let codes = answer("default")["properties"]["error"]["enum"].as_array().into_iter().flatten();
    let errors: Map<String, Value> =
        codes.filter_map(Value::as_str).map(|code| (code.to_owned(), json!({}))).collect();
    Ok(Some(json!({
        "args": { "properties": properties, "required": required },
        "output": { "properties": answer("200")["properties"], "required": answer("200")["required"] },
        "errors": errors,
    })))
}

/// Read once in the life of the tests.
fn document(path: &Path) -> anyhow::Result<&'static Value> {
    static READ: OnceLock<Value> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read);
    }
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let document = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    Ok(READ.get_or_init(|| document))
}
