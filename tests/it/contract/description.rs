//! Okta's OpenAPI descriptions: finding the operation of a request, its parameters and its answers.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use serde_json::Value;

/// One OpenAPI document.
#[derive(Debug)]
pub struct Description {
    document: Value,
}

/// An operation that a request may be for.
#[derive(Debug)]
pub struct Operation<'a> {
    /// `/api/v1/users/{id}`
    pub template: &'a str,
    path_item: &'a Value,
    verb: &'a Value,
}

impl Description {
    /// Reads a description, once in the life of the tests: the larger ones take seconds.
    pub fn load(path: &Path) -> anyhow::Result<Arc<Self>> {
        static READ: Mutex<Option<HashMap<PathBuf, Arc<Description>>>> = Mutex::new(None);
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let read = read.get_or_insert_default();
        if let Some(known) = read.get(path) {
            return Ok(known.clone());
        }
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let document = serde_yaml_ng::from_str(&text).with_context(|| path.display().to_string())?;
        let description = Arc::new(Self { document });
        read.insert(path.to_owned(), description.clone());
        Ok(description)
    }

    /// The operation for a request, or what is wrong with its path or its method.
    pub fn operation(&self, method: &str, path: &str) -> Result<Operation<'_>, String> {
        let paths = self.document["paths"].as_object();
        let fitting = paths.into_iter().flatten().filter(|(template, _)| fits(template, path));
        // A template with fewer places to fill in is the nearer one.
        let nearest = fitting.min_by_key(|(template, _)| template.matches('{').count());
        let (template, path_item) = nearest.ok_or_else(|| format!("{path}: no such path"))?;
        let operation = &path_item[method.to_lowercase()];
        if operation.is_null() {
            return Err(format!("{template}: no method {method}"));
        }
        Ok(Operation { template, path_item, verb: operation })
    }

    /// The query parameters of an operation.
    pub fn query_parameters<'a>(&'a self, operation: &Operation<'a>) -> Vec<&'a Value> {
        let own = operation.verb["parameters"].as_array().into_iter().flatten();
        let shared = operation.path_item["parameters"].as_array().into_iter().flatten();
        own.chain(shared).map(|one| self.resolved(one)).filter(|one| one["in"] == "query").collect()
    }

    /// The schema of the JSON answer with this status; `None` where no such status is documented, null where the
    /// answer has no JSON.
    pub fn answer<'a>(&'a self, operation: &Operation<'a>, status: u16) -> Option<&'a Value> {
        let answer = operation.verb["responses"].get(status.to_string())?;
        Some(&self.resolved(answer)["content"]["application/json"]["schema"])
    }

    /// What a `$ref` names; anything else is itself.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str().and_then(|name| self.named(name)) {
            Some(target) => self.resolved(target),
            None => value,
        }
    }

    /// What `#/components/…` names.
    pub fn named(&self, reference: &str) -> Option<&Value> {
        self.document.pointer(reference.strip_prefix('#')?)
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    let places: Vec<(&str, &str)> = template.clone().zip(path.clone()).collect();
    template.count() == path.count()
        && places.into_iter().all(|(want, have)| want == have || (want.starts_with('{') && !have.is_empty()))
}
