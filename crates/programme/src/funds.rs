//! Money (kinh phí): a source, planned for a year, allotted and spent by documents. Amounts are whole đồng.
//!
//! What is spent never exceeds what was allotted for the year without a stated reason. A wrong entry is not changed: it is
//! cancelled by a later one, and both stay.

use std::collections::BTreeMap;

use domain::access::Action;
use domain::fold;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The largest amount of one entry, in đồng: more than the whole national programme has.
pub const AMOUNT_MAX: u64 = 100_000_000_000_000;
/// Letters of a name or purpose, at most.
pub const TEXT_MAX: usize = 300;
/// Letters of a number and symbol, at most.
pub const NUMBER_MAX: usize = 60;

/// Where the money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    /// Ngân sách trung ương.
    Central,
    /// Ngân sách địa phương.
    Local,
    /// Nguồn hợp pháp khác.
    Other,
}

impl Money {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Central, Self::Local, Self::Other];

    /// The word kept in acts and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Local => "local",
            Self::Other => "other",
        }
    }

    /// Reads [`Money::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|money| money.key() == key)
    }
}

/// A document by number and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voucher {
    /// Number and symbol.
    pub number: String,
    /// The day on it.
    pub date: Date,
}

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum FundAct {
    /// Begins a source of money.
    Open {
        /// What it is called: programme, project, heading.
        name: String,
        /// Where it comes from.
        money: Money,
        /// The plan that it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<Uuid>,
    },
    /// What is planned for a year; a later one takes its place.
    Budget {
        /// The year.
        year: i16,
        /// Đồng.
        amount: u64,
        /// The document.
        voucher: Voucher,
    },
    /// Allotted for a year, on top of what was allotted before.
    Allot {
        /// The year.
        year: i16,
        /// Đồng.
        amount: u64,
        /// The document.
        voucher: Voucher,
    },
    /// Spent.
    Spend {
        /// The year whose money it is.
        year: i16,
        /// Đồng.
        amount: u64,
        /// The document.
        voucher: Voucher,
        /// For what.
        purpose: String,
        /// Why more is spent than was allotted, where that is so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<String>,
    },
    /// An entry was wrong.
    Cancel {
        /// Which act.
        entry: Uuid,
        /// Why.
        reason: String,
    },
    /// Nothing more is entered.
    Close {
        /// Why.
        reason: String,
    },
}

impl WorkAct for FundAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Budget { .. } => "budget",
            Self::Allot { .. } => "allot",
            Self::Spend { .. } => "spend",
            Self::Cancel { .. } => "cancel",
            Self::Close { .. } => "close",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }

    fn document(&self) -> Option<(&str, Date)> {
        match self {
            Self::Budget { voucher, .. } | Self::Allot { voucher, .. } | Self::Spend { voucher, .. } => {
                Some((&voucher.number, voucher.date))
            }
            _ => None,
        }
    }
}

/// Which field is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What the source is called.
    Name,
    /// Number of a document.
    Number,
    /// For what was spent.
    Purpose,
    /// A reason.
    Reason,
}

/// Why an act cannot follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A chain begins with the opening, and with it only.
    #[error("a fund begins with its opening, once")]
    NotABeginning,
    /// The fund is closed.
    #[error("the fund is closed")]
    Over,
    /// A text is missing.
    #[error("{0:?} is empty")]
    Empty(Field),
    /// A text is too long: where, letters, at most.
    #[error("{0:?} has {1} letters; {2} at most")]
    TooLong(Field, usize, usize),
    /// A text is not in its plain form.
    #[error("{0:?} is not plain text")]
    NotPlain(Field),
    /// An amount of nothing, or too large.
    #[error("{0} đồng is no amount")]
    BadAmount(u64),
    /// A year that the programme does not know.
    #[error("{0} is no year of the programme")]
    BadYear(i16),
    /// A document dated after the day on which it is entered.
    #[error("the document of {0} is dated after {1}")]
    FromTheFuture(Date, Date),
    /// More would be spent than was allotted, and no reason is given: year, spent then, allotted.
    #[error("{0}: {1} spent of {2} allotted, without a reason")]
    OverAllotted(i16, u64, u64),
    /// A reason for spending more where no more is spent.
    #[error("{0}: no more is spent than was allotted")]
    NotOver(i16),
    /// No entry of this id can be cancelled.
    #[error("there is no entry {0} to cancel")]
    NoSuchEntry(Uuid),
    /// Cancelling it would leave more spent than allotted: year, spent, allotted then.
    #[error("{0}: {1} would be spent of {2}")]
    WouldExceed(i16, u64, u64),
}

/// What kind of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Planned.
    Budget,
    /// Allotted.
    Allot,
    /// Spent.
    Spend,
}

