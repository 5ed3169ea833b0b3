//! `halfopen list`: the names that the other commands take, each with its sentence.

use super::{Failure, write_result};
use crate::cli::{Format, ListArgs, Listed, PROFILE};
use crate::exit::Exit;
use crate::report::{Cell, Listing, Place, Table};
use halfopen_spec::claims::{Claim, claims};
use halfopen_spec::measures::{Measure, measures};
use halfopen_spec::policy::{Policies, Sysctl, WhenRead, profile, profiles};
use halfopen_spec::properties::properties;
use halfopen_spec::rule::Rule;
use halfopen_spec::scenarios::scenarios;

/// Runs the command.
pub(super) fn run(args: &ListArgs) -> Result<Exit, Failure> {
    let (what, table) = match args.what {
        Listed::Scenarios => ("scenarios", scenario_table()),
        Listed::Profiles => ("profiles", profile_table()),
        Listed::Properties => ("properties", property_table()),
        Listed::Claims => ("claims", claim_table()),
        Listed::Rules => ("rules", rule_table()),
        Listed::Measures => ("measures", measure_table()),
        Listed::Policies => ("policies", policy_table()),
        Listed::Sysctls => ("sysctls", sysctl_table()),
    };
    let listing = Listing { what, table };
    let text = match args.output.format {
        Format::Human => listing.human(),
        Format::Json => listing.json(),
        Format::Markdown => listing.markdown(),
    };
    write_result(&args.output, &text)?;
    Ok(Exit::AsClaimed)
}

fn claim_table() -> Table {
    let row = |claim: Claim| vec![claim.id.into(), claim.statement.into(), claim.source.into()];
    Table {
        columns: &[
            ("id", Place::Line),
            ("statement", Place::Line),
            ("source", Place::Hidden),
        ],
        rows: claims().into_iter().map(row).collect(),
    }
}

fn scenario_table() -> Table {
    let row = |scenario: halfopen_spec::scenarios::Scenario| {
        let clients = match scenario.clients {
            1 => "1 client".to_owned(),
            clients => format!("{clients} clients"),
        };
        vec![
            scenario.name.into(),
            i64::from(scenario.clients).into(),
            clients.into(),
            scenario.summary.into(),
            scenario.bounds.into(),
            scenario.properties.into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("clients", Place::Hidden),
            ("who", Place::Line),
            ("summary", Place::Line),
            ("bounds", Place::Hidden),
            ("properties", Place::Hidden),
        ],
        rows: scenarios().into_iter().map(row).collect(),
    }
}

fn profile_table() -> Table {
    let row = |profile: halfopen_spec::policy::Profile| {
        let read = format!("read in {}", profile.read_in);
        vec![
            profile.name.into(),
            profile.read_in.into(),
            read.into(),
            profile.caveat.into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("read_in", Place::Hidden),
            ("source", Place::Line),
            ("caveat", Place::Below),
        ],
        rows: profiles().into_iter().map(row).collect(),
    }
}

fn property_table() -> Table {
    let row = |property: &halfopen_spec::properties::Property| {
        vec![
            property.name.into(),
            property.kind.word().into(),
            property.sentence.into(),
            property.why.into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("kind", Place::Line),
            ("sentence", Place::Line),
            ("why", Place::Hidden),
        ],
        rows: properties().iter().map(row).collect(),
    }
}

fn measure_table() -> Table {
    let row = |measure: &Measure| {
        vec![
            measure.name.into(),
            measure.sentence.into(),
            measure.why.into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("sentence", Place::Line),
            ("why", Place::Hidden),
        ],
        rows: measures().iter().map(row).collect(),
    }
}

fn rule_table() -> Table {
    let row = |rule: &Rule| {
        let source = rule.source();
        let cells = [source.sentence, source.rfc, source.kernel, source.versions];
        let mut row: Vec<Cell> = vec![source.id.into(), format!("{rule:?}").into()];
        row.extend(cells.map(Cell::from));
        row.push(format!("spec/src/{}", source.file).into());
        row
    };
    Table {
        columns: &[
            ("id", Place::Line),
            ("name", Place::Hidden),
            ("sentence", Place::Line),
            ("rfc", Place::Hidden),
            ("kernel", Place::Hidden),
            ("versions", Place::Hidden),
            ("file", Place::Hidden),
        ],
        rows: Rule::ALL.iter().map(row).collect(),
    }
}

fn policy_table() -> Table {
    let row = |policy: &halfopen_spec::policy::PolicyQuestion| {
        let values = policy.values.iter().map(|value| value.name.to_owned());
        vec![
            policy.name.into(),
            policy.question.into(),
            values.collect::<Vec<_>>().into(),
            policy.kernel.into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("question", Place::Line),
            ("values", Place::Below),
            ("kernel", Place::Hidden),
        ],
        rows: Policies::TABLE.iter().map(row).collect(),
    }
}

/// When a change of a sysctl takes effect.
pub(super) const fn read_word(when: WhenRead) -> &'static str {
    match when {
        WhenRead::AtListen => "at listen()",
        WhenRead::Live => "at each use",
    }
}

fn sysctl_table() -> Table {
    let newest = profile(PROFILE).expect("the default profile is built in");
    let row = |sysctl: &Sysctl| {
        let value = newest.kernel.sysctls.get(*sysctl);
        let shown = format!(
            "{value} on {PROFILE}, read {}",
            read_word(sysctl.when_read())
        );
        vec![
            sysctl.name().into(),
            value.into(),
            shown.into(),
            (*sysctl.range().start()).into(),
            (*sysctl.range().end()).into(),
            read_word(sysctl.when_read()).into(),
            sysctl.meaning().into(),
        ]
    };
    Table {
        columns: &[
            ("name", Place::Line),
            ("default", Place::Hidden),
            ("value", Place::Line),
            ("smallest", Place::Hidden),
            ("largest", Place::Hidden),
            ("read", Place::Hidden),
            ("meaning", Place::Below),
        ],
        rows: Sysctl::ALL.iter().map(row).collect(),
    }
}
