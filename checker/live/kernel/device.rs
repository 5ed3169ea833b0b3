//! The TUN device through which a private kernel hears its peers: whatever the kernel sends comes out here, and nowhere else.

use super::Refused;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io::{Error, ErrorKind};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};
use tun_rs::{DeviceBuilder, SyncDevice};

/// The address of the kernel under test. Its peers live in the same /24.
pub const HOST: Ipv4Addr = Ipv4Addr::new(10, 99, 0, 1);

/// An IP packet that the kernel sent, and when it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// When it was seen.
    pub at: Instant,
    /// The packet, from the IP header on.
    pub octets: Vec<u8>,
}

/// The device, up and with an address.
pub struct Device(SyncDevice);

impl Device {
    /// Makes the device in the calling thread's network namespace.
    ///
    /// # Errors
    ///
    /// When /dev/net/tun is missing or may not be opened.
    pub fn open() -> Result<Self, Refused> {
        let device = DeviceBuilder::new()
            .name("halfopen0")
            .ipv4(HOST, 24, None)
            .build_sync()
            .map_err(|error| refused(&error))?;
        device
            .set_nonblocking(true)
            .map_err(|error| refused(&error))?;
        Ok(Self(device))
    }

    /// Lets the kernel receive a packet. When this returns, the kernel has taken it.
    ///
    /// # Errors
    ///
    /// When the device is gone.
    pub fn inject(&self, packet: &[u8]) -> Result<(), Error> {
        self.0.send(packet).map(|_| ())
    }

    /// The next packet that the kernel sends, if one comes within this time.
    ///
    /// # Errors
    ///
    /// When the device is gone.
    pub fn next_within(&self, time: Duration) -> Result<Option<Packet>, Error> {
        let mut buffer = [0; 2048];
        match self.0.recv(&mut buffer) {
            Ok(length) => return Ok(Some(packet(&buffer[..length]))),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        let milliseconds = u16::try_from(time.as_millis()).unwrap_or(u16::MAX);
        let mut waiting = [PollFd::new(
            std::os::fd::AsFd::as_fd(&self.0),
            PollFlags::POLLIN,
        )];
        poll(&mut waiting, PollTimeout::from(milliseconds))?;
        match self.0.recv(&mut buffer) {
            Ok(length) => Ok(Some(packet(&buffer[..length]))),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn packet(octets: &[u8]) -> Packet {
    Packet {
        at: Instant::now(),
        octets: octets.to_vec(),
    }
}

/// ENOTTY: what was opened does not know the request.
const NOT_A_DEVICE_LIKE_THAT: i32 = nix::libc::ENOTTY;

fn refused(error: &Error) -> Refused {
    Refused {
        what: format!("a TUN device: /dev/net/tun says {error}"),
        remedy: match (error.kind(), error.raw_os_error()) {
            (ErrorKind::NotFound, _) => {
                "load the module (modprobe tun), or give the container the device (--device /dev/net/tun)"
            }
            (_, Some(NOT_A_DEVICE_LIKE_THAT)) => {
                "something else stands at /dev/net/tun: make it anew (mknod /dev/net/tun c 10 200)"
            }
            _ => "run as root, or make /dev/net/tun writable for this user (0666 is the usual mode)",
        }
        .to_owned(),
    }
}
