//! The private kernel's sockets, asked by sock_diag as `ss` asks: state, ports, peers and queue lengths, requests included.

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{AF_INET, IPPROTO_TCP};
use netlink_packet_sock_diag::inet::{ExtensionFlags, InetRequest, SocketId, StateFlags};
use netlink_sys::{Socket, SocketAddr, protocols::NETLINK_SOCK_DIAG};
use std::io::{Error, ErrorKind};
use std::net::IpAddr;

/// One TCP socket as sock_diag shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SocketSeen {
    /// The peer's address.
    pub peer: IpAddr,
    /// The peer's port; 0 for a listener.
    pub remote: u16,
    /// The address at this end.
    pub at: IpAddr,
    /// The port at this end.
    pub local: u16,
    /// The kernel's number of the state (include/net/tcp_states.h).
    pub state: u8,
    /// idiag_rqueue: of a listener, the length of its accept queue.
    pub recv_queue: u32,
    /// idiag_wqueue: of a listener, its backlog.
    pub send_queue: u32,
}

/// include/net/tcp_states.h: TCP_LISTEN.
pub const LISTEN: u8 = 10;

/// A question to sock_diag in the network of the thread that opened it.
pub struct Diag(Socket);

impl Diag {
    /// Opens the netlink socket.
    ///
    /// # Errors
    ///
    /// When the kernel has no sock_diag.
    pub fn open() -> Result<Self, Error> {
        let mut socket = Socket::new(NETLINK_SOCK_DIAG)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        Ok(Self(socket))
    }

    /// Every TCP socket over IPv4, in order.
    ///
    /// # Errors
    ///
    /// When the kernel's answer is an error or cannot be read.
    pub fn sockets(&self) -> Result<Vec<SocketSeen>, Error> {
        self.sockets_of(AF_INET)
    }

    /// Every TCP socket of this family (AF_INET or AF_INET6), in order.
    ///
    /// # Errors
    ///
    /// When the kernel's answer is an error or cannot be read.
    pub fn sockets_of(&self, family: u8) -> Result<Vec<SocketSeen>, Error> {
        let question = question(family);
        self.0.send(&question, 0)?;
        let mut sockets = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let length = self.0.recv(&mut &mut buffer[..], 0)?;
            if !read(&buffer[..length], &mut sockets)? {
                sockets.sort();
                return Ok(sockets);
            }
        }
    }
}

fn question(family: u8) -> Vec<u8> {
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_DUMP;
    let request = InetRequest {
        family,
        protocol: IPPROTO_TCP,
        extensions: ExtensionFlags::empty(),
        states: StateFlags::all(),
        socket_id: match family {
            AF_INET => SocketId::new_v4(),
            _ => SocketId::new_v6(),
        },
    };
    let mut message = NetlinkMessage::new(header, SockDiagMessage::InetRequest(request).into());
    message.finalize();
    let mut octets = vec![0; message.buffer_len()];
    message.serialize(&mut octets);
    octets
}

/// Reads one datagram of the answer; whether more will come.
fn read(mut octets: &[u8], sockets: &mut Vec<SocketSeen>) -> Result<bool, Error> {
    while !octets.is_empty() {
        let message = NetlinkMessage::<SockDiagMessage>::deserialize(octets)
            .map_err(|error| unreadable(&error.to_string()))?;
        let length = message.header.length as usize;
        if let NetlinkPayload::Done(_) = message.payload {
            return Ok(false);
        }
        if let NetlinkPayload::Error(error) = message.payload {
            return Err(unreadable(&format!("{error:?}")));
        }
        if let NetlinkPayload::InnerMessage(SockDiagMessage::InetResponse(response)) =
            message.payload
        {
            let socket = response.header;
            sockets.push(SocketSeen {
                peer: socket.socket_id.destination_address,
                remote: socket.socket_id.destination_port,
                at: socket.socket_id.source_address,
                local: socket.socket_id.source_port,
                state: socket.state,
                recv_queue: socket.recv_queue,
                send_queue: socket.send_queue,
            });
        }
        // Messages are aligned to four octets.
        octets = octets
            .get(length.next_multiple_of(4).max(4)..)
            .unwrap_or(&[]);
    }
    Ok(true)
}

fn unreadable(what: &str) -> Error {
    Error::new(
        ErrorKind::InvalidData,
        format!("expected a list of sockets from sock_diag, found {what}"),
    )
}
