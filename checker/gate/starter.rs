//! A claims file to start from: this host's kernel and sysctls, and a few claims with what is true of them today.

use super::finding::Findings;
use halfopen_spec::policy::{Profile, Sysctl};
use std::fmt::Write;

/// What the starter file asks of one scenario.
struct Asked {
    claim: &'static str,
    statement: &'static str,
    base: &'static str,
    /// Properties, with the word that stands there until it is known.
    expect: &'static [(&'static str, &'static str)],
    comment: &'static str,
}

const ASKED: &[Asked] = &[
    Asked {
        claim: "nobody-is-forgotten",
        statement: "No client believes in a connection that our server has forgotten.",
        base: "one-slot",
        expect: &[
            ("client-established-server-forgot", "not reached"),
            ("accept-queue-within-limit", "holds"),
        ],
        comment: "Two clients race for the last slot of an accept queue from which nobody accepts.",
    },
    Asked {
        claim: "overflow-with-cookies",
        statement: "A client that a cookie connected is not left alone when the accept queue is full.",
        base: "cookie-overflow",
        expect: &[("client-established-server-forgot", "not reached")],
        comment: "The same with SYN cookies: where a SYN flood has filled the SYN queue.",
    },
];

/// The text of the file. `named` is how the file names the profile. `found` is what a first check of this very text found; without it, what one would wish for stands there.
#[must_use]
pub fn starter(
    release: &str,
    (named, profile): (&str, &Profile),
    found: Option<&Findings>,
) -> String {
    let mut out = String::new();
    let mut line = |text: &str| writeln!(out, "{text}").expect("a string takes everything");
    line("# What we expect of TCP on our machines. Check it, here or in CI:");
    line("#   halfopen check halfopen.toml --also junit=halfopen.xml");
    line(
        "# What can be asked: halfopen list scenarios, properties, measures. What a name means: halfopen explain NAME.",
    );
    line("");
    line(
        "# Each environment is a kernel with its sysctls; every claim is checked in all of them, or in those that it names.",
    );
    line("[environments.this-host]");
    line(&format!("# Linux {release}"));
    line(&format!("profile = \"{named}\""));
    line("");
    line("[environments.this-host.sysctls]");
    for sysctl in Sysctl::ALL {
        if !profile.absent.contains(sysctl) {
            let value = profile.kernel.sysctls.get(*sysctl);
            line(&format!("{} = {value}", sysctl.name()));
        }
    }
    for asked in ASKED {
        line("");
        line(&format!("# {}", asked.comment));
        line(&format!("[claims.{}]", asked.claim));
        line(&format!("statement = \"{}\"", asked.statement));
        line(&format!("scenario = {{ base = \"{}\" }}", asked.base));
        line("");
        line(&format!("[claims.{}.expect]", asked.claim));
        for (property, wish) in asked.expect {
            let finding = found.and_then(|found| {
                let is_it = |finding: &&super::Finding| {
                    finding.claim == asked.claim && finding.asked == *property
                };
                found.findings.iter().find(is_it)
            });
            let now = finding.map_or(*wish, |finding| word(&finding.found, wish));
            if now != *wish {
                line(&format!(
                    "# This is so today, and \"{wish}\" would be better: halfopen explain {property}"
                ));
            }
            line(&format!("{property} = \"{now}\""));
        }
    }
    line("");
    line("# How long, at most, with the real retries and timers of each environment:");
    line("# [claims.overflow-is-told]");
    line("# statement = \"A client that is turned away learns of it within ten seconds.\"");
    line("# scenario = { base = \"one-slot\" }");
    line("# at-most = { half-open-time = 10 }");
    line("");
    line("# Hundreds of clients at once, at the backlog that our program gives to listen():");
    line("# [claims.a-burst-is-served]");
    line(
        "# statement = \"Nobody is half-open for more than ten seconds when 200 connect at once.\"",
    );
    line("# scenario = { base = \"one-slot\", clients = 200, backlog = 511 }");
    line("# at-most = { half-open-time = 10 }");
    out
}

/// A verdict as a claims file spells it; a bound leaves the wish.
fn word<'a>(found: &str, wish: &'a str) -> &'a str {
    let words = ["holds", "violated", "reached", "not reached"];
    let known = words
        .into_iter()
        .rev()
        .find(|word| found == *word || (found.starts_with("holds (") && *word == "holds"));
    known.unwrap_or(wish)
}
