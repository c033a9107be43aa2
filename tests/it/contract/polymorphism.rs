//! Discriminators: one property says which of several schemas a value follows.

use serde_json::{Map, Value, json};

use super::json_schema::Turning;

type Mapping = Map<String, Value>;

/// A base whose subtypes are named by its discriminator, as Okta writes most of them.
pub fn subtypes_of_base(schema: &Value) -> Option<(&str, &Mapping)> {
    if schema["oneOf"].is_array() || schema["anyOf"].is_array() { None } else { discriminator(schema) }
}

/// A `oneOf` or `anyOf` with a discriminator: the parts may overlap, so that only the discriminator decides.
pub fn choice_of(schema: &Value) -> Option<(&str, &Mapping)> {
    if schema["oneOf"].is_array() || schema["anyOf"].is_array() { discriminator(schema) } else { None }
}

fn discriminator(schema: &Value) -> Option<(&str, &Mapping)> {
    let discriminator = &schema["discriminator"];
    Some((discriminator["propertyName"].as_str()?, discriminator["mapping"].as_object()?))
}

impl Turning<'_> {
    /// Each value of the property with its schema. A value of no subtype falls back on the base, where there is one.
    pub fn choice(&mut self, property: &str, mapping: &Mapping, base: Option<&str>) -> Value {
        let is = |values: &[&String]| json!({ "properties": { property: { "enum": values } }, "required": [property] });
        let mut rules: Vec<Value> = Vec::new();
        for (value, reference) in mapping {
            let target = reference.as_str().map(|reference| self.reference(reference));
            rules.push(json!({ "if": is(&[value]), "then": target }));
        }
        let known = is(&mapping.keys().collect::<Vec<&String>>());
        rules.push(match base {
            Some(base) => json!({ "if": { "not": known }, "then": self.reference(base) }),
            None => known,
        });
        json!({ "allOf": rules })
    }
}
