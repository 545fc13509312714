//! Money: what is spent never exceeds what was allotted without a reason, whatever is done in whatever order.

use domain::work::{Author, Chain as _, Entry, replay};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use programme::funds::{Asked, Field, Fund, FundAct, Money, Refusal, Sums, Voucher, What, by_money, by_plan};
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = date(2026, 6, 1);

fn entry(seq: u32, act: FundAct) -> Entry<FundAct> {
    let by = Author { account: Uuid::from_u128(1), appointment: Uuid::from_u128(2) };
    Entry { id: Uuid::from_u128(u128::from(seq)), seq, on: TODAY, at: Timestamp::UNIX_EPOCH, by, act }
}

fn voucher() -> Voucher {
    Voucher { number: "15/QĐ-UBND".to_owned(), date: date(2026, 1, 20) }
}

fn open(money: Money) -> FundAct {
    FundAct::Open { name: "Dự án giả định".to_owned(), money, plan: None }
}

fn allot(amount: u64) -> FundAct {
    FundAct::Allot { year: 2026, amount, voucher: voucher() }
}

fn spend(amount: u64, over: Option<&str>) -> FundAct {
    let purpose = "Tuyên truyền tại thôn".to_owned();
    FundAct::Spend { year: 2026, amount, voucher: voucher(), purpose, over: over.map(str::to_owned) }
}

fn run(acts: Vec<FundAct>) -> Result<Fund, Refusal> {
    let entries: Vec<_> = (1..).zip(acts).map(|(seq, act)| entry(seq, act)).collect();
    Ok(replay::<Fund>(&entries)?.expect("something was done"))
}

#[test]
fn money_is_planned_allotted_and_spent() {
    let budget = FundAct::Budget { year: 2026, amount: 500_000_000, voucher: voucher() };
    let fund = run(vec![open(Money::Local), budget, allot(300_000_000), allot(50_000_000), spend(120_000_000, None)]);
    let sums = fund.expect("lawful").sums(2026);
    assert_eq!(sums, Sums { planned: Some(500_000_000), allotted: 350_000_000, spent: 120_000_000 });
}

#[test]
fn more_than_was_allotted_needs_a_reason_and_only_then() {
    let until = |last: FundAct| run(vec![open(Money::Central), allot(100), last]).map(|fund| fund.sums(2026).spent);
    assert_eq!(until(spend(101, None)), Err(Refusal::OverAllotted(2026, 101, 100)));
    assert_eq!(until(spend(101, Some("Tạm ứng theo Quyết định 3"))), Ok(101));
    assert_eq!(until(spend(100, Some("Không cần"))), Err(Refusal::NotOver(2026)));
    assert_eq!(until(spend(0, None)), Err(Refusal::BadAmount(0)));
}

#[test]
fn a_wrong_entry_is_cancelled_and_stays() {
    let cancel = |n: u128| FundAct::Cancel { entry: Uuid::from_u128(n), reason: "Ghi nhầm".to_owned() };
    let acts = vec![open(Money::Other), allot(100), spend(80, None)];
    let with = |last| {
        let mut acts = acts.clone();
        acts.push(last);
        run(acts)
    };
    let fund = with(cancel(3)).expect("lawful");
    assert_eq!((fund.sums(2026).spent, fund.lines.len()), (0, 2));
    assert_eq!(with(cancel(2)), Err(Refusal::WouldExceed(2026, 80, 0)));
    assert_eq!(with(cancel(9)), Err(Refusal::NoSuchEntry(Uuid::from_u128(9))));
    let closed = vec![open(Money::Other), FundAct::Close { reason: "Quyết toán xong".to_owned() }, allot(1)];
    assert_eq!(run(closed), Err(Refusal::Over));
    let nameless = FundAct::Open { name: String::new(), money: Money::Other, plan: None };
    assert_eq!(run(vec![nameless]), Err(Refusal::Empty(Field::Name)));
}

