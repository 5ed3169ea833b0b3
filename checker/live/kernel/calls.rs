//! System calls that programs make in the private network: accept, connect, send, close, and the options that matter.

use super::device::HOST;
use nix::sys::socket::{
    AddressFamily, MsgFlags, SetSockOpt, SockFlag, SockProtocol, SockType, SockaddrIn, bind,
    connect, sendto, setsockopt, socket, sockopt,
};
use nix::{libc, setsockopt_impl, sockopt_impl};
use std::io::{Error, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};

sockopt_impl!(
    /// TCP_DEFER_ACCEPT, which nix has no name for.
    DeferAccept,
    SetOnly,
    libc::IPPROTO_TCP,
    libc::TCP_DEFER_ACCEPT,
    u32
);

fn tcp_socket() -> Result<OwnedFd, Error> {
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    Ok(socket(
        AddressFamily::Inet,
        SockType::Stream,
        flags,
        SockProtocol::Tcp,
    )?)
}

fn set<O: SetSockOpt>(fd: &impl AsFd, option: O, value: &O::Val) -> Result<(), Error> {
    Ok(setsockopt(fd, option, value)?)
}

fn address(ip: Ipv4Addr, port: u16) -> SockaddrIn {
    SockaddrIn::from(SocketAddrV4::new(ip, port))
}

sockopt_impl!(
    /// TCP_FASTOPEN, which nix has no name for.
    FastOpen,
    SetOnly,
    libc::IPPROTO_TCP,
    libc::TCP_FASTOPEN,
    u32
);

/// A socket that listens. `defer_seconds` is TCP_DEFER_ACCEPT, 0 for off; `keepalive` is SO_KEEPALIVE, which connections inherit;
/// `fast_open` is TCP_FASTOPEN, 0 for never set.
///
/// # Errors
///
/// Those of the system calls.
pub fn listener(
    port: u16,
    backlog: i64,
    defer_seconds: u32,
    keepalive: bool,
    fast_open: u8,
) -> Result<TcpListener, Error> {
    let fd = tcp_socket()?;
    set(&fd, sockopt::ReuseAddr, &true)?;
    set(&fd, sockopt::KeepAlive, &keepalive)?;
    if defer_seconds > 0 {
        set(&fd, DeferAccept, &defer_seconds)?;
    }
    if fast_open > 0 {
        set(&fd, FastOpen, &u32::from(fast_open))?;
    }
    bind(std::os::fd::AsRawFd::as_raw_fd(&fd), &address(HOST, port))?;
    listen(&fd, backlog)?;
    Ok(TcpListener::from(fd))
}

/// listen() on a socket that listens already.
///
/// # Errors
///
/// Those of the system call.
pub fn listen_again(listener: &TcpListener, backlog: i64) -> Result<(), Error> {
    listen(listener, backlog)
}

/// rustix takes any backlog; nix none above SOMAXCONN.
fn listen(fd: impl AsFd, backlog: i64) -> Result<(), Error> {
    let backlog = i32::try_from(backlog).unwrap_or(i32::MAX);
    Ok(rustix::net::listen(fd, backlog)?)
}

/// connect() from this port, or from one that the kernel chooses, without waiting for the answer. With `gives`, by sendto() with
/// MSG_FASTOPEN and so many octets.
///
/// # Errors
///
/// Those of the system calls, other than "in progress".
pub fn connecting(
    local: Option<u16>,
    peer: SocketAddrV4,
    keepalive: bool,
    gives: Option<u8>,
) -> Result<TcpStream, Error> {
    let fd = tcp_socket()?;
    set(&fd, sockopt::ReuseAddr, &true)?;
    set(&fd, sockopt::KeepAlive, &keepalive)?;
    let raw = std::os::fd::AsRawFd::as_raw_fd(&fd);
    if let Some(local) = local {
        bind(raw, &address(HOST, local))?;
    }
    let peer = SockaddrIn::from(peer);
    let called = match gives {
        None => connect(raw, &peer),
        Some(octets) => {
            let content = vec![b'x'; usize::from(octets)];
            sendto(
                raw,
                &content,
                &peer,
                MsgFlags::from_bits_retain(libc::MSG_FASTOPEN),
            )
            .map(|_| ())
        }
    };
    match called {
        Ok(()) | Err(nix::errno::Errno::EINPROGRESS) => Ok(TcpStream::from(fd)),
        Err(error) => Err(error.into()),
    }
}

/// accept(), if a connection waits.
///
/// # Errors
///
/// Those of the system call, other than "would block".
pub fn accept(listener: &TcpListener) -> Result<Option<(TcpStream, SocketAddr)>, Error> {
    match listener.accept() {
        Ok((stream, peer)) => {
            stream.set_nonblocking(true)?;
            Ok(Some((stream, peer)))
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

/// send() of so many octets.
///
/// # Errors
///
/// Those of the system call.
pub fn send(stream: &mut TcpStream, octets: u8) -> Result<(), Error> {
    stream.write_all(&vec![b'x'; usize::from(octets)])
}

/// Reads whatever waits, so that close() sends FIN and not RST.
pub fn read_all(stream: &mut TcpStream) {
    let mut buffer = [0; 4096];
    while matches!(stream.read(&mut buffer), Ok(octets) if octets > 0) {}
}

/// close() with SO_LINGER of zero seconds.
///
/// # Errors
///
/// Those of setsockopt.
pub fn abort(stream: TcpStream) -> Result<(), Error> {
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    set(&stream, sockopt::Linger, &linger)
}
