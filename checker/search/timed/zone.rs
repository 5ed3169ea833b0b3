//! What is known of several moments: for each two, the most that one may lie after the other, in milliseconds.

/// No bound.
pub(super) const NEVER: i32 = i32::MAX;

/// Everything that is known of the moments of a class. Moment 0 is now.
///
/// The matrix is closed: what follows from two bounds is a bound of its own. Equal knowledge is an equal matrix.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Zone {
    moments: usize,
    /// `most[i * moments + j]` is the most that moment i lies after moment j.
    most: Vec<i32>,
}

/// The sum of two bounds.
fn plus(left: i32, right: i32) -> i32 {
    if left == NEVER || right == NEVER {
        NEVER
    } else {
        left.saturating_add(right).min(NEVER - 1)
    }
}

impl Zone {
    /// Now, and nothing else.
    pub(super) fn now() -> Self {
        Zone {
            moments: 1,
            most: vec![0],
        }
    }

    /// As [`Zone::most`] told it, moment by moment.
    pub(super) fn from_bounds(moments: usize, most: Vec<i32>) -> Self {
        Zone { moments, most }
    }

    pub(super) fn moments(&self) -> usize {
        self.moments
    }

    /// The most that one moment lies after another; [`NEVER`] if it may be any time.
    pub(super) fn most(&self, moment: usize, after: usize) -> i32 {
        self.most[moment * self.moments + after]
    }

    /// The least that one moment lies after another, below zero if it may lie before.
    pub(super) fn least(&self, moment: usize, after: usize) -> i32 {
        match self.most(after, moment) {
            NEVER => i32::MIN,
            most => -most,
        }
    }

    /// Learns that one moment lies at most so long after another; says whether that can be.
    pub(super) fn learn(&mut self, moment: usize, after: usize, most: i32) -> bool {
        if most >= self.most(moment, after) {
            return true;
        }
        if plus(self.most(after, moment), most) < 0 {
            return false;
        }
        let moments = self.moments;
        for left in 0..moments {
            let to_moment = plus(self.most(left, moment), most);
            if to_moment == NEVER {
                continue;
            }
            for right in 0..moments {
                let through = plus(to_moment, self.most(after, right));
                let known = &mut self.most[left * moments + right];
                *known = (*known).min(through);
            }
        }
        true
    }

    /// Keeps these moments, in this order.
    pub(super) fn select(&self, moments: &[usize]) -> Self {
        let mut most = Vec::with_capacity(moments.len() * moments.len());
        for moment in moments {
            most.extend(moments.iter().map(|after| self.most(*moment, *after)));
        }
        Zone {
            moments: moments.len(),
            most,
        }
    }

    /// Adds a moment that lies within this window from now.
    pub(super) fn add(&mut self, least: i32, most: i32) {
        let (old, new) = (self.moments, self.moments + 1);
        let mut larger = Vec::with_capacity(new * new);
        for left in 0..old {
            larger.extend_from_slice(&self.most[left * old..(left + 1) * old]);
            // What comes before now, comes before the new moment by more.
            larger.push(plus(self.most(left, 0), -least));
        }
        for right in 0..old {
            larger.push(plus(most, self.most(0, right)));
        }
        larger.push(0);
        self.moments = new;
        self.most = larger;
    }

    /// Whether everything that is possible here is possible there.
    pub(super) fn is_within(&self, other: &Zone) -> bool {
        self.moments == other.moments
            && self
                .most
                .iter()
                .zip(&other.most)
                .all(|(here, there)| here <= there)
    }

    pub(super) fn bytes(&self) -> u64 {
        (self.most.len() * size_of::<i32>() + size_of::<Self>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two things pending: one in 100 to 125, one in 110 to 120.
    fn two() -> Zone {
        let mut zone = Zone::now();
        zone.add(100, 125);
        zone.add(110, 120);
        zone
    }

    #[test]
    fn what_is_pending_has_its_window() {
        let zone = two();
        assert_eq!((zone.least(1, 0), zone.most(1, 0)), (100, 125));
        assert_eq!((zone.least(1, 2), zone.most(1, 2)), (-20, 15));
    }

    #[test]
    fn what_comes_first_narrows_the_rest() {
        let mut zone = two();
        // The second comes first: then it comes by 120, and the first not before 110.
        assert!(zone.learn(2, 1, 0));
        assert_eq!((zone.least(2, 0), zone.most(2, 0)), (110, 120));
        assert_eq!((zone.least(1, 0), zone.most(1, 0)), (110, 125));
        // Now is when the second came.
        let then = zone.select(&[2, 1]);
        assert_eq!((then.least(1, 0), then.most(1, 0)), (0, 15));
    }

    #[test]
    fn what_cannot_come_first_is_refused() {
        let mut zone = Zone::now();
        zone.add(100, 125);
        zone.add(200, 225);
        assert!(!zone.clone().learn(2, 1, 0));
        assert!(zone.learn(1, 2, 0));
    }

    #[test]
    fn a_moment_without_end_has_no_bound() {
        let mut zone = Zone::now();
        zone.add(5, NEVER);
        zone.add(1, 2);
        assert_eq!(zone.most(1, 0), NEVER);
        assert_eq!(zone.least(1, 2), 3);
        assert_eq!(zone.most(1, 2), NEVER);
    }

    #[test]
    fn less_is_possible_within() {
        let wide = two();
        let mut narrow = two();
        assert!(narrow.learn(1, 2, 0));
        assert!(narrow.is_within(&wide) && !wide.is_within(&narrow));
    }
}
