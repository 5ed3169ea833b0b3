//! The packets of a pcap or pcapng file, in both byte orders and with any resolution of time; one buffer is held at a time.

use super::frame::{Captured, Link, Other, segment};
use super::observed::{Nanos, Observed};
use super::read::{Counts, Unreadable};
use pcap_parser::pcapng::Block;
use pcap_parser::traits::PcapReaderIterator;
use pcap_parser::{Linktype, PcapBlockOwned, PcapError, create_reader};
use std::io::{ErrorKind, Read};

/// A frame is at most 256 KiB long, plus the options of its block.
const LARGEST_BLOCK: usize = 1 << 20;
const BUFFER: usize = 1 << 16;

/// Whether this is the beginning of pcap or pcapng.
pub(super) fn is_binary(octets: &[u8]) -> bool {
    const MAGIC: [[u8; 4]; 7] = [
        [0x0a, 0x0d, 0x0d, 0x0a],
        [0xd4, 0xc3, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xc3, 0xd4],
        [0x4d, 0x3c, 0xb2, 0xa1],
        [0xa1, 0xb2, 0x3c, 0x4d],
        [0x34, 0xcd, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xcd, 0x34],
    ];
    MAGIC.iter().any(|magic| octets.starts_with(magic))
}

/// An interface of a capture: how its frames and times are to be read.
#[derive(Clone, Copy, Debug)]
struct Interface {
    link: Option<Link>,
    /// Ticks a second.
    resolution: u64,
    /// Seconds to add.
    offset: i64,
}

