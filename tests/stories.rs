//! A run in all its forms: what was sent is drawn once, what each form is made of is what its readers take.

use halfopen::export::{NotExported, itf, packetdrill};
use halfopen::judge::judge;
use halfopen::report::ladder;
use halfopen::run::{Ending, Run, replay_actions};
use halfopen::search::Limits;
use halfopen::story::Story;
use halfopen_spec::model::WorldAction;
use halfopen_spec::policy::profile;
use halfopen_spec::program::Duty;
use halfopen_spec::properties::property;
use halfopen_spec::scenarios::{Scenario, scenario, scenarios};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[path = "stories/forms.rs"]
mod forms;
#[path = "stories/golden.rs"]
mod golden;
#[path = "stories/packetdrill.rs"]
mod scripts;

/// A run with everything that tells it.
struct Told {
    name: String,
    actions: Vec<WorldAction>,
    story: Story,
    script: Result<String, NotExported>,
}

fn told(scenario: &Scenario, profile_name: &str, run: &Run) -> Told {
    let profile = profile(profile_name).expect("a built-in profile");
    let world = scenario.world(&profile);
    let actions = replay_actions(&world, &run.replay).expect("a run of this world");
    let name = format!("{} --replay {}", scenario.name, run.replay);
    let title = format!("{} on {profile_name}", scenario.name);
    let story = Story::of(&title, &world, &actions, run).expect("each step can be taken");
    let script = packetdrill(&title, &world, scenario.clock, &actions);
    Told {
        name,
        actions,
        story,
        script,
    }
}

/// The runs that answer the questions of every built-in scenario; large spaces are looked at only so far.
fn all() -> Vec<Told> {
    let name = "linux-6.18";
    let kernel = profile(name).expect("a built-in profile");
    let limits = Limits {
        max_states: Some(20_000),
        threads: 1,
        ..Limits::default()
    };
    let mut all = Vec::new();
    for scenario in scenarios() {
        let properties: Vec<_> = (scenario.properties.iter())
            .filter_map(|name| property(name))
            .collect();
        let judgement = judge(&scenario, &kernel, &properties, &limits, &|_| {});
        let runs = judgement.judged.iter();
        let runs = runs.filter_map(|judged| judged.verdict.run());
        all.extend(runs.map(|run| told(&scenario, name, run)));
    }
    assert!(all.len() > 80, "{}", all.len());
    all.push(for_ever());
    all
}

/// A run that goes round for ever, on a network that duplicates.
fn for_ever() -> Told {
    let name = "linux-6.18";
    let kernel = profile(name).expect("a built-in profile");
    let asked = [property("connects-in-the-end").expect("a property")];
    let scenario = scenario("handshake").expect("a built-in scenario");
    let scenario = scenario.with(|s| {
        s.network.duplicate = true;
        s.fair = vec![Duty::Connect];
    });
    let judgement = judge(&scenario, &kernel, &asked, &Limits::default(), &|_| {});
    let run = judgement.judged[0].verdict.run().expect("it is violated");
    assert!(matches!(run.ending, Ending::Repeats { .. }));
    told(&scenario, name, run)
}