/// A line of the book of a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The act.
    pub id: Uuid,
    /// On which day it was entered.
    pub on: Date,
    /// What.
    pub what: What,
    /// The year.
    pub year: i16,
    /// Đồng.
    pub amount: u64,
    /// The document.
    pub voucher: Voucher,
    /// For what was spent.
    pub purpose: Option<String>,
    /// Why more was spent than was allotted.
    pub over: Option<String>,
    /// Why it was cancelled.
    pub cancelled: Option<String>,
}

/// What a year comes to, in đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Planned: the last word; none where nobody planned.
    pub planned: Option<u64>,
    /// Allotted.
    pub allotted: u64,
    /// Spent.
    pub spent: u64,
}

impl Sums {
    /// Adds another's; what one of them does not know stays unknown.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            planned: self.planned.zip(other.planned).map(|(a, b)| a.saturating_add(b)),
            allotted: self.allotted.saturating_add(other.allotted),
            spent: self.spent.saturating_add(other.spent),
        }
    }
}

/// A source of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fund {
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub money: Money,
    /// The plan that it is for.
    pub plan: Option<Uuid>,
    /// Every entry, cancelled ones too.
    pub lines: Vec<Line>,
    /// On which day and why it was closed.
    pub closed: Option<(Date, String)>,
}

impl Fund {
    /// The years that something was entered for.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.live().map(|line| line.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What a year comes to.
    pub fn sums(&self, year: i16) -> Sums {
        let of = |what: What| self.live().filter(move |line| line.year == year && line.what == what);
        let sum = |what: What| of(what).fold(0_u64, |sum, line| sum.saturating_add(line.amount));
        Sums {
            planned: of(What::Budget).next_back().map(|line| line.amount),
            allotted: sum(What::Allot),
            spent: sum(What::Spend),
        }
    }

    /// What was planned and allotted for a year by the end of a day, and what was spent from one day to that one, by the
    /// days of the documents: what is entered late still counts for its own days.
    pub fn sums_in(&self, year: i16, from: Date, to: Date) -> Sums {
        let told = |what: What| self.live().filter(move |line| line.what == what && line.voucher.date <= to);
        let sum =
            |lines: &mut dyn Iterator<Item = &Line>| lines.fold(0_u64, |sum, line| sum.saturating_add(line.amount));
        Sums {
            planned: told(What::Budget).rfind(|line| line.year == year).map(|line| line.amount),
            allotted: sum(&mut told(What::Allot).filter(|line| line.year == year)),
            spent: sum(&mut told(What::Spend).filter(|line| line.voucher.date >= from)),
        }
    }

    /// Entries that were not cancelled.
    pub fn live(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.iter().filter(|line| line.cancelled.is_none())
    }

    fn begin(entry: &Entry<FundAct>) -> Result<Self, Refusal> {
        let FundAct::Open { name, money, plan } = &entry.act else { return Err(Refusal::NotABeginning) };
        text(Field::Name, name, TEXT_MAX)?;
        Ok(Self { name: name.clone(), money: *money, plan: *plan, lines: Vec::new(), closed: None })
    }

    fn go_on(mut self, entry: &Entry<FundAct>) -> Result<Self, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::Over);
        }
        match &entry.act {
            FundAct::Open { .. } => return Err(Refusal::NotABeginning),
            FundAct::Budget { year, amount, voucher } => {
                self.enter(entry, What::Budget, *year, *amount, voucher)?;
            }
            FundAct::Allot { year, amount, voucher } => {
                self.enter(entry, What::Allot, *year, *amount, voucher)?;
            }
            FundAct::Spend { year, amount, voucher, purpose, over } => {
                text(Field::Purpose, purpose, TEXT_MAX)?;
                over.iter().try_for_each(|reason| text(Field::Reason, reason, TEXT_MAX))?;
                self.enter(entry, What::Spend, *year, *amount, voucher)?;
                if let Some(line) = self.lines.last_mut() {
                    line.purpose = Some(purpose.clone());
                    line.over.clone_from(over);
                }
                let sums = self.sums(*year);
                match (sums.spent > sums.allotted, over.is_some()) {
                    (true, false) => return Err(Refusal::OverAllotted(*year, sums.spent, sums.allotted)),
                    (false, true) => return Err(Refusal::NotOver(*year)),
                    _ => {}
                }
            }
            FundAct::Cancel { entry: id, reason } => self.cancel(*id, reason)?,
            FundAct::Close { reason } => {
                text(Field::Reason, reason, TEXT_MAX)?;
                self.closed = Some((entry.on, reason.clone()));
            }
        }
        Ok(self)
    }

    fn enter(
        &mut self,
        entry: &Entry<FundAct>,
        what: What,
        year: i16,
        amount: u64,
        voucher: &Voucher,
    ) -> Result<(), Refusal> {
        if amount == 0 || amount > AMOUNT_MAX {
            return Err(Refusal::BadAmount(amount));
        }
        if !(2000..=2100).contains(&year) {
            return Err(Refusal::BadYear(year));
        }
        text(Field::Number, &voucher.number, NUMBER_MAX)?;
        if voucher.date > entry.on {
            return Err(Refusal::FromTheFuture(voucher.date, entry.on));
        }
        self.lines.push(Line {
            id: entry.id,
            on: entry.on,
            what,
            year,
            amount,
            voucher: voucher.clone(),
            purpose: None,
            over: None,
            cancelled: None,
        });
        Ok(())
    }

    /// Cancels an entry, unless that left more spent than allotted: then the spending has to be put right first.
    fn cancel(&mut self, id: Uuid, reason: &str) -> Result<(), Refusal> {
        text(Field::Reason, reason, TEXT_MAX)?;
        let line = self.lines.iter_mut().find(|line| line.id == id && line.cancelled.is_none());
        let line = line.ok_or(Refusal::NoSuchEntry(id))?;
        line.cancelled = Some(reason.to_owned());
        let (year, what) = (line.year, line.what);
        let sums = self.sums(year);
        if what == What::Allot && sums.spent > sums.allotted {
            return Err(Refusal::WouldExceed(year, sums.spent, sums.allotted));
        }
        Ok(())
    }
}

