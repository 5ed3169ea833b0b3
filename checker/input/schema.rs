//! JSON Schemas of the files that people write, from the tables that read them: editors complete names and mark slips with them.
//!
//! A schema knows names, words and ranges; what goes together is said by the tool.

use super::amounts::MOST_CLIENTS;
use super::times::{CLOCKS, MOST_SECONDS};
use super::words::{ACCEPTS, DUTIES, ENDS, FORGERIES, ROLES};
use halfopen_spec::measures::measures;
use halfopen_spec::policy::{Policies, Sysctl, profiles};
use halfopen_spec::properties::{Kind, properties};
use halfopen_spec::scenarios::scenarios;
use serde_json::{Map, Value, json};

/// The schema of each kind of file, under the kind's name: `claims`, `profile`, `scenario`.
#[must_use]
pub fn file_schemas() -> [(&'static str, Value); 3] {
    [
        ("claims", claims()),
        ("profile", profile()),
        ("scenario", scenario()),
    ]
}

/// A schema with its heading; only these keys.
fn file(name: &str, description: &str, keys: Value, required: &[&str], defs: Value) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:halfopen:file:{name}:1"),
        "title": format!("halfopen: a {name} file"),
        "description": description,
        "type": "object",
        "properties": keys,
        "required": required,
        "additionalProperties": false,
        "$defs": defs,
    })
}

fn scenario() -> Value {
    file(
        "scenario",
        "What hosts and the network do. Whatever it does not say is as in its base. Checked by `halfopen check FILE.toml`.",
        scenario_keys(),
        &[],
        definitions(),
    )
}

fn profile() -> Value {
    let keys = json!({
        "name": { "type": "string", "description": "What verdicts are given for; no built-in profile's name." },
        "base": { "$ref": "#/$defs/profile" },
        "policies": { "$ref": "#/$defs/policies" },
        "sysctls": { "$ref": "#/$defs/sysctls" },
    });
    let description = "A kernel of one's own: a built-in one with other policies and sysctls. Named by --profile FILE.toml.";
    file(
        "profile",
        description,
        keys,
        &["name", "base"],
        definitions(),
    )
}

fn claims() -> Value {
    let environment = json!({
        "type": "object",
        "description": "A kernel with its settings.",
        "properties": {
            "profile": { "type": "string", "description": "A built-in profile, or a profile file beside this one.", "examples": profile_names() },
            "from-host": { "type": "boolean", "description": "Takes the kernel and the sysctls of the machine that checks." },
            "sysctls": { "$ref": "#/$defs/sysctls" },
            "policies": { "$ref": "#/$defs/policies" },
        },
        "additionalProperties": false,
    });
    let keys = json!({
        "environments": {
            "type": "object",
            "description": "Where claims are checked: all of them in each environment, unless a claim names some.",
            "additionalProperties": environment,
        },
        "claims": { "type": "object", "additionalProperties": { "$ref": "#/$defs/claim" } },
    });
    let mut defs = definitions();
    defs["claim"] = json!({
        "type": "object",
        "properties": {
            "statement": { "type": "string", "description": "The sentence, for people." },
            "environments": { "type": "array", "items": { "type": "string" } },
            "scenario": { "type": "object", "properties": scenario_keys_of_claims(), "additionalProperties": false },
            "expect": { "type": "object", "properties": expectations(), "additionalProperties": false },
            "at-most": { "type": "object", "properties": longest_times(), "additionalProperties": false },
        },
        "required": ["scenario"],
        "additionalProperties": false,
    });
    let description = "What a team expects of its kernels. Checked by `halfopen check FILE.toml`.";
    file("claims", description, keys, &["claims"], defs)
}

/// A claim's scenario leaves to other keys which kernel it is, and what is asked.
fn scenario_keys_of_claims() -> Value {
    let mut keys = scenario_keys();
    if let Some(keys) = keys.as_object_mut() {
        for key in ["profile", "properties", "measures"] {
            keys.remove(key);
        }
    }
    keys
}

fn expectations() -> Value {
    let expectation = |property: halfopen_spec::properties::Property| {
        let words = match property.kind {
            Kind::Sometimes => ["reached", "not reached"],
            Kind::Always | Kind::Eventually | Kind::LeadsTo => ["holds", "violated"],
        };
        let schema = json!({ "enum": words, "description": property.sentence });
        (property.name.to_owned(), schema)
    };
    Value::Object(properties().into_iter().map(expectation).collect())
}

fn longest_times() -> Value {
    let time = |measure: halfopen_spec::measures::Measure| {
        let mut schema = seconds();
        schema["description"] = json!(measure.sentence);
        (measure.name.to_owned(), schema)
    };
    Value::Object(measures().into_iter().map(time).collect())
}

fn seconds() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": MOST_SECONDS })
}

fn octet() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 255 })
}

fn switch() -> Value {
    json!({ "type": "boolean" })
}

