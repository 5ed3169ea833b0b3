//! Section 3.9: what programs and IP may ask, and be told.

use super::{Fate, Requirement};
use crate::rule::Rule;

/// In the order of the sections.
pub(super) const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "MUST-41",
        section: "3.9.1.1",
        sentence: "A passive open changes no earlier connection.",
        fate: Fate::Covered(&[Rule::Listen, Rule::ListenAgain]),
    },
    Requirement {
        id: "MUST-42",
        section: "3.9.1.1",
        sentence: "A program can listen on a port of which a connection is in SYN-SENT or SYN-RECEIVED.",
        fate: Fate::LeftOut("A host of the model listens before anything comes, or not at all."),
    },
    Requirement {
        id: "MUST-43",
        section: "3.9.1.1",
        sentence: "The local address can be given.",
        fate: Fate::LeftOut("A host of the model has one address."),
    },
    Requirement {
        id: "MUST-44",
        section: "3.9.1.1",
        sentence: "Otherwise IP chooses it before the first SYN.",
        fate: Fate::LeftOut("A host of the model has one address."),
    },
    Requirement {
        id: "MUST-45",
        section: "3.9.1.1",
        sentence: "A connection keeps its local address.",
        fate: Fate::LeftOut("A host of the model has one address."),
    },
    Requirement {
        id: "MUST-46",
        section: "3.9.1.1",
        sentence: "OPEN to a broadcast or multicast address is an error.",
        fate: Fate::LeftOut("No host of the model has such an address."),
    },
    Requirement {
        id: "MAY-15",
        section: "3.9.1.2",
        sentence: "SEND may have a PUSH flag.",
        fate: Fate::LeftOut(
            "Linux has none: what send() is given goes out at once, and PSH is printed for payload only.",
        ),
    },
    Requirement {
        id: "MUST-60",
        section: "3.9.1.2",
        sentence: "Without it data is not buffered for ever.",
        fate: Fate::Covered(&[Rule::DataSent]),
    },
    Requirement {
        id: "MUST-61",
        section: "3.9.1.2",
        sentence: "Without it PSH is set in the last buffered segment.",
        fate: Fate::LeftOut("PSH changes nothing that is asked."),
    },
    Requirement {
        id: "SHLD-27",
        section: "3.9.1.2",
        sentence: "Successive PSH bits are collapsed.",
        fate: Fate::LeftOut("One piece of data is sent each way."),
    },
    Requirement {
        id: "MAY-16",
        section: "3.9.1.2",
        sentence: "Data of several SENDs may be sent together.",
        fate: Fate::LeftOut("One piece of data is sent each way."),
    },
    Requirement {
        id: "SHLD-28",
        section: "3.9.1.2",
        sentence: "Segments are as large as possible.",
        fate: Fate::LeftOut("One piece of data is sent each way."),
    },
    Requirement {
        id: "SHLD-13",
        section: "3.9.1.2",
        sentence: "New programs do not use URG.",
        fate: Fate::LeftOut("Urgent data is not modelled."),
    },
    Requirement {
        id: "MAY-17",
        section: "3.9.1.3",
        sentence: "RECEIVE may show PSH.",
        fate: Fate::LeftOut("Linux does not show it."),
    },
    Requirement {
        id: "MAY-14",
        section: "3.9.1.7",
        sentence: "FLUSH may be there.",
        fate: Fate::LeftOut("Linux has none."),
    },
    Requirement {
        id: "MUST-47",
        section: "3.9.1.8",
        sentence: "Soft errors are reported to the program.",
        fate: Fate::LeftOut("ICMP is not modelled; what ends a connection is told: see MUST-12."),
    },
    Requirement {
        id: "SHLD-20",
        section: "3.9.1.8",
        sentence: "The program can turn such reports off.",
        fate: Fate::LeftOut("As above."),
    },
    Requirement {
        id: "MUST-48",
        section: "3.9.1.9",
        sentence: "The program can set the Differentiated Services field.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "SHLD-21",
        section: "3.9.1.9",
        sentence: "It can change it later.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "SHLD-22",
        section: "3.9.1.9",
        sentence: "It is passed to IP unchanged.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MAY-9",
        section: "3.9.1.9",
        sentence: "The received field may be passed up.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-49",
        section: "3.9.2",
        sentence: "TTL can be configured.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "SHLD-23",
        section: "3.9.2",
        sentence: "The Differentiated Services field is not changed during a connection.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-50",
        section: "3.9.2",
        sentence: "Unknown IP options are ignored.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MAY-10",
        section: "3.9.2",
        sentence: "The IP Timestamp option may be supported.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MAY-11",
        section: "3.9.2",
        sentence: "The IP Record Route option may be supported.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-51",
        section: "3.9.2.1",
        sentence: "The program can give a source route.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-52",
        section: "3.9.2.1",
        sentence: "It goes before one that was received.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-53",
        section: "3.9.2.1",
        sentence: "A return route is saved and used.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "SHLD-24",
        section: "3.9.2.1",
        sentence: "A later one takes its place.",
        fate: Fate::LeftOut("IP headers are not modelled."),
    },
    Requirement {
        id: "MUST-54",
        section: "3.9.2.2",
        sentence: "An ICMP error is directed to its connection.",
        fate: Fate::LeftOut("ICMP is not modelled."),
    },
    Requirement {
        id: "MUST-55",
        section: "3.9.2.2",
        sentence: "Source Quench is discarded.",
        fate: Fate::LeftOut("ICMP is not modelled."),
    },
    Requirement {
        id: "MUST-56",
        section: "3.9.2.2",
        sentence: "A soft ICMP error aborts no connection.",
        fate: Fate::LeftOut("ICMP is not modelled."),
    },
    Requirement {
        id: "SHLD-25",
        section: "3.9.2.2",
        sentence: "A soft ICMP error is shown to the program.",
        fate: Fate::LeftOut("ICMP is not modelled."),
    },
    Requirement {
        id: "SHLD-26",
        section: "3.9.2.2",
        sentence: "A hard ICMP error aborts the connection.",
        fate: Fate::LeftOut("ICMP is not modelled."),
    },
    Requirement {
        id: "MUST-63",
        section: "3.9.2.3",
        sentence: "A SYN with an invalid source address is ignored.",
        fate: Fate::LeftOut("No host of the model has such an address."),
    },
    Requirement {
        id: "MUST-57",
        section: "3.9.2.3",
        sentence: "A SYN to a broadcast or multicast address is discarded.",
        fate: Fate::LeftOut("No host of the model has such an address."),
    },
];
