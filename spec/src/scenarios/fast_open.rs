//! TCP Fast Open: data in the SYN.

use super::Scenario;
use crate::flooder::Forgery;
use crate::network::Loss;
use crate::policy::Sysctl;
use crate::program::{Accepts, Ends};

/// The client has no cookie yet.
#[must_use]
pub fn fast_open_first_contact() -> Scenario {
    Scenario::new(
        "fast-open-first-contact",
        "A client that was never there before connects with Fast Open and sends, with tcp_fastopen = 3 and TCP_FASTOPEN on the listener.",
        "1 client, 1 connect, 1 piece of data. No timer fires.",
    )
    .with(|s| {
        s.client_fast_open = true;
        s.client_sends = 5;
        s.fast_open = 1;
        s.accept = Accepts::Always;
        s.network.reorder = false;
        s.timers = false;
    })
    .sysctl(Sysctl::TcpFastopen, 3)
    .about(&["data-before-handshake", "fast-open-cookie-given"])
}

/// The client has a cookie of its first connection.
#[must_use]
pub fn fast_open_again() -> Scenario {
    fast_open_first_contact()
        .with(|s| {
            s.name = "fast-open-again".to_owned();
            s.summary = "A client connects with Fast Open, aborts, and connects again, with tcp_fastopen = 3 and TCP_FASTOPEN on the listener; it may send.".to_owned();
            s.bounds = "1 client, 2 connects, 1 piece of data each. No timer fires.".to_owned();
            s.connects = 2;
            s.isn_step = 10_000;
            s.client_ends = Ends::Abort;
        })
        .about(&["data-before-handshake", "fast-open-completes"])
}

/// The listener did not ask for Fast Open.
#[must_use]
pub fn fast_open_without_socket_option() -> Scenario {
    fast_open_again()
        .with(|s| {
            s.name = "fast-open-without-socket-option".to_owned();
            s.summary = "A client connects with Fast Open, aborts, and connects again, with tcp_fastopen = 3, but the listener did not set TCP_FASTOPEN.".to_owned();
            s.fast_open = 0;
        })
        .about(&["data-before-handshake", "fast-open-cookie-given"])
}

/// The handshake ACK of a Fast Open child does not come.
#[must_use]
pub fn fast_open_unanswered() -> Scenario {
    fast_open_first_contact()
        .with(|s| {
            s.name = "fast-open-unanswered".to_owned();
            s.summary = "A client connects with data in its SYN, without a cookie on either side (tcp_fastopen = 519); what the server answers may be lost.".to_owned();
            s.bounds = "1 client, 1 piece of data, 1 retransmission of a request; any number of losses.".to_owned();
            s.network.loss = Loss::Any;
            s.timers = true;
        })
        .sysctl(Sysctl::TcpFastopen, WITHOUT_COOKIES)
        .about(&["fast-open-gives-up", "data-before-handshake"])
}

/// More children wait for their handshake ACK than TCP_FASTOPEN allows.
#[must_use]
pub fn fast_open_queue_full() -> Scenario {
    fast_open_first_contact()
        .with(|s| {
            s.name = "fast-open-queue-full".to_owned();
            s.summary = "Two clients connect with data in their SYNs, without cookies (tcp_fastopen = 519) and with TCP_FASTOPEN = 1; either may abort.".to_owned();
            s.bounds = "2 clients, 1 piece of data each: the second SYN can find the first child without its handshake ACK, or with it. No timer fires; a client's RST may overtake its ACK.".to_owned();
            s.clients = 2;
            s.backlog = 2;
            s.client_ends = Ends::Abort;
            s.network.reorder = true;
        })
        .sysctl(Sysctl::TcpFastopen, WITHOUT_COOKIES)
        .about(&["fast-open-refused", "fast-open-data-repeated", "fast-open-child-reset"])
}

/// An accepted child is reset, and others want its place.
#[must_use]
pub fn fast_open_place_held() -> Scenario {
    super::forged_handshake()
        .with(|s| {
            s.name = "fast-open-place-held".to_owned();
            s.summary = "Two addresses' SYNs ask for Fast Open where no cookie is needed, with TCP_FASTOPEN = 1; the server accepts, and an attacker resets the first child.".to_owned();
            s.bounds = "2 addresses: the second SYN can find the first child half-open, reset and counted, or forgotten. No loss.".to_owned();
            s.backlog = 2;
            s.flood = 2;
            s.forgeries = vec![Forgery::ExactRst];
            s.accept = Accepts::AnyTime;
            s.fast_open = 1;
            s.timers = true;
        })
        .sysctl(Sysctl::TcpFastopen, WITHOUT_COOKIES)
        .about(&["fast-open-refused", "fast-open-child-reset"])
}

/// tcp_fastopen: client, server, and neither with a cookie.
const WITHOUT_COOKIES: i64 = 0x1 | 0x2 | 0x4 | 0x200;

/// An attacker repeats the SYN of a Fast Open child with another number.
#[must_use]
pub fn fast_open_other_syn() -> Scenario {
    super::forged_handshake()
        .with(|s| {
            s.name = "fast-open-other-syn".to_owned();
            s.summary = "An attacker's SYN asks for Fast Open where no cookie is needed, and comes again with another initial number; it forges an ACK too, and guesses wrong.".to_owned();
            s.forgeries = vec![Forgery::SynInWindow, Forgery::WrongAck];
            s.fast_open = 1;
        })
        .sysctl(Sysctl::TcpFastopen, WITHOUT_COOKIES)
        .about(&["fast-open-resets-other-syn"])
}
