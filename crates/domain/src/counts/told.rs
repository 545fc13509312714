//! What of a table of counts is told to those who do not keep the files: no number about fewer than five people, and no
//! number from which such a one could be worked out.
//!
//! A whole is the sum of its parts: a nation of its provinces, a province of its communes. A part whose numbers are few
//! is not told. If it were the only one, it would be the whole less the others, so a second one is not told either; and
//! if those that are not told add up to few, another one is not told. The same numbers give the same answer on every
//! page, so two pages never disagree about what is told of one day.

/// Numbers below this, other than nobody, are not told.
pub const FEW: i64 = 5;

/// Whether a number is about few people.
pub const fn is_few(people: i64) -> bool {
    people > 0 && people < FEW
}

/// Which parts of a whole are not told. Each part is its numbers, of which all are told or none; `held_back` names parts
/// that are not told for another reason; `whole_untold` says that the whole itself is not told.
///
/// Of a whole that is told, no part or at least two are held back, and together they are nobody or at least five in each
/// number. Of a whole that is not told, at least one part is held back, so that the parts do not add up to it.
pub fn untold(parts: &[Vec<i64>], held_back: &[bool], whole_untold: bool) -> Vec<bool> {
    let forced = |at: usize| held_back.get(at).copied().unwrap_or(false);
    let mut untold: Vec<bool> =
        parts.iter().enumerate().map(|(at, part)| forced(at) || part.iter().copied().any(is_few)).collect();
    // the smallest first, so that as little as possible is lost; those with nobody last, because they cover nobody
    let mut others: Vec<(bool, i64, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(at, _)| !untold.get(*at).copied().unwrap_or(true))
        .map(|(at, part)| (part.iter().all(|people| *people == 0), part.iter().sum(), at))
        .collect();
    others.sort_unstable();
    for (_, _, at) in others {
        if is_covered(parts, &untold, whole_untold) {
            break;
        }
        if let Some(place) = untold.get_mut(at) {
            *place = true;
        }
    }
    untold
}

fn is_covered(parts: &[Vec<i64>], untold: &[bool], whole_untold: bool) -> bool {
    let hidden: Vec<&Vec<i64>> =
        parts.iter().zip(untold).filter(|(_, untold)| **untold).map(|(part, _)| part).collect();
    if whole_untold {
        return !hidden.is_empty();
    }
    let columns = parts.first().map_or(0, Vec::len);
    let sum = |column: usize| -> i64 { hidden.iter().filter_map(|part| part.get(column)).sum() };
    hidden.is_empty() || hidden.len() > 1 && !(0..columns).map(sum).any(is_few)
}

#[cfg(test)]
mod tests {
    use super::{is_few, untold};

    fn parts(of: &[i64]) -> Vec<Vec<i64>> {
        of.iter().map(|people| vec![*people]).collect()
    }

    #[test]
    fn one_that_is_few_takes_a_second_one_with_it() {
        assert_eq!(untold(&parts(&[3, 20, 9, 0]), &[], false), [true, false, true, false]);
        assert_eq!(untold(&parts(&[20, 9, 0]), &[], false), [false; 3], "nobody is not few");
        assert_eq!(untold(&parts(&[1, 2, 9, 8]), &[], false), [true, true, false, true], "1 and 2 together are few");
    }

    #[test]
    fn parts_do_not_add_up_to_a_whole_that_is_not_told() {
        assert_eq!(untold(&parts(&[20, 9]), &[], true), [false, true]);
        assert_eq!(untold(&parts(&[3]), &[], true), [true]);
    }

    #[test]
    fn what_is_held_back_for_another_reason_is_covered_too() {
        assert_eq!(untold(&parts(&[20, 9, 30]), &[true, false, false], false), [true, true, false]);
    }

    /// Whether the parts that are not told could be other numbers than they are, with everything that is told the same:
    /// by moving people between two of them, and by nothing else that a reader knows.
    fn could_be_otherwise(of: &[i64], untold: &[bool], at: usize) -> bool {
        let others = || of.iter().zip(untold).enumerate().filter(|(n, (_, hidden))| *n != at && **hidden);
        let mine = of.get(at).copied().unwrap_or(0);
        others().any(|(_, (other, _))| *other > 0 || mine > 0)
    }

    #[test]
    fn no_number_that_is_not_told_follows_from_what_is() {
        let mut state = 7_u64;
        let mut throw = |sides: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((state >> 33) % sides).unwrap_or(0)
        };
        for _ in 0..20_000 {
            let count = throw(7) + 1;
            let of: Vec<i64> = (0..count).map(|_| if throw(3) == 0 { 0 } else { throw(12) }).collect();
            let whole: i64 = of.iter().sum();
            let whole_untold = is_few(whole);
            let hidden = untold(&parts(&of), &[], whole_untold);
            for (at, people) in of.iter().enumerate() {
                assert!(!is_few(*people) || hidden.get(at) == Some(&true), "{of:?}: few are not told");
            }
            let held: Vec<usize> = hidden.iter().enumerate().filter(|(_, is)| **is).map(|(at, _)| at).collect();
            if whole_untold {
                assert!(!held.is_empty(), "{of:?}: the parts would add up to the whole");
                continue;
            }
            let together: i64 = held.iter().filter_map(|at| of.get(*at)).sum();
            assert!(held.is_empty() || !is_few(together), "{of:?}: {hidden:?} together are few");
            assert!(held.iter().all(|at| could_be_otherwise(&of, &hidden, *at)), "{of:?}: {hidden:?}");
        }
    }
}
