//! Sets of code points.

use super::ast::Fold;
use super::fold;

const LAST: u32 = 0x10_FFFF;

/// A set of code points, surrogates among them: the ranges in order, without overlap.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    ranges: Vec<(u32, u32)>,
    /// The same for ASCII, a bit for each.
    ascii: u128,
}

impl Class {
    pub(super) fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let bits = |&(first, last): &(u32, u32)| (first..=last.min(127)).fold(0_u128, |bits, at| bits | 1 << at);
        let ascii = merged.iter().take_while(|range| range.0 < 128).map(bits).fold(0, |all, bits| all | bits);
        Class { ranges: merged, ascii }
    }

    pub(super) fn single(point: u32) -> Self {
        Class::new(vec![(point, point)])
    }

    /// A set of ASCII characters and ranges.
    pub(super) fn of(ranges: &[(char, char)]) -> Self {
        Class::new(ranges.iter().map(|&(first, last)| (u32::from(first), u32::from(last))).collect())
    }

    pub(super) fn contains(&self, point: u32) -> bool {
        if point < 128 {
            return self.ascii >> point & 1 == 1;
        }
        let after = self.ranges.partition_point(|range| range.0 <= point);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| point <= range.1)
    }

    pub(super) fn union(&self, other: &Class) -> Class {
        Class::new([self.ranges.as_slice(), other.ranges.as_slice()].concat())
    }

    pub(super) fn negate(&self) -> Class {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Class::new(ranges)
    }

    pub(super) fn intersect(&self, other: &Class) -> Class {
        self.negate().union(&other.negate()).negate()
    }

    /// The set with the letters that differ from one of its letters in the case only.
    pub(super) fn fold(&self, fold: Fold) -> Class {
        let others = match fold {
            Fold::None => return self.clone(),
            Fold::Ascii => ('A'..='Z').chain('a'..='z').map(u32::from).filter(|point| self.contains(point ^ 0x20)).collect(),
            Fold::Unicode => fold::others_in_unicode(|point| self.contains(point)),
        };
        Class::new(others.into_iter().map(|point| (point, point)).chain(self.ranges.iter().copied()).collect())
    }

    /// How much it takes to keep it.
    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_combine() {
        let letters = Class::of(&[('a', 'z')]);
        let vowels = Class::of(&[('a', 'a'), ('e', 'e'), ('i', 'i')]);
        let consonants = letters.intersect(&vowels.negate());
        assert!(consonants.contains(u32::from('b')) && !consonants.contains(u32::from('e')));
        assert!(!consonants.contains(u32::from('é')) && vowels.negate().contains(0xD800));
        assert!(vowels.fold(Fold::Ascii).contains(u32::from('E')));
        assert!(Class::single(u32::from('É')).fold(Fold::Unicode).contains(u32::from('é')));
        assert!(vowels.union(&letters).contains(u32::from('z')));
        assert!(Class::default().negate().contains(LAST));
    }
}
