//! Counts, targets and rows of units, as pages show them.

use app::targets::{Ask, Target};
use app::{Book, Line, Tally};
use criteria::Pack;
use domain::targets::Rounding;
use pages::communes::CommuneRow;
use pages::grade::{Grade, Tally as PageTally};
use pages::progress::{Progress, Target as PageTarget};
use pages::sort::Sort;

use crate::grades::grade;
use crate::scope::Scope;
use crate::verdict::words::points;

/// Counts per result, in the order of the pages.
pub fn tally(tally: &Tally) -> PageTally {
    let with = |grade: &Grade| (*grade, u64::from(tally.get(grade.id())));
    PageTally::new(Grade::OF_COMMUNE.iter().map(with).collect())
}

/// Communes against the targets that bear on them.
pub fn progress<'l>(scope: &Scope, lines: impl IntoIterator<Item = &'l Line>, targets: &[Target]) -> Progress {
    let (mut total, mut drug_free, mut complete) = (0_u32, 0, 0);
    for line in lines {
        total += 1;
        drug_free += u64::from(grade(line.result(&scope.pack)) == Grade::DrugFree);
        complete += u64::from(line.is_complete());
    }
    let rounding = rounding(scope);
    // one that fell due before the year looked at was reached or missed then, by the figures of then
    let due = |target: &&Target| target.year >= scope.year;
    Progress {
        total: total.into(),
        drug_free,
        complete,
        targets: targets.iter().filter(due).map(|t| target(t, total, rounding)).collect(),
    }
}

/// How target shares become counts under the page's switches.
pub fn rounding(scope: &Scope) -> Rounding {
    app::targets::rounding(scope.settings.get(&scope.pack, "target_rounding"))
}

fn target(target: &Target, total: u32, rounding: Rounding) -> PageTarget {
    let count = target.ask.count(total, rounding);
    let percent = match target.ask {
        Ask::Share(rate) => u64::from(rate.0) / 100,
        Ask::Count(count) => u64::from(count) * 100 / u64::from(total.max(1)),
    };
    PageTarget { year: target.year, percent, count: count.into(), source: target.citation.clone() }
}

/// A province's own targets where it has some for a year, the country's elsewhere.
pub fn targets_of(code: Option<&str>) -> Result<Vec<Target>, app::Problem> {
    let all = app::targets::of(code)?;
    let own = |year: i16| all.iter().any(|t| t.year == year && t.province_code.is_some());
    Ok(all.iter().filter(|t| t.province_code.is_some() || !own(t.year)).cloned().collect())
}

/// The count that the next target asks for: of this year or the first after it.
pub fn next_target(scope: &Scope, targets: &[Target], total: u32) -> u64 {
    let next = targets.iter().find(|t| t.year >= scope.year).or(targets.last());
    next.map_or(0, |t| t.ask.count(total, rounding(scope)).into())
}

/// A commune as a row of a list.
pub fn row(pack: &Pack, line: &Line, province: &str) -> CommuneRow {
    CommuneRow {
        code: line.unit.code.clone(),
        kind: line.unit.kind.vi().to_owned(),
        name: line.unit.name.clone(),
        province: province.to_owned(),
        grade: grade(line.result(pack)),
        points: points(pack, &line.verdict),
        known: line.known.0.into(),
        asked: line.known.1.into(),
    }
}

/// Filter and order of a list of communes, from the address.
pub struct Question {
    /// Text as typed.
    pub q: String,
    words: Vec<String>,
    /// Result asked for.
    pub only: Option<Grade>,
    /// Order asked for.
    pub sort: Sort,
}

impl Question {
    /// Reads `q`, `ket-qua`, `xep`, `chieu`.
    pub fn of(scope: &Scope) -> Self {
        let q = scope.cx.value("q").unwrap_or_default().to_owned();
        Self {
            words: domain::fold::plain(&q).split_whitespace().map(str::to_owned).collect(),
            only: scope.cx.value("ket-qua").and_then(Grade::from_id),
            sort: Sort {
                key: scope.cx.value("xep").unwrap_or("ten").to_owned(),
                descending: scope.cx.value("chieu") == Some("giam"),
            },
            q,
        }
    }

    /// Whether a commune passes: each word begins a word of its name, or its code.
    pub fn takes(&self, pack: &Pack, line: &Line) -> bool {
        self.takes_text(line) && self.only.is_none_or(|only| grade(line.result(pack)) == only)
    }

    /// Whether its name or code is meant.
    pub fn takes_text(&self, line: &Line) -> bool {
        let begins = |word: &String| {
            line.unit.code.starts_with(word.as_str())
                || line.folded.split_whitespace().any(|part| part.starts_with(word.as_str()))
        };
        self.words.iter().all(begins)
    }

    /// Puts communes in order.
    pub fn order(&self, scope: &Scope, book: &Book, lines: &mut [&Line]) {
        let pack = &scope.pack;
        let province = |line: &Line| book.province(&line.province_code).map(|p| p.sort_key.clone()).unwrap_or_default();
        match self.sort.key.as_str() {
            "ma" => lines.sort_by(|a, b| a.unit.code.cmp(&b.unit.code)),
            "ket-qua" => lines.sort_by_cached_key(|l| (grade(l.result(pack)).order(), l.sort_key.clone())),
            "du-so-lieu" => lines.sort_by_cached_key(|l| (l.known.0, l.sort_key.clone())),
            "tinh" => lines.sort_by_cached_key(|l| (province(l), l.sort_key.clone())),
            _ => lines.sort_by(|a, b| a.sort_key.cmp(&b.sort_key).then_with(|| a.unit.code.cmp(&b.unit.code))),
        }
        if self.sort.descending {
            lines.reverse();
        }
    }
}
