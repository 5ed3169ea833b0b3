//! What the model says of a capture, for a terminal.

use super::TraceReport;
use super::trace::{JudgedTrace, Judging};
use super::trace_judged::{Group, Reason, advice, earlier, left_out, title, verdict};
use super::trace_run::run_of;
use std::fmt::Write;

impl TraceReport<'_> {
    pub(super) fn judgement_human(&self) -> String {
        let mut out = format!("\nJudgement: {}\n", verdict(self.judging));
        if let Judging::Judged(judged) = self.judging {
            self.write_judged(&mut out, judged)
                .expect("a string takes everything");
        }
        out
    }

    fn write_judged(&self, out: &mut String, judged: &JudgedTrace) -> std::fmt::Result {
        for group in judged.groups() {
            for earlier in earlier(&group) {
                write_group(out, &earlier)?;
            }
            write_group(out, &group)?;
        }
        let unexplained = judged.hosts.iter().filter(|host| !host.is_explained());
        for (host, remedies) in unexplained.zip(&judged.remedies) {
            let (end, profile) = (host.watched.end, host.furthest().unwrap_or_default());
            if remedies.is_empty() {
                writeln!(
                    out,
                    "  {end}: no single change of a policy of {profile} would explain it"
                )?;
            }
            for remedy in remedies {
                write!(
                    out,
                    "  {end} would be explained on {profile} by {}",
                    remedy.change
                )?;
                match remedy.settings.is_empty() {
                    true => out.push('\n'),
                    false => writeln!(out, " with {}", remedy.settings)?,
                }
            }
        }
        for line in &judged.left_out {
            writeln!(out, "  {}", left_out(line))?;
        }
        if let Some(advice) = advice(judged) {
            writeln!(out, "  {advice}")?;
        }
        match self.with_run {
            true => out.push_str(&run_of(judged)),
            false => out.push_str("  (--run tells how the hosts did it, step by step)\n"),
        }
        Ok(())
    }
}

fn write_group(out: &mut String, group: &Group<'_>) -> std::fmt::Result {
    writeln!(out, "  {}", title(group))?;
    for (profiles, settings) in &group.fits {
        writeln!(out, "    explained by {}", profiles.join(", "))?;
        writeln!(out, "        {settings}")?;
    }
    for (profiles, reason) in &group.excluded {
        writeln!(out, "    excluded: {}", profiles.join(", "))?;
        write_reason(out, reason)?;
    }
    Ok(())
}

fn write_reason(out: &mut String, reason: &Reason) -> std::fmt::Result {
    writeln!(out, "        {}", reason.what)?;
    for rule in &reason.because {
        writeln!(out, "        before it: {rule}")?;
    }
    for allowed in &reason.allowed {
        writeln!(out, "        allowed: {allowed}")?;
    }
    Ok(())
}
