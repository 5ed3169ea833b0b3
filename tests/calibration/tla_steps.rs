//! What the published TLA+ specification of TCP lets a peer do: a table with a step per row.

use Cause::{Abort, ActiveOpen, Arrival, Close, PassiveOpen, Send, TimeWaitIsOver};
use Segment::{Ack, AckOfFin, Fin, Rst, Syn, SynAck};
use State::{
    CloseWait, Closed, Closing, Established, FinWait1, FinWait2, LastAck, Listen, SynReceived,
    SynSent, TimeWait,
};
use Tcb::{Created, Deleted, Kept};
use std::fmt;

/// The eleven states of RFC 9293 §3.3.2.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum State {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    Closing,
    CloseWait,
    LastAck,
    TimeWait,
}

/// What a peer can send; the specification tells the ACK of a FIN from the one that ends a handshake.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Segment {
    Syn,
    SynAck,
    Ack,
    Rst,
    Fin,
    AckOfFin,
}

/// Why a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    ActiveOpen,
    PassiveOpen,
    Send,
    Close,
    /// These segments are at the head of the queue, and the step takes them off.
    Arrival(&'static [Segment]),
    TimeWaitIsOver,
    /// A peer gives up, whatever state it is in; only a peer that has a TCB can.
    Abort,
}

impl Cause {
    /// What the configuration refuses, for a peer that opens again and again has no end of states.
    pub(crate) fn is_an_opening(self) -> bool {
        matches!(self, ActiveOpen | PassiveOpen | Send)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tcb {
    Created,
    Kept,
    Deleted,
}

/// `from` is `None` where any state will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) from: Option<State>,
    pub(crate) cause: Cause,
    pub(crate) sends: Option<Segment>,
    pub(crate) to: State,
    pub(crate) tcb: Tcb,
}

const fn step(
    from: Option<State>,
    cause: Cause,
    sends: Option<Segment>,
    to: State,
    tcb: Tcb,
) -> Step {
    Step {
        from,
        cause,
        sends,
        to,
        tcb,
    }
}

/// A step per row.  Two rows may lead to the same place, as an RST in SYN-RECEIVED does: TLC then
/// generates the successor twice, so the second row must stay.
#[rustfmt::skip]
pub(crate) const PUBLISHED: [Step; 24] = [
    step(Some(Closed),      ActiveOpen,                Some(Syn),      SynSent,     Created),
    step(Some(Closed),      PassiveOpen,               None,           Listen,      Created),
    step(Some(Listen),      Send,                      Some(Syn),      SynSent,     Kept),
    step(Some(Listen),      Close,                     None,           Closed,      Deleted),
    step(Some(SynSent),     Close,                     None,           Closed,      Deleted),
    step(Some(SynReceived), Close,                     Some(Fin),      FinWait1,    Kept),
    step(Some(Established), Close,                     Some(Fin),      FinWait1,    Kept),
    step(Some(CloseWait),   Close,                     Some(Fin),      LastAck,     Kept),
    step(Some(Listen),      Arrival(&[Syn]),           Some(SynAck),   SynReceived, Kept),
    step(Some(SynSent),     Arrival(&[Syn]),           Some(SynAck),   SynReceived, Kept),
    step(Some(SynSent),     Arrival(&[SynAck]),        Some(Ack),      Established, Kept),
    step(Some(SynReceived), Arrival(&[Ack]),           None,           Established, Kept),
    step(Some(SynReceived), Arrival(&[Rst]),           None,           Listen,      Kept),
    step(Some(Established), Arrival(&[Fin]),           Some(AckOfFin), CloseWait,   Kept),
    step(Some(FinWait1),    Arrival(&[Fin]),           Some(AckOfFin), Closing,     Kept),
    step(Some(FinWait1),    Arrival(&[AckOfFin]),      None,           FinWait2,    Kept),
    step(Some(FinWait1),    Arrival(&[Fin, AckOfFin]), Some(AckOfFin), TimeWait,    Kept),
    step(Some(FinWait2),    Arrival(&[Fin]),           Some(AckOfFin), TimeWait,    Kept),
    step(Some(Closing),     Arrival(&[AckOfFin]),      None,           TimeWait,    Kept),
    step(Some(LastAck),     Arrival(&[AckOfFin]),      None,           Closed,      Kept),
    step(Some(TimeWait),    TimeWaitIsOver,            None,           Closed,      Deleted),
    step(None,              Abort,                     Some(Rst),      TimeWait,    Kept),
    step(None,              Arrival(&[Rst]),           None,           Listen,      Kept),
    step(None,              Arrival(&[Rst]),           None,           Closed,      Kept),
];

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Closed => "CLOSED",
            Listen => "LISTEN",
            SynSent => "SYN-SENT",
            SynReceived => "SYN-RECEIVED",
            Established => "ESTABLISHED",
            FinWait1 => "FIN-WAIT-1",
            FinWait2 => "FIN-WAIT-2",
            Closing => "CLOSING",
            CloseWait => "CLOSE-WAIT",
            LastAck => "LAST-ACK",
            TimeWait => "TIME-WAIT",
        })
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Syn => "SYN",
            SynAck => "SYN,ACK",
            Ack => "ACK",
            Rst => "RST",
            Fin => "FIN",
            AckOfFin => "ACK of FIN",
        })
    }
}
