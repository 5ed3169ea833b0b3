//! Small numbers for values, in the order in which they are first seen.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Small numbers for values, in the order in which they are first seen, from `first` on.
pub(crate) struct Interner<T> {
    first: u32,
    values: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, u32>,
}

impl<T: Eq + Hash> Interner<T> {
    pub(crate) fn from(first: u32) -> Self {
        Interner {
            first,
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The number of a value, which becomes known if it was not.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = u32::try_from(self.values.len())
            .ok()
            .and_then(|count| count.checked_add(self.first))
            .expect("there are fewer than 2^32 distinct parts");
        let value = Arc::new(value);
        self.values.push(Arc::clone(&value));
        self.numbers.insert(value, number);
        number
    }

    /// The value behind a number that this interner gave.
    pub(crate) fn value(&self, number: u32) -> &Arc<T> {
        &self.values[(number - self.first) as usize]
    }

    /// The largest number given so far, or 0.
    pub(crate) fn largest(&self) -> u32 {
        (self.first + self.values.len() as u32).saturating_sub(1)
    }

    /// A guess at the bytes held, without what values keep on the heap.
    pub(crate) fn bytes(&self) -> u64 {
        (self.values.len() * (size_of::<T>() + 3 * size_of::<usize>() + 24)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_number() {
        let mut interner = Interner::from(1);
        assert_eq!(interner.largest(), 0);
        assert_eq!([interner.number("a"), interner.number("b")], [1, 2]);
        assert_eq!(interner.number("a"), 1);
        assert_eq!(**interner.value(2), "b");
        assert_eq!(interner.largest(), 2);
    }
}
