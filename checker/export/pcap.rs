//! A run of the model becomes a capture file: real addresses, sequence numbers and checksums, and times that the durations allow.
//!
//! It is captured at the host to which the others connect, or at the client if nobody answers there. Numbers of the model are moved by a constant for
//! each direction, so that all differences are the model's own.

use super::NotExported;
use etherparse::PacketBuilder;
use halfopen_spec::clock::Clock;
use halfopen_spec::kernel::HostId;
use halfopen_spec::model::{Node, World, WorldAction, explain};
use halfopen_spec::wire::{Segment, Seq};
use stateright::Model;
use std::time::Duration;

/// The capture, a pcap file.
///
/// # Errors
///
/// When the run has no times.
pub fn pcap(world: &World, clock: Clock, actions: &[WorldAction]) -> Result<Vec<u8>, NotExported> {
    let at = super::times(world, clock, actions)?;
    let mut file = header();
    let here = capture_point(world);
    let Some(mut state) = world.init_states().into_iter().next() else {
        return Ok(file);
    };
    for (number, (action, at)) in actions.iter().zip(at).enumerate() {
        // Steps of one moment keep their order.
        let micros = at.as_micros() as u64 + number as u64;
        if let WorldAction::Deliver { src, dst, msg } = action
            && HostId::from(*dst) == here
        {
            packet(&mut file, micros, ((*src).into(), here), msg);
        }
        let explained = explain(world, &state, action);
        if explained.actor == Some(here) {
            for (to, segment) in &explained.effects.segments {
                packet(&mut file, micros, (here, *to), segment);
            }
        }
        let Some(next) = world.next_state(&state, action.clone()) else {
            break;
        };
        state = next;
    }
    Ok(file)
}

/// The host at which a run is captured.
fn capture_point(world: &World) -> HostId {
    match world.actors.first() {
        Some(Node::Host(_)) | None => HostId(0),
        Some(Node::Flooder(_)) => HostId(1),
    }
}

/// pcap-savefile(5), little-endian, microseconds, Ethernet.
fn header() -> Vec<u8> {
    let mut file = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
    file.extend(2_u16.to_le_bytes());
    file.extend(4_u16.to_le_bytes());
    file.extend([0; 8]);
    file.extend(262_144_u32.to_le_bytes());
    file.extend(1_u32.to_le_bytes());
    file
}

/// Runs begin at this second: 1 January 2026.
const BEGINNING: u64 = 1_767_225_600;
const WINDOW: u16 = 64_240;

fn packet(file: &mut Vec<u8>, micros: u64, (from, to): (HostId, HostId), segment: &Segment) {
    let ports = (segment.source.0, segment.destination.0);
    let seq = moved(segment.seq, (from, ports.0), (to, ports.1));
    let mut builder = PacketBuilder::ethernet2(hardware(from), hardware(to))
        .ipv4(address(from), address(to), 64)
        .tcp(ports.0, ports.1, seq, WINDOW);
    if segment.flags.syn {
        builder = builder.syn();
    }
    if segment.flags.fin {
        builder = builder.fin();
    }
    if segment.flags.rst {
        builder = builder.rst();
    }
    if segment.payload > 0 {
        builder = builder.psh();
    }
    if let Some(ack) = segment.ack {
        builder = builder.ack(moved(ack, (to, ports.1), (from, ports.0)));
    }
    let payload = vec![b'.'; usize::from(segment.payload)];
    let mut octets = Vec::new();
    builder
        .write(&mut octets, &payload)
        .expect("a small packet can be written to memory");
    let at = Duration::from_micros(micros);
    let length = (octets.len() as u32).to_le_bytes();
    file.extend(((BEGINNING + at.as_secs()) as u32).to_le_bytes());
    file.extend(at.subsec_micros().to_le_bytes());
    file.extend(length);
    file.extend(length);
    file.extend(octets);
}

/// 192.0.2.0/24 is for documentation (RFC 5737).
fn address(host: HostId) -> [u8; 4] {
    [192, 0, 2, host.0 + 1]
}

/// Locally administered.
fn hardware(host: HostId) -> [u8; 6] {
    [2, 0, 0, 0, 0, host.0 + 1]
}

/// The number on the wire: moved by what looks like chance and depends on the direction only. Zero stays where it stands for no number.
fn moved(number: Seq, (from, source): (HostId, u16), (to, destination): (HostId, u16)) -> u32 {
    if number == Seq(0) {
        return 0;
    }
    let words = [
        u32::from(from.0),
        u32::from(source),
        u32::from(to.0),
        u32::from(destination),
    ];
    // FNV-1a, word by word.
    let base = words.iter().fold(0x811c_9dc5_u32, |hash, word| {
        (hash ^ word).wrapping_mul(0x0100_0193)
    });
    number.0.wrapping_add(base)
}
