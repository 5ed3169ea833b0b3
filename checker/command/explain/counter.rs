//! A counter: where the kernel shows it, how to read it, and what speaks of it here.

use crate::report::{Cell, Explanation, Place, Table};
use halfopen_spec::kernel::Counter;
use halfopen_spec::policy::Policies;
use halfopen_spec::properties::properties;

/// The counter of this name, as /proc spells it (`ListenOverflows`) or as nstat does (`TcpExtListenOverflows`).
pub(super) fn explained(name: &str) -> Option<Explanation> {
    let counter = Counter::ALL.iter().find(|counter| {
        name.eq_ignore_ascii_case(&counter.to_string())
            || name.eq_ignore_ascii_case(&format!("{counter:?}"))
    })?;
    let full = counter.to_string();
    let short = format!("{counter:?}");
    let (line, file) = if full.starts_with("TcpExt") {
        ("TcpExt", "/proc/net/netstat")
    } else {
        ("Tcp", "/proc/net/snmp")
    };
    let sentence = format!("A counter of the kernel: {short} in the {line}: lines of {file}.");
    Some(
        Explanation::new("counter", full.clone(), sentence)
            .fact("file", file)
            .table("mentions", "what speaks of it", mentions(&short))
            .command(format!("nstat -asz {full}     its value since boot, without touching nstat's history"))
            .command("halfopen check accept-overflow     runs name each counter that rises, at the step that raises it"),
    )
}

/// Properties and policies whose sentences name it.
fn mentions(short: &str) -> Table {
    let names_it = |sentence: &str| {
        let is_letter = |letter: char| !letter.is_alphanumeric();
        sentence.split(is_letter).any(|word| word == short)
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for property in properties() {
        if names_it(property.sentence) {
            rows.push(vec![
                "property".into(),
                property.name.into(),
                property.sentence.into(),
            ]);
        }
    }
    for policy in Policies::TABLE {
        for value in policy
            .values
            .iter()
            .filter(|value| names_it(value.sentence))
        {
            let name = format!("{} = {}", policy.name, value.name);
            rows.push(vec!["policy".into(), name.into(), value.sentence.into()]);
        }
    }
    Table {
        columns: &[
            ("kind", Place::Line),
            ("name", Place::Line),
            ("sentence", Place::Below),
        ],
        rows,
    }
}
