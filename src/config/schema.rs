//! The JSON Schema of `archlint.toml`, for editors.

use super::{FailOn, LEVELS, Profile};
use crate::catalog::Kind;
use crate::lint::{Rule, Topic};
use serde_json::{Map, Value, json};

/// Knows the names of all rules, so that an editor can complete them.
pub fn schema(rules: &[&Rule]) -> Value {
    let strings = json!({ "type": ["string", "array"], "items": { "type": "string" } });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "archlint.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "profile": { "enum": Profile::ALL.map(Profile::name) },
            "lang": { "enum": ["ko", "en"] },
            "fail-on": { "enum": FailOn::WORDS },
            "exclude": strings,
            "baseline": { "type": "string" },
            "usd-krw": { "$ref": "#/definitions/number" },
            "rules": { "$ref": "#/definitions/rules" },
            "overrides": { "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["paths"],
                "properties": { "paths": strings, "rules": { "$ref": "#/definitions/rules" } },
            } },
            "technologies": {
                "type": "object",
                "additionalProperties": { "$ref": "#/definitions/technology" },
            },
        },
        "definitions": {
            "level": { "anyOf": [
                { "enum": LEVELS },
                {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["level"],
                    "properties": { "level": { "enum": LEVELS } },
                },
            ] },
            "number": { "type": ["number", "string"] },
            "rules": {
                "type": "object",
                "additionalProperties": false,
                "properties": levels(rules),
            },
            "technology": technology(),
        },
    })
}

fn levels(rules: &[&Rule]) -> Map<String, Value> {
    let topics = Topic::ALL.iter().map(|topic| format!("{}/*", topic.name()));
    let names = topics.chain(rules.iter().map(|rule| rule.name.to_owned()));
    names.map(|name| (name, json!({ "$ref": "#/definitions/level" }))).collect()
}

fn technology() -> Value {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    let number = json!({ "$ref": "#/definitions/number" });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "kind": { "enum": kinds },
            "title": { "type": "string" },
            "management": { "enum": ["self-run", "instance", "regional", "global"] },
            "alias": { "type": ["string", "array"], "items": { "type": "string" } },
            "proxy": { "type": "boolean" },
            "capacity": number,
            "availability": number,
            "price": number,
            "failover-time": number,
            "source": { "type": "string" },
            "date": {},
        },
    })
}
