//! A sysctl: what it sets, when it is read, and its default on each kernel.

use crate::cli::PROFILE;
use crate::command::list::read_word;
use crate::report::{Cell, Explanation, Place, Table};
use halfopen_spec::policy::{Sysctl, profile, profiles};

/// The sysctl of this full or short name.
pub(super) fn explained(name: &str) -> Option<Explanation> {
    let sysctl = Sysctl::named(name).ok()?;
    let full = sysctl.name();
    let range = sysctl.range();
    let default = profile(PROFILE).map(|profile| profile.kernel.sysctls.get(sysctl));
    // A value that is not the default, so that the command shows a difference.
    let another = range.start() + i64::from(default == Some(*range.start()));
    Some(
        Explanation::new("sysctl", full, sysctl.meaning())
            .fact("read", read_word(sysctl.when_read()))
            .fact("range", format!("{} to {}", range.start(), range.end()))
            .fact("file", format!("/proc/sys/{}", sysctl.path()))
            .table("defaults", "defaults", defaults(sysctl))
            .command(format!(
                "halfopen check accept-overflow --set {full}={another}"
            )),
    )
}

/// One row a value, because most kernels share theirs.
fn defaults(sysctl: Sysctl) -> Table {
    let mut rows: Vec<(Cell, Vec<String>)> = Vec::new();
    for profile in profiles() {
        let value = if profile.absent.contains(&sysctl) {
            Cell::Absent
        } else {
            profile.kernel.sysctls.get(sysctl).into()
        };
        match rows.iter_mut().find(|(other, _)| *other == value) {
            Some((_, names)) => names.push(profile.name),
            None => rows.push((value, vec![profile.name])),
        }
    }
    let row = |(value, names): (Cell, Vec<String>)| vec![value, names.into()];
    Table {
        columns: &[("value", Place::Line), ("profiles", Place::Line)],
        rows: rows.into_iter().map(row).collect(),
    }
}
