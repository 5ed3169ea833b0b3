//! A small TCP for tests and measurements: clients that connect to a server with a SYN queue and an
//! accept queue, over a network that loses and reorders.

use stateright::actor::{Actor, ActorModel, Id, LossyNetwork, Network, Out, model_timeout};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Segment {
    Syn,
    SynAck,
    Ack,
    Rst,
}

/// Each timer names its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Timer {
    Accept,
    Retransmit { owner: usize, peer: usize },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub(crate) client: usize,
    pub(crate) retransmitted: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    Server {
        requests: Vec<Request>,
        accepted: Vec<usize>,
    },
    SynSent {
        retransmitted: u8,
    },
    Established,
    Closed,
}

#[derive(Clone)]
pub(crate) enum SmallTcp {
    Server { backlog: usize, retries: u8 },
    Client { retries: u8 },
}

const SERVER: usize = 0;

impl Actor for SmallTcp {
    type Msg = Segment;
    type State = Host;
    type Timer = Timer;
    type Random = ();
    type Storage = ();

    fn on_start(&self, id: Id, _: &Option<()>, out: &mut Out<Self>) -> Host {
        match self {
            SmallTcp::Server { .. } => {
                out.set_timer(Timer::Accept, model_timeout());
                Host::Server {
                    requests: Vec::new(),
                    accepted: Vec::new(),
                }
            }
            SmallTcp::Client { .. } => {
                out.send(Id::from(SERVER), Segment::Syn);
                out.set_timer(retransmit(id, SERVER), model_timeout());
                Host::SynSent { retransmitted: 0 }
            }
        }
    }

    fn on_msg(
        &self,
        id: Id,
        state: &mut Cow<'_, Host>,
        src: Id,
        msg: Segment,
        out: &mut Out<Self>,
    ) {
        match (self, &**state, msg) {
            (
                SmallTcp::Server { backlog, .. },
                Host::Server { requests, accepted },
                Segment::Syn | Segment::Ack | Segment::Rst,
            ) => {
                let client = usize::from(src);
                let at = requests.iter().position(|request| request.client == client);
                let (mut requests, mut accepted) = (requests.clone(), accepted.clone());
                match (msg, at) {
                    (Segment::Syn, Some(_)) => return out.send(src, Segment::SynAck),
                    (Segment::Syn, None) if requests.len() < *backlog => {
                        out.send(src, Segment::SynAck);
                        out.set_timer(retransmit(id, client), model_timeout());
                        requests.push(Request {
                            client,
                            retransmitted: 0,
                        });
                        requests.sort_by_key(|request| request.client);
                    }
                    (Segment::Ack, Some(at)) if accepted.len() < *backlog => {
                        requests.remove(at);
                        accepted.push(client);
                        out.cancel_timer(retransmit(id, client));
                    }
                    (Segment::Rst, Some(at)) => {
                        requests.remove(at);
                        out.cancel_timer(retransmit(id, client));
                    }
                    _ => return,
                }
                *state = Cow::Owned(Host::Server { requests, accepted });
            }
            (SmallTcp::Client { .. }, Host::SynSent { .. }, Segment::SynAck) => {
                out.send(src, Segment::Ack);
                out.cancel_timer(retransmit(id, SERVER));
                *state = Cow::Owned(Host::Established);
            }
            (SmallTcp::Client { .. }, Host::Established, Segment::SynAck) => {
                out.send(src, Segment::Ack);
            }
            (SmallTcp::Client { .. }, Host::Closed, Segment::SynAck) => {
                out.send(src, Segment::Rst);
            }
            _ => {}
        }
    }

    fn on_timeout(&self, id: Id, state: &mut Cow<'_, Host>, timer: &Timer, out: &mut Out<Self>) {
        match (self, &**state, timer) {
            (SmallTcp::Server { .. }, Host::Server { requests, accepted }, Timer::Accept) => {
                out.set_timer(*timer, model_timeout());
                if !accepted.is_empty() {
                    *state = Cow::Owned(Host::Server {
                        requests: requests.clone(),
                        accepted: accepted[1..].to_vec(),
                    });
                }
            }
            (
                SmallTcp::Server { retries, .. },
                Host::Server { requests, accepted },
                Timer::Retransmit { peer, .. },
            ) => {
                let mut requests = requests.clone();
                let accepted = accepted.clone();
                if let Some(at) = requests.iter().position(|request| request.client == *peer) {
                    if requests[at].retransmitted < *retries {
                        requests[at].retransmitted += 1;
                        out.send(Id::from(*peer), Segment::SynAck);
                        out.set_timer(*timer, model_timeout());
                    } else {
                        requests.remove(at);
                    }
                    *state = Cow::Owned(Host::Server { requests, accepted });
                }
            }
            (
                SmallTcp::Client { retries },
                Host::SynSent { retransmitted },
                Timer::Retransmit { peer, .. },
            ) => {
                if retransmitted < retries {
                    out.send(Id::from(*peer), Segment::Syn);
                    out.set_timer(*timer, model_timeout());
                    *state = Cow::Owned(Host::SynSent {
                        retransmitted: retransmitted + 1,
                    });
                } else {
                    *state = Cow::Owned(Host::Closed);
                }
            }
            _ => {}
        }
        let _ = id;
    }
}

fn retransmit(owner: Id, peer: usize) -> Timer {
    Timer::Retransmit {
        owner: usize::from(owner),
        peer,
    }
}

/// So many clients, a backlog of two, and so many retransmissions for everybody.
pub(crate) fn model(clients: usize, retries: u8) -> ActorModel<SmallTcp> {
    let server = SmallTcp::Server {
        backlog: 2,
        retries,
    };
    ActorModel::new((), ())
        .actor(server)
        .actors((0..clients).map(|_| SmallTcp::Client { retries }))
        .init_network(Network::new_unordered_nonduplicating([]))
        .lossy_network(LossyNetwork::Yes)
}
