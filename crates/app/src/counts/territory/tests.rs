use domain::counts::{Choices, is_few};
use jiff::civil::date;

use super::held_back::{HeldBack, of_parts, of_whole};
use super::{Raw, TerritoryAsk};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % sides).unwrap_or(0)
    }

    fn raw(&mut self) -> Raw {
        let mut raw = Raw { components: (0..12).map(|_| self.few_or_many()).collect(), ..Raw::default() };
        for list in &mut raw.lists {
            let (opening, entries) = (self.few_or_many(), self.few_or_many());
            let removals = self.throw(u64::try_from(opening + entries + 1).expect("not negative"));
            let closing = opening + entries - removals;
            let moving = self.throw(u64::try_from(closing + 1).expect("not negative"));
            *list = [opening, entries, removals, closing, closing, moving];
        }
        raw
    }

    fn few_or_many(&mut self) -> i64 {
        match self.throw(4) {
            0 => 0,
            1 => self.throw(5),
            _ => self.throw(40),
        }
    }
}

fn ask(day: jiff::civil::Date) -> TerritoryAsk {
    TerritoryAsk { day, known_at: None, choices: Choices::default() }
}

#[test]
fn flows_are_of_the_last_quarter_that_was_over() {
    for (day, quarter) in [
        (date(2026, 9, 30), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 10, 1), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 9, 29), (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2027, 1, 1), (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2028, 2, 29), (date(2027, 10, 1), date(2027, 12, 31))),
    ] {
        assert_eq!(ask(day).quarter(), quarter, "{day}");
    }
}

/// A province with what is held back of it, and its communes with what is held back of them.
type Province = (HeldBack, Raw, Vec<(HeldBack, Raw)>);

/// A nation of some provinces of some communes, and what is held back of each.
fn nation(dice: &mut Dice) -> (HeldBack, Vec<Province>, Raw) {
    let count = dice.throw(4) + 1;
    let provinces: Vec<Vec<Raw>> =
        (0..count).map(|_| (0..=dice.throw(6)).map(|_| dice.raw()).collect::<Vec<_>>()).collect();
    let sums: Vec<Raw> = provinces.iter().map(|communes| Raw::sum(communes.iter())).collect();
    let all = Raw::sum(sums.iter());
    let whole = of_whole(&all);
    let held = of_parts(&sums.iter().collect::<Vec<_>>(), &whole);
    let each = provinces.into_iter().zip(sums).zip(held).map(|((communes, sum), held)| {
        let of = of_parts(&communes.iter().collect::<Vec<_>>(), &held);
        (held, sum, of.into_iter().zip(communes).collect())
    });
    (whole, each.collect(), all)
}

/// Each number of a list and whether it is held back.
fn cells(held: &HeldBack, raw: &Raw, list: usize) -> [(i64, bool); 6] {
    let (of, [opening, entries, removals, closing, now, moving]) = (held.lists[list], raw.lists[list]);
    [
        (opening, of.opening),
        (entries, of.flows),
        (removals, of.flows),
        (closing, of.closing),
        (now, of.now),
        (moving, of.moving),
    ]
}

/// A whole and its parts give nothing away that is held back: see [`domain::counts::untold`].
fn covered(whole: (i64, bool), parts: &[(i64, bool)]) {
    assert!(parts.iter().chain([&whole]).all(|(people, held)| *held || !is_few(*people)), "few are not told");
    let held: Vec<i64> = parts.iter().filter(|(_, held)| *held).map(|(people, _)| *people).collect();
    if whole.1 {
        assert!(!held.is_empty(), "the parts would add up to the whole");
    } else {
        assert!(held.len() != 1, "the whole less the others would tell it: {whole:?} {parts:?}");
        assert!(!is_few(held.iter().sum()), "together they are few");
    }
}

#[test]
fn nothing_held_back_is_worked_out_from_rows_columns_or_the_page_above() {
    let mut dice = Dice(11);
    for _ in 0..2_000 {
        let (whole, provinces, all) = nation(&mut dice);
        for list in 0..3 {
            let of_all = cells(&whole, &all, list);
            for (column, whole) in of_all.into_iter().enumerate() {
                let parts: Vec<_> = provinces.iter().map(|(held, raw, _)| cells(held, raw, list)[column]).collect();
                covered(whole, &parts);
                for (held, raw, communes) in &provinces {
                    let parts: Vec<_> = communes.iter().map(|(held, raw)| cells(held, raw, list)[column]).collect();
                    covered(cells(held, raw, list)[column], &parts);
                }
            }
            let rows = provinces.iter().flat_map(|(held, _, communes)| communes.iter().map(|(it, _)| it).chain([held]));
            for row in rows.chain([&whole]) {
                let of = row.lists[list];
                assert!(of.flows || !of.opening && !of.closing, "three of a row would tell the fourth");
            }
        }
    }
}

#[test]
fn what_is_held_back_of_a_day_is_the_same_on_every_page_that_tells_it() {
    let mut dice = Dice(12);
    for _ in 0..1_000 {
        let parts: Vec<Raw> = (0..6).map(|_| dice.raw()).collect();
        // the next quarter opens with what this one closed with, and the page of a day tells the same as its now
        let next: Vec<Raw> = parts
            .iter()
            .map(|raw| {
                let mut next = dice.raw();
                for (to, from) in next.lists.iter_mut().zip(raw.lists) {
                    to[0] = from[3];
                }
                next
            })
            .collect();
        let held = |of: &[Raw]| of_parts(&of.iter().collect::<Vec<_>>(), &of_whole(&Raw::sum(of.iter())));
        for (this, then) in held(&parts).iter().zip(held(&next)) {
            for (this, then) in this.lists.iter().zip(then.lists) {
                assert_eq!((this.closing, this.closing), (then.opening, this.now));
            }
        }
    }
}

#[test]
fn one_choice_less_another_tells_nobody() {
    let mut raw = Raw { components: vec![50, 60, 20, 3, 0, 0, 9, 12], ..Raw::default() };
    raw.lists[0][4] = 50;
    raw.lists[1][4] = 60;
    let held = of_whole(&raw);
    let mut chosen = Choices::default();
    assert_eq!(held.inputs(chosen), [false, false, true], "lists are told; who is not exempt depends on few");
    assert!(chosen.choose("facility_on_file", true));
    assert_eq!(held.inputs(chosen), [true, false, true], "63 less 60 are three people in a facility");
}
