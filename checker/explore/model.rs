//! The stateright model behind the page: the world's own steps, told in words.

use super::conditions::{MOST_PROPERTIES, conditions};
use super::shown::{Happening, Shown};
use super::{drawing, outcome};
use halfopen_spec::model::{World, WorldAction};
use halfopen_spec::properties::Property;
use halfopen_spec::view::View;
use stateright::{Model, Path};
use std::sync::Arc;

/// A scenario on a kernel. (stateright's page shows the name of this type.)
#[derive(Clone)]
pub struct HalfopenScenario {
    world: Arc<World>,
    properties: Vec<Property>,
}

/// Whether the page can show this property: stateright asks about states only, and what it says of the end of runs is not to be believed.
#[must_use]
pub fn is_shown(property: &Property) -> bool {
    !property.kind.is_liveness() && property.predicate.of_states().is_some()
}

impl HalfopenScenario {
    /// The scenario's world with these properties; those that the page cannot show are left out.
    #[must_use]
    pub fn new(world: World, properties: &[Property]) -> Self {
        let shown = properties.iter().filter(|property| is_shown(property));
        Self {
            world: Arc::new(world),
            properties: shown.take(MOST_PROPERTIES).copied().collect(),
        }
    }

    /// The state when a run begins.
    pub(super) fn start(&self) -> Option<Shown> {
        self.init_states().into_iter().next()
    }

    /// The world whose steps these are.
    pub(super) fn world(&self) -> &World {
        &self.world
    }

    /// The properties that are true of a state, those that are asked about states alone.
    pub(super) fn true_of(&self, state: &Shown) -> Vec<&'static str> {
        let numbers = 0..self.properties.len();
        let truths = numbers.filter(|number| self.is_true(*number, state));
        truths.map(|number| self.properties[number].name).collect()
    }

    /// Whether the property of this number is true of a state.
    pub(super) fn is_true(&self, number: usize, state: &Shown) -> bool {
        let asked = self.properties.get(number);
        let asked = asked.and_then(|property| property.predicate.of_states());
        let predicate = asked.expect("only properties of states have a number");
        predicate(&View::of(&self.world, &state.state))
    }

    /// Which of the page's choices each step of a run is; `None` when a step leaves the scenario's bounds.
    ///
    /// A replay string cannot be taken as it is: it counts the steps without effect too, which the page does not offer.
    #[must_use]
    pub fn choices(&self, run: &[WorldAction]) -> Option<Vec<usize>> {
        let mut state = self.start()?;
        let mut choices = Vec::new();
        for action in run {
            let mut possible = Vec::new();
            self.actions(&state, &mut possible);
            choices.push(possible.iter().position(|other| other.action == *action)?);
            state = self.next_state(&state, self.happening(action))?;
        }
        Some(choices)
    }

    fn shown(&self, state: halfopen_spec::model::WorldState) -> Shown {
        Shown {
            world: Arc::clone(&self.world),
            state,
        }
    }

    fn happening(&self, action: &WorldAction) -> Happening {
        Happening {
            world: Arc::clone(&self.world),
            action: action.clone(),
        }
    }
}

impl Model for HalfopenScenario {
    type State = Shown;
    type Action = Happening;

    fn init_states(&self) -> Vec<Shown> {
        let states = self.world.init_states().into_iter();
        states.map(|state| self.shown(state)).collect()
    }

    /// Only steps that lead somewhere: stateright's server panics on an address that takes one that does not.
    fn actions(&self, state: &Shown, actions: &mut Vec<Happening>) {
        let mut possible = Vec::new();
        self.world.actions(&state.state, &mut possible);
        let possible = possible.iter().map(|action| self.happening(action));
        actions.extend(possible.filter(|step| self.next_state(state, step.clone()).is_some()));
    }

    /// A step out of the scenario's bounds, a second loss where one is allowed, leads nowhere.
    fn next_state(&self, state: &Shown, happening: Happening) -> Option<Shown> {
        let next = self.world.next_state(&state.state, happening.action)?;
        Model::within_boundary(self.world.as_ref(), &next).then(|| self.shown(next))
    }

    fn format_action(&self, action: &Happening) -> String {
        action.to_string()
    }

    fn format_step(&self, state: &Shown, action: Happening) -> Option<String> {
        let next = self.next_state(state, action.clone())?;
        Some(outcome::text(&self.world, state, &action.action, &next))
    }

    fn as_svg(&self, path: Path<Shown, Happening>) -> Option<String> {
        drawing::svg(&self.world, path)
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        conditions(&self.properties)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use halfopen_spec::policy::profile;
    use halfopen_spec::scenarios::{Scenario, lossy_handshake, scenarios};

    fn model(scenario: &Scenario) -> HalfopenScenario {
        let profile = profile("linux-6.18").expect("a built-in profile");
        HalfopenScenario::new(scenario.world(&profile), &[])
    }

    fn start(model: &HalfopenScenario) -> Shown {
        model.init_states().into_iter().next().expect("one start")
    }

    fn step(model: &HalfopenScenario, state: &Shown, words: &str) -> Option<Shown> {
        let mut steps = Vec::new();
        model.actions(state, &mut steps);
        let step = steps
            .into_iter()
            .find(|step| step.to_string().contains(words))?;
        model.next_state(state, step)
    }

    /// The scenario allows one loss: the page must not offer a second, nor stateright's server be led to one.
    #[test]
    fn no_second_loss_is_offered_where_one_is_allowed() {
        let model = model(&lossy_handshake());
        let connecting = step(&model, &start(&model), "calls connect()").expect("it may connect");
        let lost = step(&model, &connecting, "the network loses").expect("one loss is allowed");
        let again = step(&model, &lost, "SYN timer").expect("the SYN is sent again");
        assert!(step(&model, &again, "the network loses").is_none());
        assert!(step(&model, &again, "server receives S ").is_some());
    }

    /// stateright's own iteration over an ordered network never ends; that of the page has to, in every scenario.
    #[test]
    fn the_start_of_every_scenario_is_shown_with_its_network() {
        for scenario in scenarios() {
            let model = model(&scenario);
            let lines = start(&model).lines();
            assert!(
                lines.iter().any(|line| line.starts_with("in flight")),
                "{lines:?}"
            );
        }
    }

    /// A diagram is labelled for people: no Rust value shows.
    #[test]
    fn the_diagram_speaks_of_segments_as_packetdrill_does() {
        let model = model(&lossy_handshake());
        let mut state = start(&model);
        let mut actions = Vec::new();
        for words in [
            "calls connect()",
            "receives S ",
            "SYN,ACK timer",
            "receives S. ",
        ] {
            let mut steps = Vec::new();
            model.actions(&state, &mut steps);
            let step = steps
                .into_iter()
                .find(|step| step.to_string().contains(words));
            let step = step.expect("the handshake offers it");
            state = model
                .next_state(&state, step.clone())
                .expect("it leads somewhere");
            actions.push(step);
        }
        let path = Path::from_actions(&model, start(&model), &actions).expect("a path");
        let svg = model.as_svg(path).expect("a diagram");
        for label in [
            ">client 1<",
            ">calls connect()<",
            ">S 100:100(0)<",
            ">S. 300:300(0) ack 101<",
        ] {
            assert!(svg.contains(label), "{label} in {svg}");
        }
        assert!(!svg.contains('{'), "{svg}");
    }
}
