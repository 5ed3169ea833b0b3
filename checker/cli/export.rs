//! The forms of a run that can be written to a file.

use clap::ValueEnum;
use std::path::Path;

/// A form of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A packet capture, for Wireshark and for `halfopen trace` (.pcap)
    Pcap,
    /// A ladder diagram as a drawing (.svg)
    Svg,
    /// A ladder diagram as Mermaid's source (.mmd)
    Mermaid,
    /// A page with the drawing and every step in words (.html)
    Html,
    /// Apalache's Informal Trace Format (.itf.json)
    Itf,
    /// A script for packetdrill (.pkt)
    Packetdrill,
    /// A ladder diagram as text (.txt)
    Text,
}

impl ExportFormat {
    /// How the names of files end.
    pub const ENDINGS: [(&str, Self); 7] = [
        (".pcap", Self::Pcap),
        (".svg", Self::Svg),
        (".mmd", Self::Mermaid),
        (".html", Self::Html),
        (".itf.json", Self::Itf),
        (".pkt", Self::Packetdrill),
        (".txt", Self::Text),
    ];

    /// The form that a file's name tells.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let told = Self::ENDINGS
            .iter()
            .find(|(ending, _)| name.ends_with(ending));
        told.map(|(_, format)| *format)
    }
}
