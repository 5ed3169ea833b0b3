//! The private kernel's counters, read from /proc as `nstat` reads them.

use halfopen_spec::kernel::Counter;
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};

/// How often each counter rose, or stands at.
pub type Counts = BTreeMap<Counter, u64>;

/// The calling thread's network's counters. A counter that this kernel does not have is absent.
///
/// # Errors
///
/// When /proc is not mounted or looks otherwise than expected.
pub fn counters() -> Result<Counts, Error> {
    let mut found = BTreeMap::new();
    for (file, table) in [("snmp", "Tcp"), ("netstat", "TcpExt")] {
        let text = std::fs::read_to_string(format!("/proc/thread-self/net/{file}"))?;
        let values = table_of(&text, table).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidData,
                format!(
                    "/proc/net/{file}: expected a line of names and a line of values for {table}"
                ),
            )
        })?;
        found.extend(values);
    }
    let of_counter = |counter: &Counter| Some((*counter, *found.get(&counter.to_string())?));
    Ok(Counter::ALL.iter().filter_map(of_counter).collect())
}

/// The names and values of one table, names as `nstat` prints them.
fn table_of(text: &str, table: &str) -> Option<BTreeMap<String, u64>> {
    let prefix = format!("{table}: ");
    let mut lines = text.lines().filter_map(|line| line.strip_prefix(&prefix));
    let (names, values) = (lines.next()?, lines.next()?);
    let named = names.split(' ').zip(values.split(' '));
    let parsed =
        named.filter_map(|(name, value)| Some((format!("{table}{name}"), value.parse().ok()?)));
    Some(parsed.collect())
}

/// By how much each counter rose; those that stayed are left out.
#[must_use]
pub fn risen(before: &Counts, after: &Counts) -> Counts {
    let rise = |(counter, now): (&Counter, &u64)| {
        let rise = now - before.get(counter).unwrap_or(&0);
        (rise > 0).then_some((*counter, rise))
    };
    after.iter().filter_map(rise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_found_among_others() {
        let text = "Ip: A B\nIp: 1 2\nTcp: RtoMin MaxConn OutRsts\nTcp: 200 -1 7\n";
        let table = table_of(text, "Tcp").expect("the table is there");
        assert_eq!(table.get("TcpOutRsts"), Some(&7));
        assert_eq!(table.get("TcpMaxConn"), None, "-1 is no count");
        assert_eq!(table_of(text, "TcpExt"), None);
    }

    #[test]
    fn only_counters_that_rose_are_told() {
        let before = Counts::from([(Counter::OutRsts, 1), (Counter::ListenDrops, 2)]);
        let after = Counts::from([(Counter::OutRsts, 3), (Counter::ListenDrops, 2)]);
        assert_eq!(
            risen(&before, &after),
            Counts::from([(Counter::OutRsts, 2)])
        );
    }
}