/// Reads everything that can be read of a pipe in one go: a reader that takes short reads for the end would be misled.
struct Whole<R>(R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, space: &mut [u8]) -> std::io::Result<usize> {
        let mut filled = 0;
        while filled < space.len() {
            match self.0.read(&mut space[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// Reads the packets of a file that begins like pcap or pcapng.
pub(super) fn read(
    source: impl Read + Send,
    counts: &mut Counts,
    on: &mut dyn FnMut(Observed),
) -> Result<(), Unreadable> {
    let mut reader = create_reader(BUFFER, Whole(source)).map_err(|error| failed(&error, 0))?;
    let mut interfaces: Vec<Interface> = Vec::new();
    let mut offset = 0_u64;
    loop {
        let next = match reader.next() {
            Ok((length, block)) => {
                take(block, offset, &mut interfaces, counts, on)?;
                Next::Taken(length)
            }
            Err(PcapError::Eof) => return Ok(()),
            Err(PcapError::Incomplete(needed)) => Next::Incomplete(needed),
            Err(PcapError::BufferTooSmall) => Next::TooLong,
            Err(error) => return Err(failed(&error, offset)),
        };
        match next {
            Next::Taken(length) => {
                reader.consume(length);
                offset += length as u64;
            }
            Next::Incomplete(_) if reader.reader_exhausted() => {
                return Err(Unreadable::CutShort { offset });
            }
            Next::Incomplete(needed) if needed > LARGEST_BLOCK => {
                return Err(Unreadable::Corrupt { offset });
            }
            Next::Incomplete(_) => {
                let refilled = reader.refill();
                match refilled.map_err(|error| failed(&error, offset)) {
                    Ok(()) => {}
                    Err(Unreadable::Corrupt { .. }) => grow(&mut *reader, offset)?,
                    Err(error) => return Err(error),
                }
            }
            Next::TooLong => grow(&mut *reader, offset)?,
        }
    }
}

/// What came of asking for the next block.
enum Next {
    /// It was read, and is so long.
    Taken(usize),
    /// More octets are needed, at least so many.
    Incomplete(usize),
    /// It is longer than the buffer.
    TooLong,
}

fn grow(reader: &mut dyn PcapReaderIterator, offset: u64) -> Result<(), Unreadable> {
    let larger = reader.data().len().max(BUFFER) * 2;
    if larger > LARGEST_BLOCK || !reader.grow(larger) {
        return Err(Unreadable::Corrupt { offset });
    }
    let refilled = reader.refill();
    refilled.map_err(|error| failed(&error, offset))
}

fn failed<I>(error: &PcapError<I>, offset: u64) -> Unreadable {
    match error {
        PcapError::Eof | PcapError::UnexpectedEof | PcapError::Incomplete(_) => {
            Unreadable::CutShort { offset }
        }
        PcapError::ReadError => Unreadable::Io {
            offset,
            message: "the system reports a read error".to_owned(),
        },
        PcapError::BufferTooSmall
        | PcapError::HeaderNotRecognized
        | PcapError::NomError(..)
        | PcapError::OwnedNomError(..) => Unreadable::Corrupt { offset },
    }
}

fn take(
    block: PcapBlockOwned<'_>,
    offset: u64,
    interfaces: &mut Vec<Interface>,
    counts: &mut Counts,
    on: &mut dyn FnMut(Observed),
) -> Result<(), Unreadable> {
    match block {
        PcapBlockOwned::LegacyHeader(header) => {
            let resolution = match header.is_nanosecond_precision() {
                true => 1_000_000_000,
                false => 1_000_000,
            };
            // The upper half of the field says how frames end, not what they are.
            let network = Linktype(header.network.0 & 0xffff);
            interfaces.push(interface(network, resolution, 0));
            match Link::of(network.0) {
                Some(_) => Ok(()),
                None => Err(Unreadable::LinkType {
                    offset,
                    number: network.0,
                }),
            }
        }
        PcapBlockOwned::Legacy(packet) => {
            let interface = interfaces.first().copied();
            let unit = interface.map_or(1, |interface| 1_000_000_000 / interface.resolution);
            let at = Nanos::from(packet.ts_sec) * 1_000_000_000
                + Nanos::from(packet.ts_usec).saturating_mul(unit.cast_signed());
            frame(interface, at, packet.data, packet.origlen, counts, on);
            Ok(())
        }
        PcapBlockOwned::NG(Block::SectionHeader(_)) => {
            interfaces.clear();
            Ok(())
        }
        PcapBlockOwned::NG(Block::InterfaceDescription(description)) => {
            let resolution = description.ts_resolution().unwrap_or(1_000_000).max(1);
            let link = description.linktype;
            // Other interfaces of the same capture may well be readable.
            interfaces.push(interface(link, resolution, description.ts_offset()));
            Ok(())
        }
        PcapBlockOwned::NG(Block::EnhancedPacket(packet)) => {
            let interface = interfaces.get(packet.if_id as usize).copied();
            if interface.is_none() {
                return Err(Unreadable::Corrupt { offset });
            }
            let ticks = u64::from(packet.ts_high) << 32 | u64::from(packet.ts_low);
            let at = interface.map_or(0, |interface| interface.at(ticks));
            let captured = packet.data.get(..packet.caplen as usize);
            let captured = captured.ok_or(Unreadable::Corrupt { offset })?;
            frame(interface, at, captured, packet.origlen, counts, on);
            Ok(())
        }
        // A simple packet has no time; it cannot be placed among the others.
        PcapBlockOwned::NG(Block::SimplePacket(_)) => {
            counts.packets += 1;
            counts.unreadable += 1;
            Ok(())
        }
        PcapBlockOwned::NG(_) => Ok(()),
    }
}

fn interface(link: Linktype, resolution: u64, offset: i64) -> Interface {
    Interface {
        link: Link::of(link.0),
        resolution,
        offset,
    }
}

impl Interface {
    /// The moment of so many ticks.
    fn at(&self, ticks: u64) -> Nanos {
        let nanos = u128::from(ticks) * 1_000_000_000 / u128::from(self.resolution);
        let nanos = Nanos::try_from(nanos).unwrap_or(Nanos::MAX / 2);
        nanos.saturating_add(self.offset.saturating_mul(1_000_000_000))
    }
}

fn frame(
    interface: Option<Interface>,
    at: Nanos,
    octets: &[u8],
    length: u32,
    counts: &mut Counts,
    on: &mut dyn FnMut(Observed),
) {
    counts.packets += 1;
    let Some(link) = interface.and_then(|interface| interface.link) else {
        counts.unreadable += 1;
        return;
    };
    let captured = Captured {
        number: counts.packets,
        at,
        link,
        octets,
        length: length as usize,
    };
    match segment(captured) {
        Ok(observed) => {
            counts.segments += 1;
            on(observed);
        }
        Err(Other::NotTcp) => counts.other += 1,
        Err(Other::Fragment) => counts.fragments += 1,
        Err(Other::Unreadable) => counts.unreadable += 1,
    }
}
