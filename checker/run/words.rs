//! Who is who and what happens, in words.

use halfopen_spec::kernel::{HostId, Purpose, Tuple};
use halfopen_spec::model::{Node, World, WorldAction};
use halfopen_spec::program::Act;
use halfopen_spec::wire::Segment;

/// The name of an actor.
#[must_use]
pub fn actor_name(world: &World, id: HostId) -> String {
    match world.actors.get(usize::from(id.0)) {
        Some(Node::Host(host)) => host.name.clone(),
        Some(Node::Flooder(_)) => "silent address".to_owned(),
        None => format!("host {}", id.0),
    }
}

/// What happens in an action.
#[must_use]
pub fn event(world: &World, action: &WorldAction) -> String {
    match action {
        WorldAction::Deliver { src, msg, .. } => {
            format!("receives {msg} from {}", actor_name(world, (*src).into()))
        }
        WorldAction::Drop(envelope) => format!(
            "loses {} from {} to {}",
            envelope.msg,
            actor_name(world, envelope.src.into()),
            actor_name(world, envelope.dst.into())
        ),
        WorldAction::Timeout(_, timer) => timer_fires(world, timer.purpose),
        WorldAction::SelectRandom { random, .. } => act(world, *random),
        WorldAction::Crash(_) => "crashes".to_owned(),
        WorldAction::Recover(_) => "recovers".to_owned(),
    }
}

fn timer_fires(world: &World, purpose: Purpose) -> String {
    let of = |tuple: Tuple| format!("the {purpose} for {} fires", actor_name(world, tuple.peer));
    match purpose {
        Purpose::SynAgain(tuple)
        | Purpose::SynAckAgain(tuple)
        | Purpose::DataAgain(tuple)
        | Purpose::Keepalive(tuple)
        | Purpose::FinWait2Ends(tuple)
        | Purpose::TimeWaitEnds(tuple) => of(tuple),
        Purpose::PortReusable(tuple) => format!(
            "the port of the connection with {} is old enough for tcp_tw_reuse",
            actor_name(world, tuple.peer)
        ),
        Purpose::AnswerSynAgain(tuple) => format!(
            "tcp_invalid_ratelimit is over for {}",
            actor_name(world, tuple.peer)
        ),
        Purpose::FastOpenPlaceFree(tuple) => format!(
            "the child of {} that was reset no longer counts against TCP_FASTOPEN",
            actor_name(world, tuple.peer)
        ),
        Purpose::ForgetCookies => "the time in which cookies are accepted is over".to_owned(),
    }
}

fn act(world: &World, act: Act) -> String {
    match act {
        Act::Connect => "calls connect()".to_owned(),
        Act::Send(tuple) => format!("sends data to {}", actor_name(world, tuple.peer)),
        Act::ShutDown(tuple) => format!(
            "calls shutdown(SHUT_WR) on its connection with {}",
            actor_name(world, tuple.peer)
        ),
        Act::Close(tuple) => format!(
            "closes its connection with {}",
            actor_name(world, tuple.peer)
        ),
        Act::Abort(tuple) => format!(
            "closes its connection with {}, SO_LINGER 0",
            actor_name(world, tuple.peer)
        ),
        Act::Accept => "calls accept()".to_owned(),
        Act::ListenAgain => "calls listen() again".to_owned(),
        Act::CloseListener => "closes its listener".to_owned(),
        Act::WriteSysctls => "has its sysctls written".to_owned(),
        Act::ClockTicks => "its timestamp clock moves on".to_owned(),
        Act::Others(_) => "other clients come and go".to_owned(),
        Act::CookieToAnother => "sends a cookie to another client".to_owned(),
        Act::Flood(address) => format!("sends a SYN from address {address}"),
        Act::Forge(address, forgery) => format!("forges {forgery:?} from address {address}"),
    }
}

/// A segment and its receiver.
#[must_use]
pub fn segment_to(world: &World, to: HostId, segment: &Segment) -> String {
    format!("{segment} to {}", actor_name(world, to))
}
