//! OpenAPI 3.0's schema dialect, turned into JSON Schema Draft 7.
//!
//! `nullable` becomes a type of its own, references go to `definitions`, and a discriminator becomes a choice. What says
//! nothing about a value (descriptions, examples, extensions) is left out.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::description::Description;
use super::polymorphism;

/// Keywords that mean the same in both.
const SAME: &[&str] = &[
    "type",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// A schema being turned, with the names it refers to.
#[derive(Debug)]
pub struct Turning<'a> {
    description: &'a Description,
    wanted: BTreeSet<String>,
}

/// The schema with everything that it refers to.
pub fn whole(description: &Description, schema: &Value) -> Value {
    let mut turning = Turning { description, wanted: BTreeSet::new() };
    let mut root = turning.schema(schema);
    let mut definitions: BTreeMap<String, Value> = BTreeMap::new();
    while let Some(name) = turning.wanted.pop_first() {
        // A schema may refer to itself.
        if let Entry::Vacant(place) = definitions.entry(name) {
            let target = description.named(place.key()).unwrap_or(&Value::Null);
            place.insert(turning.schema(target));
        }
    }
    let definitions: Map<String, Value> =
        definitions.into_iter().map(|(name, schema)| (short(&name).to_owned(), schema)).collect();
    root["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    root["definitions"] = Value::Object(definitions);
    root
}

fn short(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

impl Turning<'_> {
    /// Turns a schema that describes a value by itself: where it names a base, a subtype may stand.
    pub fn schema(&mut self, schema: &Value) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.description.named(reference).unwrap_or(&Value::Null);
            return match polymorphism::subtypes_of_base(target) {
                Some((property, mapping)) => self.choice(property, mapping, Some(reference)),
                None => self.reference(reference),
            };
        }
        let turned = match polymorphism::choice_of(schema) {
            Some((property, mapping)) => self.choice(property, mapping, None),
            None => self.plain(schema),
        };
        if schema["nullable"] == true { or_null(turned) } else { turned }
    }

    /// A reference to exactly this schema.
    pub fn reference(&mut self, reference: &str) -> Value {
        self.wanted.insert(reference.to_owned());
        json!({ "$ref": format!("#/definitions/{}", short(reference)) })
    }

    fn plain(&mut self, schema: &Value) -> Value {
        let mut turned = Map::new();
        for keyword in SAME.iter().filter(|keyword| !schema[**keyword].is_null()) {
            turned.insert((*keyword).to_owned(), schema[*keyword].clone());
        }
        if let Some(values) = schema["enum"].as_array().filter(|values| !values.is_empty()) {
            turned.insert("enum".into(), json!(values));
        }
        if let Some(properties) = schema["properties"].as_object() {
            let properties: Map<String, Value> =
                properties.iter().map(|(name, inner)| (name.clone(), self.schema(inner))).collect();
            turned.insert("properties".into(), Value::Object(properties));
        }
        // What is only ever written cannot be missed in an answer.
        let written_only =
            |name: &&Value| name.as_str().is_some_and(|name| schema["properties"][name]["writeOnly"] == true);
        let required = schema["required"].as_array().into_iter().flatten();
        let required: Vec<&Value> = required.filter(|name| !written_only(name)).collect();
        if !required.is_empty() {
            turned.insert("required".into(), json!(required));
        }
        match &schema["additionalProperties"] {
            Value::Bool(any) => drop(turned.insert("additionalProperties".into(), json!(any))),
            Value::Object(_) => {
                let inner = self.schema(&schema["additionalProperties"]);
                turned.insert("additionalProperties".into(), inner);
            }
            _ => {}
        }
        for keyword in ["items", "not"].into_iter().filter(|keyword| schema[keyword].is_object()) {
            let inner = self.schema(&schema[keyword]);
            turned.insert(keyword.to_owned(), inner);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(parts) = schema[keyword].as_array() {
                let parts: Vec<Value> = parts.iter().map(|part| self.schema(part)).collect();
                turned.insert(keyword.to_owned(), json!(parts));
            }
        }
        if let Some(parts) = schema["allOf"].as_array() {
            // In here a reference to a base means the base itself: else a subtype would refer to itself.
            let parts: Vec<Value> = parts
                .iter()
                .map(|part| match part["$ref"].as_str() {
                    Some(reference) => self.reference(reference),
                    None => self.schema(part),
                })
                .collect();
            turned.insert("allOf".to_owned(), json!(parts));
        }
        Value::Object(turned)
    }
}

fn or_null(mut schema: Value) -> Value {
    if let Some(kind) = schema["type"].as_str() {
        schema["type"] = json!([kind, "null"]);
        if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        return schema;
    }
    json!({ "anyOf": [schema, { "enum": [null] }] })
}