impl Chain for Fund {
    const NOUN: Noun = Noun::Fund;
    type Act = FundAct;
    type Refusal = Refusal;

    fn follow(before: Option<Self>, entry: &Entry<FundAct>) -> Result<Self, Refusal> {
        match before {
            None => Self::begin(entry),
            Some(fund) => fund.go_on(entry),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            state: if self.closed.is_some() { "closed" } else { "open" }.to_owned(),
            title: self.name.clone(),
            body: Some(self.money.key().to_owned()),
            parent: self.plan,
            done: self.closed.as_ref().map(|(on, _)| *on),
            ..Standing::default()
        }
    }
}

fn text(field: Field, text: &str, letters_max: usize) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty(field));
    }
    let letters = text.chars().count();
    if letters > letters_max {
        return Err(Refusal::TooLong(field, letters, letters_max));
    }
    if fold::clean(text) == text { Ok(()) } else { Err(Refusal::NotPlain(field)) }
}

/// One of the sums, of all money or of one source, as reports ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub what: What,
    /// Of which money; none is all of it.
    pub money: Option<Money>,
}

impl Asked {
    /// Reads `planned`, `allotted`, `spent`, each alone or with a source: `spent.central`.
    pub fn from_key(key: &str) -> Option<Self> {
        let (what, money) = key.split_once('.').map_or((key, None), |(what, money)| (what, Some(money)));
        let what = match what {
            "planned" => What::Budget,
            "allotted" => What::Allot,
            "spent" => What::Spend,
            _ => return None,
        };
        match money {
            None => Some(Self { what, money: None }),
            Some(money) => Money::from_key(money).map(|money| Self { what, money: Some(money) }),
        }
    }

    /// What it comes to in funds of one unit, in đồng: for a year and the days of a period. None where a fund has no
    /// plan for the year, which is not zero.
    pub fn of<'f>(self, funds: impl IntoIterator<Item = &'f Fund>, year: i16, from: Date, to: Date) -> Option<u64> {
        let mut sum = 0_u64;
        for fund in funds.into_iter().filter(|fund| self.money.is_none_or(|money| fund.money == money)) {
            let sums = fund.sums_in(year, from, to);
            sum = sum.saturating_add(match self.what {
                What::Budget => sums.planned?,
                What::Allot => sums.allotted,
                What::Spend => sums.spent,
            });
        }
        Some(sum)
    }
}

/// What funds come to for a year, by source of money.
pub fn by_money<'f>(funds: impl IntoIterator<Item = &'f Fund>, year: i16) -> BTreeMap<Money, Sums> {
    total(funds, year, |fund| fund.money)
}

/// What funds come to for a year, by plan.
pub fn by_plan<'f>(funds: impl IntoIterator<Item = &'f Fund>, year: i16) -> BTreeMap<Option<Uuid>, Sums> {
    total(funds, year, |fund| fund.plan)
}

fn total<'f, K: Ord>(
    funds: impl IntoIterator<Item = &'f Fund>,
    year: i16,
    key: impl Fn(&Fund) -> K,
) -> BTreeMap<K, Sums> {
    let mut totals: BTreeMap<K, Sums> = BTreeMap::new();
    for fund in funds {
        let sums = fund.sums(year);
        totals.entry(key(fund)).and_modify(|total| *total = total.and(sums)).or_insert(sums);
    }
    totals
}
