//! Two people who appoint each other are one person who appoints himself.

use domain::access::{Grant, GrantError, MUTUAL_HOURS_MIN, no_favour_returned};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn grant(to: u128, by: [u128; 2], minutes: i64) -> Grant {
    let start: Timestamp = "2026-11-20T03:00:00Z".parse().expect("an instant");
    Grant { to: Uuid::from_u128(to), by: by.map(Uuid::from_u128), at: start + SignedDuration::from_mins(minutes) }
}

#[test]
fn a_favour_is_returned_after_a_day_and_not_a_minute_earlier() {
    let before = [grant(1, [2, 3], 0)];
    let day = MUTUAL_HOURS_MIN * 60;
    for (minutes, good) in [(0, false), (1, false), (day - 1, false), (day, true), (day + 1, true)] {
        for by in [[1, 4], [4, 1]] {
            for to in [2, 3] {
                let outcome = no_favour_returned(&grant(to, by, minutes), &before);
                assert_eq!(outcome.is_ok(), good, "{by:?} appoint {to} after {minutes} minutes");
            }
        }
    }
    let refused = no_favour_returned(&grant(2, [1, 4], 5), &before).expect_err("too soon");
    let (to, by) = (Uuid::from_u128(2), Uuid::from_u128(1));
    assert_eq!(refused, GrantError::Mutual { to, by, at: before[0].at });
    no_favour_returned(&grant(5, [1, 4], 5), &before).expect("no favour: 5 did nothing for 1");
    no_favour_returned(&grant(1, [2, 3], 5), &before).expect("the same two appoint him once more");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Held against the rule as the law of the house has it: three people, and nobody appointed within a day by the one
    /// who is appointed now.
    #[test]
    fn the_rule_is_the_same_as_its_sentence(
        to in 1_u128..7, one in 1_u128..7, other in 1_u128..7, at in 0_i64..4_000,
        before in prop::collection::vec((1_u128..7, 1_u128..7, 1_u128..7, 0_i64..4_000), 0..12),
    ) {
        let now = grant(to, [one, other], at);
        let before: Vec<Grant> = before.into_iter().map(|(to, a, b, at)| grant(to, [a, b], at)).collect();
        let three = to != one && to != other && one != other;
        let mut owed = false;
        for earlier in &before {
            let took_part = earlier.by[0] == now.to || earlier.by[1] == now.to;
            let grants_now = earlier.to == now.by[0] || earlier.to == now.by[1];
            let minutes = now.at.duration_since(earlier.at).as_mins().abs();
            owed |= took_part && grants_now && minutes < 24 * 60;
        }
        let outcome = no_favour_returned(&now, &before);
        prop_assert_eq!(outcome.is_ok(), three && !owed);
        // proposing and agreeing are one to it
        let turned = Grant { by: [now.by[1], now.by[0]], ..now };
        prop_assert_eq!(no_favour_returned(&turned, &before).is_ok(), outcome.is_ok());
        // whoever forgot half of what was before permits no less
        let half = &before[..before.len() / 2];
        prop_assert!(outcome.is_err() || no_favour_returned(&turned, half).is_ok());
    }
}
