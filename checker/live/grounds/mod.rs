//! On which grounds cases are looked for: a set-up, who may send what, which calls may be made, and how far to go.

mod fast_open;
mod set_up;
mod teardown;
mod timestamps;

use super::case::{Call, Move, Peer};
use super::segments::Kind;
use super::setup::Setup;

/// A part of the model's behaviour, small enough to be gone through.
#[derive(Clone, Debug)]
pub struct Ground {
    /// How the kernel is set up.
    pub setup: Setup,
    /// The moves with which every case begins.
    pub begins: Vec<Move>,
    /// How many peers take part.
    pub peers: u8,
    /// What they may send.
    pub kinds: Vec<Kind>,
    /// Which calls may be made; of those that name a peer, A stands for all.
    pub calls: Vec<Call>,
    /// Whether time may pass without anything to be seen.
    pub pauses: bool,
    /// Steps of the longest case after those with which it begins.
    pub depth: usize,
}

impl Ground {
    fn of(setup: &str, peers: u8, kinds: &str, calls: &str, depth: usize) -> Self {
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let kind = |word: &String| word.parse().expect("the table names kinds");
        let call = |word: &String| {
            let named = format!("{word} A")
                .parse::<Move>()
                .or_else(|_| word.parse::<Move>());
            match named {
                Ok(Move::Call(call)) => call,
                Ok(Move::Segment(..) | Move::Wait | Move::Pause) | Err(_) => {
                    panic!("the table names calls, `{word}` is none")
                }
            }
        };
        Self {
            setup: setup.parse().expect("the table's set-ups are well formed"),
            begins: Vec::new(),
            peers,
            kinds: if kinds == "all" {
                let all = Kind::ALL.iter().copied();
                all.filter(|kind| !kind.is_for_fast_open()).collect()
            } else {
                words(kinds).iter().map(kind).collect()
            },
            calls: words(calls).iter().map(call).collect(),
            pauses: false,
            depth,
        }
    }

    /// Every case begins with these moves, separated by commas.
    fn after(self, moves: &str) -> Self {
        let moves = moves.split(", ").map(str::parse);
        let begins: Result<Vec<Move>, String> = moves.collect();
        Self {
            begins: begins.expect("the table's moves are well formed"),
            ..self
        }
    }

    fn with_pauses(self) -> Self {
        Self {
            pauses: true,
            ..self
        }
    }

    /// Every move that this ground knows, in a fixed order.
    #[must_use]
    pub fn moves(&self) -> Vec<Move> {
        let peers = || (1..=self.peers).map(Peer);
        let mut moves: Vec<Move> = peers()
            .flat_map(|peer| {
                self.kinds
                    .iter()
                    .map(move |kind| Move::Segment(peer, *kind))
            })
            .collect();
        for call in &self.calls {
            match call {
                Call::Send(_) => moves.extend(peers().map(|peer| Move::Call(Call::Send(peer)))),
                Call::ShutDown(_) => {
                    moves.extend(peers().map(|peer| Move::Call(Call::ShutDown(peer))));
                }
                Call::Close(_) => moves.extend(peers().map(|peer| Move::Call(Call::Close(peer)))),
                Call::Abort(_) => moves.extend(peers().map(|peer| Move::Call(Call::Abort(peer)))),
                Call::Connect
                | Call::Accept
                | Call::ListenAgain
                | Call::CloseListener
                | Call::WriteSysctls => {
                    moves.push(Move::Call(*call));
                }
            }
        }
        moves.push(Move::Wait);
        if self.pauses {
            moves.push(Move::Pause);
        }
        moves
    }
}

/// Every ground: those of set-up, of teardown, of timestamps, of TCP Fast Open.
#[must_use]
pub fn grounds() -> Vec<Ground> {
    let mut grounds = set_up::grounds();
    grounds.extend(teardown::grounds());
    grounds.extend(timestamps::grounds());
    grounds.extend(fast_open::grounds());
    grounds
}