#[test]
fn totals_go_by_source_and_plan_and_what_nobody_planned_is_not_zero() {
    let plan = Uuid::from_u128(50);
    let of_plan = |money| FundAct::Open { name: "Dự án giả định".to_owned(), money, plan: Some(plan) };
    let budget = FundAct::Budget { year: 2026, amount: 9, voucher: voucher() };
    let funds = [
        run(vec![of_plan(Money::Local), budget, allot(5)]).expect("lawful"),
        run(vec![open(Money::Local), allot(2), spend(1, None)]).expect("lawful"),
        run(vec![of_plan(Money::Central), allot(7)]).expect("lawful"),
    ];
    let money = by_money(&funds, 2026);
    assert_eq!(money.get(&Money::Local), Some(&Sums { planned: None, allotted: 7, spent: 1 }));
    assert_eq!(money.get(&Money::Central), Some(&Sums { planned: None, allotted: 7, spent: 0 }));
    assert_eq!(by_plan(&funds, 2026).get(&Some(plan)).map(|sums| sums.allotted), Some(12));
}

fn act() -> impl Strategy<Value = FundAct> {
    let year = || 2025_i16..2028;
    let amount = || 0_u64..60;
    prop_oneof![
        1 => Just(open(Money::Local)),
        2 => (year(), amount()).prop_map(|(year, amount)| FundAct::Budget { year, amount, voucher: voucher() }),
        4 => (year(), amount()).prop_map(|(year, amount)| FundAct::Allot { year, amount, voucher: voucher() }),
        6 => (year(), amount(), any::<bool>()).prop_map(|(year, amount, reason)| FundAct::Spend {
            year,
            amount,
            voucher: voucher(),
            purpose: "giả định".to_owned(),
            over: reason.then(|| "giả định".to_owned()),
        }),
        3 => (1_u128..20).prop_map(|n| FundAct::Cancel { entry: Uuid::from_u128(n), reason: "Nhầm".to_owned() }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_more_is_spent_only_with_a_reason(acts in prop::collection::vec(act(), 1..40)) {
        let mut fund: Option<Fund> = None;
        let mut done = Vec::new();
        for act in std::iter::once(open(Money::Local)).chain(acts) {
            let entry = entry(u32::try_from(done.len()).expect("few") + 1, act);
            let Ok(after) = Fund::follow(fund.clone(), &entry) else { continue };
            for year in after.years() {
                let sums = after.sums(year);
                let reason = after.live().any(|of| of.year == year && of.what == What::Spend && of.over.is_some());
                prop_assert!(sums.spent <= sums.allotted || reason, "{year}: {sums:?}");
            }
            fund = Some(after);
            done.push(entry);
        }
        prop_assert_eq!(replay::<Fund>(&done), Ok(fund));
    }
}

#[test]
fn a_period_has_what_its_vouchers_say_and_a_plan_that_nobody_made_is_not_zero() {
    let on = |day| Voucher { number: "7/CT (giả định)".to_owned(), date: day };
    let spent = |day, amount| FundAct::Spend {
        year: 2026,
        amount,
        voucher: on(day),
        purpose: "In tờ rơi".to_owned(),
        over: None,
    };
    let acts = vec![open(Money::Local), allot(900), spent(date(2026, 3, 14), 100), spent(date(2026, 3, 15), 200)];
    let fund = run(acts).expect("lawful");
    let asked = |key: &str| Asked::from_key(key).expect("known");
    let of = |key: &str| asked(key).of([&fund], 2026, date(2026, 3, 15), TODAY);
    assert_eq!(of("spent"), Some(200), "what was spent the day before is of the period before");
    assert_eq!((of("spent.local"), of("spent.central")), (Some(200), Some(0)));
    assert_eq!((of("allotted"), of("planned"), of("planned.central")), (Some(900), None, Some(0)));
    assert_eq!(asked("allotted").of([&fund], 2026, date(2026, 1, 1), date(2026, 1, 19)), Some(0), "not yet allotted");
    assert!(Asked::from_key("spent.private").is_none() && Asked::from_key("lent").is_none());
}
