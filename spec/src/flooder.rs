//! A host whose addresses send SYNs and never answer: an attacker with forged source addresses.

use crate::host::NEXT_ACT;
use crate::kernel::{Effects, HostId, Timer, Tuple};
use crate::program::Act;
use crate::rule::Rule;
use crate::wire::{FastOpen, Flags, Port, Segment, Seq, Timestamps, TsVal};
use stateright::actor::{Actor, Id, Out};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The initial sequence number of every forged SYN.
const ISN: Seq = Seq(100);

/// What every clock shows when the run begins: the attacker's does not move on.
const FIRST_TSVAL: TsVal = TsVal(1);

/// The port of the first address; the others follow.
pub const FIRST_FLOODED_PORT: Port = Port(60_000);

/// A segment that the attacker may forge after its SYN. It guesses the numbers right, which in a real network takes luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Forgery {
    /// The handshake ACK of a connection that nobody holds.
    HandshakeAck,
    /// An ACK of a SYN,ACK that was never sent.
    WrongAck,
    /// An ACK of more than was ever sent.
    AckOfUnsent,
    /// An ACK of nothing: of the server's initial number.
    AckOfNothing,
    /// An ACK of numbers from long before the connection.
    AncientAck,
    /// An ACK from before the SYN: a keepalive probe.
    OldAck,
    /// A FIN without ACK.
    FinWithoutAck,
    /// A FIN.
    Fin,
    /// Payload that follows the FIN.
    DataAfterFin,
    /// A SYN with FIN.
    SynFin,
    /// The next expected RST.
    ExactRst,
    /// An RST inside the window.
    RstInWindow,
    /// An RST outside the window.
    RstOutsideWindow,
    /// An RST that acknowledges a SYN,ACK that was never sent.
    RstWithWrongAck,
    /// A SYN with a higher initial number, inside the window.
    SynInWindow,
    /// A SYN with a lower initial number.
    OldSyn,
    /// With timestamps, a handshake ACK that echoes one that no SYN,ACK had.
    WrongEcho,
}

/// The attacker.
#[derive(Clone, Debug)]
pub struct Flooder {
    /// Whom it attacks, and where.
    pub target: (HostId, Port),
    /// From how many addresses it sends a SYN, one each.
    pub addresses: u8,
    /// What it may forge afterwards, each once per address.
    pub forgeries: Vec<Forgery>,
    /// Whether its SYNs offer timestamps, and its forgeries carry them.
    pub timestamps: bool,
    /// Whether its SYNs ask for Fast Open.
    pub fast_open: bool,
}

/// What the attacker has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct FlooderState {
    /// SYNs sent.
    pub flooded: u8,
    /// Forgeries sent.
    pub forged: BTreeSet<(u8, Forgery)>,
}

impl Flooder {
    /// The four-tuple of an address, seen from the attacker.
    #[must_use]
    pub fn tuple(&self, address: u8) -> Tuple {
        Tuple {
            peer: self.target.0,
            local: Port(FIRST_FLOODED_PORT.0 + u16::from(address)),
            remote: self.target.1,
        }
    }

    /// What it may do now.
    #[must_use]
    pub fn acts(&self, state: &FlooderState) -> Vec<Act> {
        let mut acts = Vec::new();
        if state.flooded < self.addresses {
            acts.push(Act::Flood(state.flooded));
        }
        for address in 0..state.flooded {
            let unused = self
                .forgeries
                .iter()
                .filter(|forgery| !state.forged.contains(&(address, **forgery)));
            acts.extend(unused.map(|forgery| Act::Forge(address, *forgery)));
        }
        acts
    }

    /// What an act does.
    #[must_use]
    pub fn step(&self, before: &FlooderState, act: Act) -> (FlooderState, Effects) {
        let mut after = before.clone();
        let mut out = Effects::default();
        match act {
            Act::Flood(address) => {
                after.flooded = after.flooded.saturating_add(1);
                out.rules.push(Rule::FloodSyn);
                let syn = Flags {
                    syn: true,
                    ..Flags::default()
                };
                out.segments
                    .push((self.target.0, self.segment(address, syn, ISN, None)));
            }
            Act::Forge(address, forgery) => {
                after.forged.insert((address, forgery));
                out.rules.push(Rule::ForgedSegment);
                out.segments
                    .push((self.target.0, self.forge(address, forgery)));
            }
            Act::Connect
            | Act::Send(_)
            | Act::ShutDown(_)
            | Act::Close(_)
            | Act::Abort(_)
            | Act::Accept
            | Act::ListenAgain
            | Act::CloseListener
            | Act::WriteSysctls
            | Act::ClockTicks
            | Act::Others(_)
            | Act::CookieToAnother => {}
        }
        (after, out)
    }

