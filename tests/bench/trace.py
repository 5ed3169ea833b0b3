#!/usr/bin/env python3
"""How fast and in how much memory `halfopen trace` diagnoses a million packets, against tshark's reading of the same file in the same run.

Run after `cargo build --release`:  tests/bench/trace.py [CONNECTIONS]
Each connection has ten packets: handshake, a request and its answer, and both FINs. A thousand are open at once. tshark is left out if it is not installed.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

CONNECTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
OPEN_AT_ONCE = 1000
FIN, SYN, PSH, ACK = 1, 2, 8, 16


def packet(client, number, from_client, flags, seq, ack, payload):
    here = struct.pack(">BBH", 10, 1 + (client >> 14), 1 + (client & 0x3FFF))
    there = struct.pack(">BBBB", 10, 0, 0, 1)
    ends = (here, there) if from_client else (there, here)
    ports = (20000 + client % 40000, 80) if from_client else (80, 20000 + client % 40000)
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + payload, 0, 0x4000, 64, 6, 0) + ends[0] + ends[1]
    tcp = struct.pack(">HHIIBBHHH", *ports, seq, ack, 0x50, flags, 64000, 0, 0)
    frame = bytes(12) + b"\x08\x00" + ip + tcp
    micros = number * 20
    head = struct.pack("<IIII", 1767225600 + micros // 10**6, micros % 10**6, len(frame), len(frame) + payload)
    return head + frame


def conversation(client):
    c, s = 1000 + client, 5000 + client
    return [
        (True, SYN, c, 0, 0), (False, SYN | ACK, s, c + 1, 0), (True, ACK, c + 1, s + 1, 0),
        (True, PSH | ACK, c + 1, s + 1, 100), (False, ACK, s + 1, c + 101, 0), (False, PSH | ACK, s + 1, c + 101, 900),
        (True, FIN | ACK, c + 101, s + 901, 0), (False, ACK, s + 901, c + 102, 0),
        (False, FIN | ACK, s + 901, c + 102, 0), (True, ACK, c + 102, s + 902, 0),
    ]


def write(path):
    number = 0
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for first in range(0, CONNECTIONS, OPEN_AT_ONCE):
            clients = range(first, min(first + OPEN_AT_ONCE, CONNECTIONS))
            for step in range(10):
                for client in clients:
                    out.write(packet(client, number, *conversation(client)[step]))
                    number += 1
    return number


def measure(name, command, packets):
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - started
    print(f"{name:<16} {packets / seconds / 1e6:6.2f} million packets/s  {seconds:6.2f} s  {usage.ru_maxrss / 1024:7.1f} MiB  exit {os.waitstatus_to_exitcode(status)}")


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "million.pcap")
    packets = write(path)
    print(f"{packets} packets, {CONNECTIONS} connections, {os.path.getsize(path) / 2**20:.0f} MiB")
    here = os.path.dirname(os.path.abspath(__file__))
    halfopen = os.path.join(here, "../../target/release/halfopen")
    measure("halfopen trace", [halfopen, "trace", path, "--judge", "none"], packets)
    if shutil.which("tshark"):
        measure("tshark -q -z", ["tshark", "-r", path, "-q", "-z", "conv,tcp"], packets)
