//! What is held back of each part, so that a number about few people is told by no other.

use domain::counts::{COMPONENTS, Choices, Number, is_few, untold};

use super::Raw;

/// What is held back of one list of one unit.
#[expect(clippy::struct_excessive_bools, reason = "each number of a list is held back or told by itself")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OfList {
    pub opening: bool,
    /// Entries and removals: both or neither, and always where the list is held back at either end of the quarter,
    /// because opening and entries less removals are closing.
    pub flows: bool,
    pub closing: bool,
    pub now: bool,
    pub moving: bool,
}

/// What is held back of one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HeldBack {
    pub lists: [OfList; 3],
    /// Of what inputs are made of.
    components: bool,
}

impl HeldBack {
    /// Of each input, under what was chosen. An input that is a list by another name is told where the list is.
    pub fn inputs(&self, choices: Choices) -> [bool; 3] {
        let [users, addicts, _] = self.lists.map(|list| list.now);
        // an absent person may stand on either list, so that choice is about both
        let plain = |input: Number| choices.chosen().all(|(it, _)| it.input != input && it.id != "absent_on_file");
        let of = |input: Number, list: bool| if plain(input) { list } else { self.components };
        [of(Number::AddictsOnFile, addicts), of(Number::UsersOnFile, users), self.components]
    }
}

/// Of a whole that is part of nothing.
pub(super) fn of_whole(raw: &Raw) -> HeldBack {
    let list = |numbers: &[i64; 6]| {
        let [opening, entries, removals, closing, now, moving] = (*numbers).map(is_few);
        OfList { opening, flows: opening || entries || removals || closing, closing, now, moving }
    };
    let components = raw.components.iter().copied().any(is_few);
    HeldBack { lists: raw.lists.each_ref().map(list), components }
}

/// Of the parts of a whole, in one order on every page.
pub(super) fn of_parts(parts: &[&Raw], whole: &HeldBack) -> Vec<HeldBack> {
    let mut held = vec![HeldBack::default(); parts.len()];
    for (at, of_whole) in whole.lists.iter().enumerate() {
        let numbers = |raw: &&Raw| raw.lists.get(at).copied().unwrap_or_default();
        let one = |pick: fn([i64; 6]) -> Vec<i64>| parts.iter().map(numbers).map(pick).collect::<Vec<_>>();
        let opening = untold(&one(|[opening, ..]| vec![opening]), &[], of_whole.opening);
        let closing = untold(&one(|[_, _, _, closing, ..]| vec![closing]), &[], of_whole.closing);
        let ends: Vec<bool> = opening.iter().zip(&closing).map(|(opening, closing)| *opening || *closing).collect();
        let flows = untold(&one(|[_, entries, removals, ..]| vec![entries, removals]), &ends, of_whole.flows);
        let now = untold(&one(|[_, _, _, _, now, _]| vec![now]), &[], of_whole.now);
        let moving = untold(&one(|[.., moving]| vec![moving]), &[], of_whole.moving);
        let each = opening.into_iter().zip(flows).zip(closing).zip(now).zip(moving);
        for (held, ((((opening, flows), closing), now), moving)) in held.iter_mut().zip(each) {
            if let Some(place) = held.lists.get_mut(at) {
                *place = OfList { opening, flows, closing, now, moving };
            }
        }
    }
    let components: Vec<Vec<i64>> = parts.iter().map(|raw| padded(&raw.components)).collect();
    for (held, components) in held.iter_mut().zip(untold(&components, &[], whole.components)) {
        held.components = components;
    }
    held
}

/// A unit of which nothing was counted has nobody in each.
fn padded(components: &[i64]) -> Vec<i64> {
    let mut all = components.to_vec();
    all.resize(COMPONENTS.max(all.len()), 0);
    all
}
