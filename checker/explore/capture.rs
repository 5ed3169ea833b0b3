//! A capture's explanation as something to step through: how its hosts can have done what was seen, one step after the other.

use super::serve::Walked;
use super::verdicts::PageVerdicts;
use crate::capture::follow::StoryStep;
use crate::report::ladder;
use crate::report::{JudgedTrace, RunStep, is_seen, role_of, run_steps, time_of};
use crate::story::Story;
use serde_json::{Value, json};

/// The steps of all hosts, by time.
pub struct CaptureStory {
    hosts: Vec<String>,
    steps: Vec<StepShown>,
    drawn: Option<Story>,
}

/// A step with the host that takes it.
struct StepShown {
    host: usize,
    after: String,
    shown: Value,
}

impl CaptureStory {
    /// The run on the newest kernel that explains each host.
    #[must_use]
    pub fn of(capture: &str, judged: &JudgedTrace) -> Self {
        let mut hosts: Vec<String> = Vec::new();
        let steps = run_steps(judged);
        let steps = steps.into_iter().map(|step| {
            let name = name(&step);
            let known = hosts.iter().position(|host| *host == name);
            let host = known.unwrap_or_else(|| {
                hosts.push(name.clone());
                hosts.len() - 1
            });
            StepShown {
                host,
                after: step.2.after.clone(),
                shown: shown(&name, &step),
            }
        });
        let steps = steps.collect();
        let drawn = judged.story(capture);
        Self {
            hosts,
            steps,
            drawn,
        }
    }

    /// Whether nothing explains any host.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps.len()
    }
}

fn name((host, on, _): &RunStep<'_>) -> String {
    format!("{} {} on {}", role_of(host), host.watched.end, on.profile)
}

fn shown(name: &str, (_, _, step): &RunStep<'_>) -> Value {
    let packet = step
        .packet
        .map_or(String::new(), |packet| format!(" #{packet}"));
    let peer = step.peer.map_or(String::new(), |peer| format!(" · {peer}"));
    let hidden = if is_seen(step) { "" } else { " (hidden)" };
    let rules = step.rules.iter().map(|rule| {
        let source = rule.source();
        format!("{} {}", source.id, source.sentence)
    });
    let sends = step.sends.iter().map(|sent| match sent.packet {
        Some(packet) => format!("#{packet} ({} to the model)", sent.in_model),
        None => format!("{}, which was not captured", sent.in_model),
    });
    json!({
        "what": format!("{} s  {name}: {}{packet}{peer}{hidden}", time_of(step), step.what),
        "who": name,
        "rules": rules.collect::<Vec<_>>(),
        "sends": sends.collect::<Vec<_>>(),
        "counters": step.counters.iter().map(|counter| format!("{counter}+1")).collect::<Vec<_>>(),
        "changes": after(step).collect::<Vec<_>>(),
    })
}

fn after(step: &StoryStep) -> impl Iterator<Item = String> {
    let known = Some(&step.after).filter(|after| !after.is_empty());
    known.into_iter().map(|after| format!("→ {after}"))
}

impl Walked for CaptureStory {
    /// There is one way through it, so every choice is the first.
    fn shown_after(&self, choices: &[usize]) -> Option<Value> {
        let taken = self.steps.get(..choices.len())?;
        if choices.iter().any(|choice| *choice != 0) {
            return None;
        }
        let hosts = self.hosts.iter().enumerate().map(|(number, name)| {
            let last = taken.iter().rfind(|step| step.host == number);
            let after = last.map_or("has done nothing yet", |step| &*step.after);
            json!({ "name": name, "ss": [after], "queues": [], "timers": [] })
        });
        let next = self.steps.get(choices.len()).into_iter();
        Some(json!({
            "choices": choices,
            "steps": taken.iter().map(|step| &step.shown).collect::<Vec<_>>(),
            "state": { "hosts": hosts.collect::<Vec<_>>(), "in_flight": null, "true": [] },
            "next": next.map(|step| &step.shown).collect::<Vec<_>>(),
            "ladder": self.drawn.as_ref().map(|story| ladder::svg(&story.up_to(choices.len()))),
        }))
    }
}

/// What the model says of each host.
pub fn capture_verdicts(judged: &JudgedTrace, verdicts: &PageVerdicts) {
    let explained = judged.explained_by();
    let extent = match explained.is_empty() {
        true => "No kernel explains every host.".to_owned(),
        false => format!("Every host is explained by {}.", explained.join(", ")),
    };
    let hosts = judged.hosts.iter().map(|host| {
        let on = host.on.iter().filter(|on| !on.fits.is_empty());
        let on: Vec<&str> = on.map(|on| &*on.profile).collect();
        let (word, sentence) = match on.is_empty() {
            true => ("not explained", "explained by no kernel".to_owned()),
            false => ("explained", format!("explained by {}", on.join(", "))),
        };
        json!({
            "word": word,
            "property": format!("{} {}", role_of(host), host.watched.end),
            "sentence": sentence,
            "steps": null,
            "ending": "",
            "choices": null,
        })
    });
    verdicts.say(&extent, &hosts.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Ending, Standing};
    use crate::story::{Part, Scene, Sent};

    /// What is drawn goes as far as the steps that are shown, and no farther.
    #[test]
    fn a_story_is_drawn_as_far_as_it_was_gone() {
        let scene = |what: &str| Scene {
            at: None,
            who: Some(0),
            what: what.to_owned(),
            hidden: false,
            rules: Vec::new(),
            counters: Vec::new(),
            changes: Vec::new(),
            after: vec![Standing::default()],
        };
        let sent = |sent, arrives| Sent {
            from: 0,
            to: 0,
            text: "S 100:100(0)".to_owned(),
            segment: None,
            packet: None,
            sent,
            arrives: vec![arrives],
            ignored: false,
            lost: None,
        };
        let story = Story {
            title: String::new(),
            shows: Vec::new(),
            parts: vec![Part {
                name: "server".to_owned(),
                listens: true,
            }],
            before: vec![Standing::default()],
            scenes: vec![scene("sends"), scene("waits"), scene("receives")],
            segments: vec![sent(0, 2), sent(1, 2)],
            ending: Ending::Stops,
            end: vec!["LISTEN".to_owned()],
        };
        let first = story.up_to(1);
        assert_eq!(first.scenes.len(), 1);
        assert_eq!(first.segments.len(), 1);
        assert!(
            first.segments[0].arrives.is_empty(),
            "it is still under way"
        );
        assert_eq!((first.ending, first.end.len()), (Ending::Open, 0));
        assert_eq!(story.up_to(3), story);
    }
}