    fn segment(&self, address: u8, flags: Flags, seq: Seq, ack: Option<Seq>) -> Segment {
        let tuple = self.tuple(address);
        Segment {
            source: tuple.local,
            destination: tuple.remote,
            flags,
            seq,
            ack,
            payload: 0,
            timestamps: self.stamp(flags, None),
            fast_open: (self.fast_open && flags.syn).then_some(FastOpen::Request),
        }
    }

    /// The option with this echo; an RST carries none.
    fn stamp(&self, flags: Flags, echo: Option<TsVal>) -> Option<Timestamps> {
        let stamp = Timestamps {
            val: FIRST_TSVAL,
            ecr: echo.unwrap_or(TsVal::NONE),
        };
        (self.timestamps && !flags.rst).then_some(stamp)
    }

    fn forge(&self, address: u8, forgery: Forgery) -> Segment {
        let none = Flags::default();
        let rst = Flags { rst: true, ..none };
        let syn = Flags { syn: true, ..none };
        let next = ISN.plus(1);
        let server = Seq(301);
        let echo = if forgery == Forgery::WrongEcho {
            TsVal(9)
        } else {
            FIRST_TSVAL
        };
        let (flags, seq, ack) = match forgery {
            Forgery::HandshakeAck => (none, next, Some(server)),
            Forgery::WrongAck => (none, next, Some(server.plus(77))),
            Forgery::AckOfUnsent => (none, next, Some(server.plus(500))),
            Forgery::AckOfNothing => (none, next, Some(Seq(300))),
            Forgery::AncientAck => (none, next, Some(Seq(300_u32.wrapping_sub(100_000)))),
            Forgery::OldAck => (none, ISN, Some(server)),
            Forgery::FinWithoutAck => (Flags { fin: true, ..none }, next, None),
            Forgery::Fin => (Flags { fin: true, ..none }, next, Some(server)),
            Forgery::DataAfterFin => (none, next.plus(1), Some(server)),
            Forgery::SynFin => (Flags { fin: true, ..syn }, ISN, None),
            Forgery::ExactRst => (rst, next, None),
            Forgery::RstInWindow => (rst, next.plus(10), None),
            Forgery::RstOutsideWindow => (rst, next.plus(5000), None),
            Forgery::RstWithWrongAck => (rst, next, Some(server.plus(77))),
            Forgery::SynInWindow => (syn, ISN.plus(50), None),
            Forgery::OldSyn => (syn, Seq(50), None),
            Forgery::WrongEcho => (none, next, Some(server)),
        };
        Segment {
            payload: match forgery {
                Forgery::DataAfterFin => 5,
                Forgery::HandshakeAck
                | Forgery::WrongAck
                | Forgery::AckOfUnsent
                | Forgery::AckOfNothing
                | Forgery::AncientAck
                | Forgery::OldAck
                | Forgery::FinWithoutAck
                | Forgery::Fin
                | Forgery::SynFin
                | Forgery::ExactRst
                | Forgery::RstInWindow
                | Forgery::RstOutsideWindow
                | Forgery::RstWithWrongAck
                | Forgery::SynInWindow
                | Forgery::OldSyn
                | Forgery::WrongEcho => 0,
            },
            timestamps: self.stamp(flags, ack.map(|_| echo)),
            ..self.segment(address, flags, seq, ack)
        }
    }
}

impl Actor for Flooder {
    type Msg = Segment;
    type Timer = Timer;
    type State = FlooderState;
    type Storage = ();
    type Random = Act;

    fn on_start(&self, _: Id, _: &Option<()>, out: &mut Out<Self>) -> FlooderState {
        let state = FlooderState::default();
        self.put_out(&state, Effects::default(), out);
        state
    }

    /// Nobody answers; writing the state makes the segment go away.
    fn on_msg(
        &self,
        _: Id,
        state: &mut Cow<'_, FlooderState>,
        _: Id,
        _: Segment,
        _: &mut Out<Self>,
    ) {
        let _ = state.to_mut();
    }

    fn on_random(&self, _: Id, state: &mut Cow<'_, FlooderState>, act: &Act, out: &mut Out<Self>) {
        let (after, effects) = self.step(state, *act);
        self.put_out(&after, effects, out);
        *state = Cow::Owned(after);
    }

    fn name(&self) -> String {
        "flooder".to_owned()
    }
}

impl Flooder {
    fn put_out(&self, state: &FlooderState, effects: Effects, out: &mut Out<Self>) {
        for (to, segment) in effects.segments {
            out.send(to.into(), segment);
        }
        let acts = self.acts(state);
        if !acts.is_empty() {
            out.choose_random(NEXT_ACT, acts);
        }
    }
}
