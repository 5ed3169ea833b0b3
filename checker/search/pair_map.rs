//! A private table from two small numbers to a value: what a thread looks up at every step.

const FREE: u64 = u64::MAX;

/// A table from two small numbers to a value, open addressing, never shrinking.
pub(in crate::search) struct PairMap<V> {
    entries: Vec<(u64, V)>,
    len: usize,
}

fn spread(key: u64) -> u64 {
    let product = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

impl<V: Copy + Default> PairMap<V> {
    pub(in crate::search) fn new() -> Self {
        PairMap {
            entries: vec![(FREE, V::default()); 16],
            len: 0,
        }
    }

    fn place(&self, key: u64) -> usize {
        let mask = self.entries.len() - 1;
        let mut place = spread(key) as usize & mask;
        while self.entries[place].0 != key && self.entries[place].0 != FREE {
            place = (place + 1) & mask;
        }
        place
    }

    #[inline]
    pub(in crate::search) fn get(&self, left: u32, right: u32) -> Option<V> {
        let (key, value) = self.entries[self.place(u64::from(left) << 32 | u64::from(right))];
        (key != FREE).then_some(value)
    }

    pub(in crate::search) fn insert(&mut self, left: u32, right: u32, value: V) {
        if (self.len + 1) * 2 > self.entries.len() {
            let larger = vec![(FREE, V::default()); self.entries.len() * 2];
            for (key, value) in std::mem::replace(&mut self.entries, larger) {
                if key != FREE {
                    let place = self.place(key);
                    self.entries[place] = (key, value);
                }
            }
        }
        let key = u64::from(left) << 32 | u64::from(right);
        let place = self.place(key);
        self.len += usize::from(self.entries[place].0 == FREE);
        self.entries[place] = (key, value);
    }

    pub(in crate::search) fn bytes(&self) -> u64 {
        (self.entries.len() * size_of::<(u64, V)>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inserted_is_found() {
        let mut map = PairMap::new();
        for left in 0..50 {
            for right in 0..50 {
                map.insert(left, right, left * 100 + right);
            }
        }
        assert_eq!(map.get(49, 7), Some(4907));
        assert_eq!(map.get(50, 7), None);
    }
}