fn words<T>(words: &[(&str, T)]) -> Value {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    json!({ "enum": words })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn number_or_word(word: &str, most: i64) -> Value {
    json!({ "oneOf": [
        { "type": "integer", "minimum": 0, "maximum": most },
        { "const": word },
    ] })
}

fn profile_names() -> Vec<String> {
    profiles().into_iter().map(|profile| profile.name).collect()
}

/// Every key of a scenario; a test compares them with what the reader takes.
fn scenario_keys() -> Value {
    let backlog = || number_or_word("somaxconn", i64::from(i32::MAX));
    let names = |names: Vec<&str>| json!({ "enum": names });
    let scenario_names: Vec<String> = scenarios().into_iter().map(|base| base.name).collect();
    let keys = [
        ("name", json!({ "type": "string" })),
        ("summary", json!({ "type": "string" })),
        (
            "bounds",
            json!({ "type": "string", "description": "Why its size is enough." }),
        ),
        (
            "base",
            json!({ "enum": scenario_names, "description": "The built-in scenario that it starts from." }),
        ),
        (
            "profile",
            json!({ "type": "string", "description": "A built-in profile, or a profile file beside this one.", "examples": profile_names() }),
        ),
        ("roles", words(ROLES)),
        (
            "clients",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST_CLIENTS, "description": "Of more than 8, one is looked at among the others." }),
        ),
        ("connects", octet()),
        ("client-sends", octet()),
        ("client-ends", words(ENDS)),
        ("client-binds", switch()),
        ("client-fast-open", switch()),
        ("client-reads", switch()),
        ("client-keepalive", switch()),
        ("backlog", backlog()),
        ("accept", words(ACCEPTS)),
        ("server-sends", octet()),
        ("server-ends", words(ENDS)),
        ("server-reads", switch()),
        ("server-keepalive", switch()),
        ("fast-open", octet()),
        ("close-listener", switch()),
        ("defer-accept", octet()),
        ("listen-again", backlog()),
        ("queued-before", octet()),
        ("syn-queue-before", number_or_word("full", 255)),
        ("flood", octet()),
        ("forgeries", list(words(FORGERIES))),
        (
            "loss",
            json!({ "oneOf": [octet(), { "enum": ["none", "any"] }] }),
        ),
        ("duplicate", switch()),
        ("reorder", switch()),
        ("timers", switch()),
        ("clock", words(CLOCKS)),
        (
            "latency",
            json!({ "type": "string", "pattern": "^ *[0-9]+ *(- *[0-9]+ *)?$", "description": "Milliseconds: 0-100, or 40." }),
        ),
        ("connect-every", seconds()),
        ("send-after", seconds()),
        ("flood-every", seconds()),
        (
            "measures",
            list(names(
                measures().iter().map(|measure| measure.name).collect(),
            )),
        ),
        ("fair", list(words(DUTIES))),
        ("peers-cached", switch()),
        (
            "isn-step",
            json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 }),
        ),
        (
            "client-ticks",
            json!({ "type": "integer", "minimum": 0, "maximum": 200 }),
        ),
        (
            "server-ticks",
            json!({ "type": "integer", "minimum": 0, "maximum": 200 }),
        ),
        ("loopback", switch()),
        (
            "properties",
            list(names(
                properties().iter().map(|property| property.name).collect(),
            )),
        ),
        ("sysctls", json!({ "$ref": "#/$defs/sysctls" })),
        ("policies", json!({ "$ref": "#/$defs/policies" })),
        ("writes", json!({ "$ref": "#/$defs/sysctls" })),
    ];
    Value::Object(
        keys.into_iter()
            .map(|(key, schema)| (key.to_owned(), schema))
            .collect(),
    )
}

fn definitions() -> Value {
    json!({
        "profile": { "enum": profile_names() },
        "sysctls": { "type": "object", "properties": sysctls(), "additionalProperties": false },
        "policies": { "type": "object", "properties": policies(), "additionalProperties": false },
    })
}

fn policies() -> Value {
    let questions = Policies::TABLE;
    let policy = |question: &halfopen_spec::policy::PolicyQuestion| {
        let values: Vec<&str> = question.values.iter().map(|value| value.name).collect();
        let schema = json!({ "enum": values, "description": question.question });
        (question.name.to_owned(), schema)
    };
    Value::Object(questions.iter().map(policy).collect())
}

/// Sysctls by their full names, and as the tables within tables that TOML makes of a name without quotes.
fn sysctls() -> Value {
    let mut root = Map::new();
    for sysctl in Sysctl::ALL {
        let schema = json!({
            "type": "integer",
            "minimum": sysctl.range().start(),
            "maximum": sysctl.range().end(),
            "description": sysctl.meaning(),
        });
        root.insert(sysctl.name().to_owned(), schema.clone());
        insert(&mut root, sysctl.name(), schema);
    }
    Value::Object(root)
}

fn insert(tables: &mut Map<String, Value>, name: &str, schema: Value) {
    let Some((table, rest)) = name.split_once('.') else {
        tables.insert(name.to_owned(), schema);
        return;
    };
    let table = tables.entry(table).or_insert_with(
        || json!({ "type": "object", "properties": {}, "additionalProperties": false }),
    );
    if let Some(within) = table["properties"].as_object_mut() {
        insert(within, rest, schema);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::problem::{Problem, Source};
    use crate::input::scenario_file::Fields;
    use crate::input::toml_text::parse;

    /// The reader says which keys it takes when it meets one that it does not.
    #[test]
    fn every_key_that_is_read_has_its_schema_and_no_other() {
        let source = Source {
            file: "a.toml",
            text: "zzzzzzzz = 1\n",
        };
        let read: Result<Fields, Problem> = parse(source);
        let Err(problem) = read else {
            panic!("no scenario has this key");
        };
        let error = toml::from_str::<Fields>(source.text)
            .err()
            .map(|error| error.message().to_owned());
        let error = error.unwrap_or_else(|| problem.message().to_owned());
        let mut read: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        read.sort_unstable();
        let keys = scenario_keys();
        let known: Vec<&str> = keys
            .as_object()
            .map(|keys| keys.keys().map(String::as_str).collect())
            .unwrap_or_default();
        assert!(read.len() > 30, "{error}");
        assert_eq!(read, known);
    }
}
