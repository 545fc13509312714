//! Reports: forms that ship, the chain from draft to lock, consolidation, what goes to other programs.

mod chain;
mod forms;
mod together;
mod told;

use std::sync::OnceLock;

use domain::facts::Window;
use domain::work::{Author, Chain as _, Entry};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use programme::indicators::{Measured, Why};
use programme::reports::{
    Contract, Figure, Narrative, Needed, Opening, Refusal, Relation, Report, ReportAct, Rule, Term,
};
use uuid::Uuid;

/// Days of the third quarter of the programme's year.
const WINDOW: Window = Window { from: date(2026, 6, 15), to: date(2026, 9, 14) };

fn by(account: u128) -> Author {
    Author { account: Uuid::from_u128(account), appointment: Uuid::from_u128(account + 100) }
}

/// Writes (1), submits (2), decides (3).
const WRITER: u128 = 1;
const HEAD: u128 = 2;
const OFFICE: u128 = 3;

fn now() -> Timestamp {
    static NOW: OnceLock<Timestamp> = OnceLock::new();
    *NOW.get_or_init(|| "2026-09-10T02:00:00Z".parse().expect("an instant"))
}

fn term(text: &str) -> Term {
    let (indicator, minus) = text.strip_prefix('-').map_or((text, false), |id| (id, true));
    Term { indicator: indicator.to_owned(), minus }
}

/// Two computed figures, one typed, one place for words, one rule: what came is no more than what is.
fn opening() -> Opening {
    let needed = |id: &str, typed| Needed { indicator: id.to_owned(), typed, required: true, parts: None };
    let rule = Rule {
        id: "in-within".to_owned(),
        says: "Đưa vào không nhiều hơn cuối kỳ".to_owned(),
        left: vec![term("addicts_in")],
        is: Relation::AtMost,
        right: vec![term("addicts")],
    };
    Opening {
        form: "kh192-xa".to_owned(),
        form_version: 1,
        title: "Báo cáo quý III".to_owned(),
        calendar: "kh192-thanh-hoa".to_owned(),
        period: "2026-Q3".to_owned(),
        window: WINDOW,
        due: Some(date(2026, 9, 14)),
        body: None,
        contract: Contract {
            figures: vec![needed("addicts", false), needed("addicts_in", false), needed("sessions", true)],
            narratives: vec![Narrative { id: "tinh-hinh".to_owned(), required: true }],
            rules: vec![rule],
        },
    }
}

fn figure(indicator: &str, value: Measured) -> Figure {
    Figure {
        indicator: indicator.to_owned(),
        value,
        query: format!("flows.{indicator}/1"),
        population: Some(9_000),
        window: WINDOW,
        as_of: date(2026, 9, 10),
        known_at: now(),
        source: None,
        units: Vec::new(),
    }
}

fn figures(addicts: i64, entries: i64) -> ReportAct {
    ReportAct::Assemble {
        figures: vec![figure("addicts", Measured::count(addicts)), figure("addicts_in", Measured::count(entries))],
    }
}

fn enter(value: Measured, instead_of: Option<Measured>) -> ReportAct {
    let source = "Sổ tuyên truyền (giả định)".to_owned();
    ReportAct::Enter { indicator: "sessions".to_owned(), value, source, instead_of }
}

fn fill(text: &str) -> ReportAct {
    ReportAct::Fill { place: "tinh-hinh".to_owned(), text: text.to_owned() }
}

/// A chain that grows.
#[derive(Clone, Default)]
struct Written {
    report: Option<Report>,
    entries: Vec<Entry<ReportAct>>,
}

impl Written {
    fn begun() -> Self {
        let mut written = Self::default();
        written.act(WRITER, ReportAct::Open { opening: opening() }).expect("begun");
        written
    }

    /// Everything that the form asks for.
    fn whole() -> Self {
        let mut written = Self::begun();
        for act in [figures(12, 3), enter(Measured::count(9), None), fill("Đã kiện toàn Ban Chỉ đạo.")] {
            written.act(WRITER, act).expect("written");
        }
        written
    }

    fn submitted() -> Self {
        let mut written = Self::whole();
        written.act(HEAD, ReportAct::Submit {}).expect("submitted");
        written
    }

    fn approved() -> Self {
        let mut written = Self::submitted();
        written.act(OFFICE, ReportAct::Approve { note: None, signer: None }).expect("approved");
        written
    }

    fn act(&mut self, account: u128, act: ReportAct) -> Result<(), Refusal> {
        self.act_on(account, act, date(2026, 9, 10))
    }

    fn act_on(&mut self, account: u128, act: ReportAct, on: Date) -> Result<(), Refusal> {
        let seq = u32::try_from(self.entries.len()).expect("few") + 1;
        let entry = Entry { id: Uuid::from_u128(u128::from(seq)), seq, on, at: now(), by: by(account), act };
        self.report = Some(Report::follow(self.report.clone(), &entry)?);
        self.entries.push(entry);
        Ok(())
    }

    fn report(&self) -> &Report {
        self.report.as_ref().expect("a report")
    }
}

fn unknown() -> Measured {
    Measured::unknown(Why::NotCounted)
}
