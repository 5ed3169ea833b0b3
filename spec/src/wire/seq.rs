//! Sequence numbers: small in the model, compared as the real ones are.

use std::fmt;

/// A position in one direction's sequence space (RFC 9293 §3.4): 32 bits that wrap.
///
/// The model uses small values, so that states stay few and runs stay readable, but every comparison is the
/// kernel's own signed difference. A modelled run can therefore be mapped to real segments by adding a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Seq(pub u32);

impl Seq {
    /// The position `count` octets further on; SYN and FIN take one each.
    #[must_use]
    pub const fn plus(self, count: u32) -> Self {
        Self(self.0.wrapping_add(count))
    }

    /// How far `self` lies behind `start`; negative when it lies before it.
    #[must_use]
    pub const fn since(self, start: Self) -> i32 {
        self.0.wrapping_sub(start.0).cast_signed()
    }

    /// Whether `self` comes before `other` (include/net/tcp.h: before).
    #[must_use]
    pub const fn is_before(self, other: Self) -> bool {
        self.since(other) < 0
    }

    /// Whether `self` comes after `other` (include/net/tcp.h: after).
    #[must_use]
    pub const fn is_after(self, other: Self) -> bool {
        other.is_before(self)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Seq;

    #[test]
    fn comparison_survives_the_wrap() {
        let last = Seq(u32::MAX);
        assert!(last.is_before(last.plus(1)));
        assert!(last.plus(1).is_after(last));
        assert_eq!(last.plus(3).since(last), 3);
        assert_eq!(last.since(last.plus(3)), -3);
    }

    #[test]
    fn a_position_is_neither_before_nor_after_itself() {
        assert!(!Seq(7).is_before(Seq(7)));
        assert!(!Seq(7).is_after(Seq(7)));
    }
}
