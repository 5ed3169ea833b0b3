//! The tables `[sysctls]`, `[policies]` and `[writes]`: names that the file's author may get wrong, each with a value.

use super::Refusal;
use super::assignments::{policy, policy_value, sysctl, sysctl_on, sysctl_value};
use super::problem::{Problem, Source};
use super::toml_text::Scalar;
use halfopen_spec::policy::{Profile, Sysctl};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use toml::Spanned;

/// A table of assignments.
///
/// A name with dots may stand without quotes, so that lines of `sysctl.conf` can be pasted; TOML reads those as tables
/// within tables, and this puts the names together again.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Settings {
    entries: BTreeMap<Spanned<String>, Spanned<Entry>>,
}

#[derive(Debug)]
enum Entry {
    Value(Scalar),
    Table(BTreeMap<Spanned<String>, Spanned<Entry>>),
}

/// One assignment with the places of its two sides.
struct Assignment<'a> {
    name: String,
    name_span: Range<usize>,
    value: &'a Scalar,
    value_span: Range<usize>,
}

impl Settings {
    /// The sysctls of this table; those that the kernel of `profile` does not have are refused.
    pub(super) fn sysctls(
        &self,
        source: Source<'_>,
        profile: Option<&Profile>,
    ) -> Result<Vec<(Sysctl, i64)>, Problem> {
        let mut sysctls: Vec<(Sysctl, i64)> = Vec::new();
        for assignment in self.assignments() {
            let name = sysctl(&assignment.name)
                .and_then(|sysctl| {
                    profile
                        .map_or(Ok(()), |profile| sysctl_on(profile, sysctl))
                        .map(|()| sysctl)
                })
                .and_then(
                    |sysctl| match sysctls.iter().any(|(other, _)| *other == sysctl) {
                        true => Err(set_twice(sysctl.name())),
                        false => Ok(sysctl),
                    },
                )
                .map_err(|refusal| source.refuse(assignment.name_span, refusal))?;
            let value = number(assignment.value)
                .and_then(|value| sysctl_value(name, value))
                .map_err(|refusal| source.refuse(assignment.value_span, refusal))?;
            sysctls.push((name, value));
        }
        Ok(sysctls)
    }

    /// The policies of this table, in the spelling of the specification.
    pub(super) fn policies(&self, source: Source<'_>) -> Result<Vec<(String, String)>, Problem> {
        let mut policies = Vec::new();
        for assignment in self.assignments() {
            let name = policy(&assignment.name)
                .map_err(|refusal| source.refuse(assignment.name_span, refusal))?;
            let value = text(assignment.value)
                .and_then(|value| policy_value(name, &value).map(|()| value))
                .map_err(|refusal| source.refuse(assignment.value_span, refusal))?;
            policies.push((name.to_owned(), value));
        }
        Ok(policies)
    }

    fn assignments(&self) -> Vec<Assignment<'_>> {
        let mut assignments = Vec::new();
        flatten("", &self.entries, &mut assignments);
        // Tables are sorted by name; problems are reported in the order of the file.
        assignments.sort_by_key(|assignment| assignment.name_span.start);
        assignments
    }
}

fn flatten<'a>(
    prefix: &str,
    entries: &'a BTreeMap<Spanned<String>, Spanned<Entry>>,
    assignments: &mut Vec<Assignment<'a>>,
) {
    for (key, entry) in entries {
        let name = format!("{prefix}{}", key.get_ref());
        match entry.get_ref() {
            Entry::Table(entries) => flatten(&format!("{name}."), entries, assignments),
            Entry::Value(value) => assignments.push(Assignment {
                name,
                name_span: key.span(),
                value,
                value_span: entry.span(),
            }),
        }
    }
}

fn set_twice(name: &str) -> Refusal {
    Refusal::new(format!("{name} is set twice")).help("keep one of the two lines")
}

fn number(value: &Scalar) -> Result<i64, Refusal> {
    match value {
        Scalar::Number(number) => Ok(*number),
        Scalar::Text(text) => {
            let refusal = Refusal::new(format!("expected a whole number, found the text `{text}`"));
            Err(match text.parse::<i64>() {
                Ok(_) => refusal.help("leave out the quotes"),
                Err(_) => refusal,
            })
        }
    }
}

fn text(value: &Scalar) -> Result<String, Refusal> {
    match value {
        Scalar::Text(text) => Ok(text.clone()),
        Scalar::Number(number) => Err(Refusal::new(format!(
            "expected the name of a value in quotes, found the number {number}"
        ))),
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Entry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or a text")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Entry, E> {
                Ok(Entry::Value(Scalar::Number(number)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Entry, E> {
                Ok(Entry::Value(Scalar::Text(text.to_owned())))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((key, entry)) = map.next_entry()? {
                    entries.insert(key, entry);
                }
                Ok(Entry::Table(entries))
            }
        }
        deserializer.deserialize_any(Entries)
    }
}
