//! The JSON Schema of `archlint.toml`, for editors.

use super::{FailOn, LEVELS, Profile};
use crate::catalog::Kind;
use crate::import::Blocks;
use crate::lint::{OptionUnit, Rule, RuleOption, Topic};
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
            "extends": { "type": "string" },
            "policies": strings,
            "profile": { "enum": Profile::ALL.map(Profile::name) },
            "lang": { "enum": ["ko", "en"] },
            "fail-on": { "enum": FailOn::WORDS },
            "as-is": { "enum": FailOn::WORDS },
            "exclude": strings,
            "baseline": { "type": "string" },
            "import": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "check": strings,
                    "mermaid": { "enum": Blocks::WORDS },
                    "as": { "type": "object", "additionalProperties": { "type": "string" } },
                    "design": { "type": "array", "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["name", "files"],
                        "properties": { "name": { "type": "string" }, "files": strings },
                    } },
                },
            },
            "pictures": {
                "type": "object",
                "additionalProperties": false,
                "properties": { "icons": { "type": "string" } },
            },
            "usd-krw": { "$ref": "#/definitions/number" },
            "region": { "type": "string" },
            "target-utilization": { "$ref": "#/definitions/number" },
            "prices": { "type": "object", "additionalProperties": { "$ref": "#/definitions/number" } },
            "report": {
                "type": "object",
                "additionalProperties": false,
                "properties": { "author": { "type": "string" } },
            },
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
                { "$ref": "#/definitions/level-alone" },
            ] },
            "level-alone": {
                "type": "object",
                "additionalProperties": false,
                "required": ["level"],
                "properties": { "level": { "enum": LEVELS } },
            },
            "number": { "type": ["number", "string"] },
            "rules": {
                "type": "object",
                "additionalProperties": false,
                "properties": levels(rules),
                "patternProperties": { "^policy(/.+)?$": { "$ref": "#/definitions/level" } },
            },
            "technology": technology(),
        },
    })
}

fn levels(rules: &[&Rule]) -> Map<String, Value> {
    let plain = || json!({ "$ref": "#/definitions/level" });
    let patterns = |topic: &Topic| [format!("{}/*", topic.name()), topic.name().to_owned()];
    let topics = Topic::ALL.iter().flat_map(patterns).map(|pattern| (pattern, plain()));
    let of_rule = |rule: &&Rule| match rule.options {
        [] => (rule.name.to_owned(), plain()),
        options => (rule.name.to_owned(), with_options(options)),
    };
    topics.chain(rules.iter().map(of_rule)).collect()
}

/// A level, or a table of a level and the rule's own options.
fn with_options(options: &[RuleOption]) -> Value {
    let mut properties = Map::from_iter([("level".to_owned(), json!({ "enum": LEVELS }))]);
    for option in options {
        properties.insert(option.name.to_owned(), value_of(option));
    }
    let table = json!({
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "properties": properties,
    });
    json!({ "anyOf": [{ "enum": LEVELS }, table] })
}

fn value_of(option: &RuleOption) -> Value {
    let endings = option.unit.endings().iter().map(|(ending, _)| *ending);
    let pattern =
        format!("^[0-9][0-9_]*(\\.[0-9]+)? ?({})$", endings.collect::<Vec<_>>().join("|"));
    let kind = if option.unit == OptionUnit::Count { "integer" } else { "number" };
    json!({
        "description": format!("{} (default {})", option.en, option.show(option.default)),
        "anyOf": [
            { "type": kind, "minimum": option.least, "maximum": option.most },
            { "type": "string", "pattern": pattern },
        ],
    })
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
            "elects": { "type": "boolean" },
            "capacity": number,
            "availability": number,
            "price": number,
            "failover-time": number,
            "source": { "type": "string" },
            "date": {},
            "icon": { "type": "string" },
        },
    })
}
