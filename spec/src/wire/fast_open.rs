//! The Fast Open option (RFC 7413 §4.1.1) of a SYN or a SYN,ACK.

use std::fmt;

/// What the option says. A host that has a cookie has the right one: the model's servers keep their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum FastOpen {
    /// A SYN asks for a cookie.
    Request,
    /// A SYN,ACK gives the cookie; a SYN shows it.
    Cookie,
    /// A SYN shows a cookie that the server did not give.
    WrongCookie,
}

/// As packetdrill spells it, but for the cookie's octets.
impl fmt::Display for FastOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "<FO>",
            Self::Cookie => "<FO cookie>",
            Self::WrongCookie => "<FO wrong-cookie>",
        })
    }
}
