//! Reports over a store: begun, worked out, submitted, decided, made one of many, built as files.

mod printed;
mod signed;

use app::reports::{Kind, Ordered, ReportFault};
use app::work::{Kept, Wanted, WorkFault};
use domain::access::{
    Act, Appointment, Ask, Decided, FieldClass, NATION, Permit, Place, Record, Role, Standing as Actor, acts,
};
use domain::units::{Level, UnitId};
use jiff::civil::date;
use policy::Policies;
use programme::indicators::{Measured, Why};
use programme::reports::{Refusal, Report, ReportAct, State};
use testkit::{TestDb, id, ids};
use texts::Lang;
use uuid::Uuid;

struct Desk {
    app: app::App,
    it: TestDb,
    policies: Policies,
}

/// A day of the third quarter of the programme's year.
fn now() -> jiff::Timestamp {
    "2026-09-10T03:00:00Z".parse().expect("an instant")
}

impl Desk {
    async fn over(it: TestDb) -> Self {
        let next = std::sync::Mutex::new(ids(9));
        let sources = app::Sources {
            now: std::sync::Arc::new(now),
            new_id: std::sync::Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: std::sync::Arc::new(testkit::random(1)),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = app::App::open(it.db.clone(), packs, sources, false).await.expect("opens");
        Self { app, it, policies: Policies::shipped().expect("sound") }
    }

    fn unit(&self, code: &str) -> UnitId {
        let level = if code.len() == 2 { Level::Province } else { Level::Commune };
        self.app.register().at_code(code, level, self.app.today()).expect("a unit of today").unit
    }

    fn permit<A: Act>(&self, who: u64, role: Role, holds: UnitId, on: UnitId) -> Permit<A> {
        let (register, day) = (self.app.register(), self.app.today());
        let appointment = Appointment {
            id: id(41, who),
            account: id(42, who),
            role,
            unit: holds,
            from: date(2020, 1, 1),
            until: None,
            decided: Decided { number: "1/GĐ".to_owned(), date: date(2020, 1, 1) },
            granted_by: [id(42, 98), id(42, 99)],
            revoked_at: None,
        };
        let place = Place::of(&register, holds, day);
        let record = Record::plain(Place::of(&register, on, day), FieldClass::UnitFact);
        let actor = Actor { appointment: &appointment, place: &place };
        self.policies.permit::<A>(&Ask::plain(Some(actor), A::ACTION, &record, now())).expect("permitted")
    }

    fn ordered(&self, form: &str, unit: UnitId) -> Ordered {
        self.app.order_report(form, unit, "2026-Q3", None).expect("ordered")
    }

    async fn begin(&self, unit: UnitId, work: Uuid) -> Kept<Report> {
        let permit = self.permit::<acts::WriteWork>(1, Role::FileOfficer, unit, unit);
        let ordered = self.ordered("kh192-xa", unit);
        self.app.report_begin(&permit, None, &ordered, (work, Uuid::new_v5(&work, b"open"))).await.expect("begun")
    }

    async fn act<A: Act>(
        &self,
        permit: &Permit<A>,
        kept: &Kept<Report>,
        act: ReportAct,
    ) -> Result<Kept<Report>, WorkFault<Refusal>> {
        let seen = kept.seen();
        let id = Uuid::new_v5(&kept.id, &seen.to_be_bytes());
        let wanted = Wanted { work: kept.id, id, seen, on: self.app.today(), act };
        self.app.work_do::<Report, A>(permit, wanted).await
    }

    /// A commune's report with everything that is asked for, submitted.
    async fn submitted(&self, unit: UnitId, work: Uuid, sessions: i64) -> Kept<Report> {
        let mut kept = self.begin(unit, work).await;
        let permit = self.permit::<acts::WriteWork>(1, Role::FileOfficer, unit, unit);
        let contract = kept.state.opening.contract.clone();
        for needed in contract.figures.iter().filter(|needed| needed.typed) {
            // somebody is at every session
            let counted = matches!(needed.indicator.as_str(), "sessions" | "attendance");
            let value = Measured::count(if counted { sessions } else { 0 });
            let source = "Sổ theo dõi (giả định)".to_owned();
            let act = ReportAct::Enter { indicator: needed.indicator.clone(), value, source, instead_of: None };
            kept = self.act(&permit, &kept, act).await.expect("entered");
        }
        for place in contract.narratives.iter().filter(|place| place.required) {
            let text = format!("Nội dung giả định của {}.", place.id);
            kept = self.act(&permit, &kept, ReportAct::Fill { place: place.id.clone(), text }).await.expect("filled");
        }
        let head = self.permit::<acts::SubmitReport>(2, Role::PoliceHead, unit, unit);
        self.act(&head, &kept, ReportAct::Submit {}).await.expect("submitted")
    }
}

async fn on_both(test: impl AsyncFn(Desk)) {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    test(desk).await;
    if let Some(it) = TestDb::postgres_bare().await {
        test(Desk::over(it).await).await;
    }
}

fn value<'r>(report: &'r Report, indicator: &str) -> &'r Measured {
    report.said(indicator).unwrap_or_else(|| panic!("{indicator} was not worked out"))
}

#[tokio::test]
async fn a_report_goes_from_draft_to_lock_and_is_kept() {
    on_both(async |desk| {
        let unit = desk.unit("14845");
        let kept = desk.submitted(unit, id(7, 1), 4).await;
        assert_eq!(kept.state.state, State::Submitted);
        // whoever submitted decides nothing, whatever the policy says
        let (province, own) =
            (desk.unit("38"), desk.permit::<acts::ApproveReport>(2, Role::StandingOffice, desk.unit("38"), unit));
        let refused = desk.act(&own, &kept, ReportAct::Approve { note: None, signer: None }).await;
        assert!(matches!(refused, Err(WorkFault::Refused(Refusal::OwnReport))), "{refused:?}");
        let office = desk.permit::<acts::ApproveReport>(3, Role::StandingOffice, province, unit);
        let kept = desk.act(&office, &kept, ReportAct::Approve { note: None, signer: None }).await.expect("approved");
        let kept = desk.act(&office, &kept, ReportAct::Lock {}).await.expect("locked");
        let read = desk.permit::<acts::ReadWork>(3, Role::StandingOffice, province, unit);
        let opened = desk.app.report_open(&read, None, kept.id).await.expect("opens");
        assert_eq!(opened.kept.state, kept.state);
        assert!(opened.drifted.is_empty(), "nothing has moved: {:?}", opened.drifted);
        desk.it.finish().await;
    })
    .await;
}

#[tokio::test]
async fn silence_is_not_zero_and_says_why() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let kept = desk.begin(desk.unit("14845"), id(7, 1)).await;
    assert_eq!(value(&kept.state, "addicts"), &Measured::unknown(Why::NoFiles));
    assert_eq!(value(&kept.state, "population"), &Measured::unknown(Why::NotRecorded));
    assert_eq!(value(&kept.state, "result"), &Measured::unknown(Why::Undetermined));
    assert_eq!(value(&kept.state, "share_filed"), &Measured::unknown(Why::NoFiles));
    desk.it.finish().await;
}

#[tokio::test]
async fn a_period_that_is_not_open_and_a_second_report_are_refused() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let unit = desk.unit("14845");
    let permit = desk.permit::<acts::WriteWork>(1, Role::FileOfficer, unit, unit);
    let next = desk.app.order_report("kh192-xa", unit, "2027-Q1", None).expect("ordered");
    let refused = desk.app.report_begin(&permit, None, &next, (id(7, 2), id(8, 2))).await;
    let Err(fault) = refused else { panic!("begun") };
    assert!(fault.say(Lang::Vi).contains("15/12/2026"), "{}", fault.say(Lang::Vi));
    desk.begin(unit, id(7, 1)).await;
    let again = desk.app.report_begin(&permit, None, &desk.ordered("kh192-xa", unit), (id(7, 3), id(8, 3))).await;
    assert!(matches!(again, Err(ReportFault::Taken { work }) if work == id(7, 1)), "{again:?}");
    desk.it.finish().await;
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told_with_its_place() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let unit = desk.unit("14845");
    let order = |form: &str, unit, period: &str| desk.app.order_report(form, unit, period, None);
    assert!(matches!(order("kh193", unit, "2026-Q3"), Err(ReportFault::NoForm { .. })));
    assert!(matches!(order("kh192-xa", unit, "2026-Q2"), Err(ReportFault::NoPeriod { .. })));
    assert!(matches!(order("kh192-tinh", unit, "2026-Q3"), Err(ReportFault::OtherLevel { .. })));
    assert!(matches!(order("kh192-xa", desk.unit("00004"), "2026-Q3"), Err(ReportFault::OtherCalendar { .. })));
    assert!(matches!(order("kh192-nganh", desk.unit("38"), "2026-Q3"), Err(ReportFault::NoBody)));
    assert!(matches!(desk.app.reporting_unit("99999", date(2026, 9, 10)), Err(ReportFault::NoUnit { .. })));
    assert_eq!(desk.app.reporting_unit("VN", date(2026, 9, 10)).expect("the country"), NATION);
    desk.it.finish().await;
}

#[tokio::test]
async fn a_province_is_made_of_its_communes_and_names_who_is_missing() {
    on_both(async |desk| {
        let province = desk.unit("38");
        let communes = desk.app.units_below(&desk.ordered("kh192-tinh", province));
        assert_eq!(communes.len(), 166);
        for (number, unit) in (1_u64..).zip(communes.iter().take(2)) {
            desk.submitted(*unit, id(7, number), 5).await;
        }
        let permit = desk.permit::<acts::WriteWork>(5, Role::StandingOffice, province, province);
        let ordered = desk.ordered("kh192-tinh", province);
        let kept = desk.app.report_begin(&permit, None, &ordered, (id(7, 900), id(8, 900))).await.expect("begun");
        let draft = &kept.state.draft;
        assert_eq!((draft.sources.len(), draft.missing.len()), (2, 164));
        let partial = Measured::Partial { value: 10, denominator: None, have: 2, all: 166 };
        assert_eq!(value(&kept.state, "sessions"), &partial);
        assert_eq!(value(&kept.state, "communes"), &Measured::count(166));
        let read = desk.permit::<acts::ReadWork>(5, Role::StandingOffice, province, province);
        let board = desk.app.report_board(&read, &ordered).await.expect("a board");
        assert_eq!((board.count(Some(State::Submitted)), board.count(None)), (2, 164));
        desk.it.finish().await;
    })
    .await;
}

#[tokio::test]
async fn the_country_is_made_of_its_provinces_and_names_who_is_missing() {
    on_both(async |desk| {
        let year = |form: &str, unit| desk.app.order_report(form, unit, "2026-year", None).expect("ordered");
        let province = desk.unit("38");
        let writes = desk.permit::<acts::WriteWork>(5, Role::StandingOffice, province, province);
        let mut kept = desk
            .app
            .report_begin(&writes, None, &year("qd28-tinh", province), (id(7, 1), id(8, 1)))
            .await
            .expect("begun");
        for place in kept.state.opening.contract.narratives.clone() {
            let act = ReportAct::Fill { place: place.id, text: "Nội dung giả định.".to_owned() };
            kept = desk.act(&writes, &kept, act).await.expect("filled");
        }
        let sends = desk.permit::<acts::SubmitReport>(5, Role::StandingOffice, province, province);
        desk.act(&sends, &kept, ReportAct::Submit {}).await.expect("submitted");

        let office = desk.permit::<acts::WriteWork>(6, Role::NationalOffice, NATION, NATION);
        let ordered = year("qd28-bo", NATION);
        let mut kept = desk.app.report_begin(&office, None, &ordered, (id(7, 2), id(8, 2))).await.expect("begun");
        assert_eq!((kept.state.draft.sources.len(), kept.state.draft.missing.len()), (1, 33));
        let read = desk.permit::<acts::ReadWork>(6, Role::NationalOffice, NATION, NATION);
        let board = desk.app.report_board(&read, &ordered).await.expect("a board");
        assert_eq!((board.count(Some(State::Submitted)), board.count(None)), (1, 33));
        for place in kept.state.opening.contract.narratives.clone() {
            let act = ReportAct::Fill { place: place.id, text: "Nội dung giả định.".to_owned() };
            kept = desk.act(&office, &kept, act).await.expect("filled");
        }
        let sends = desk.permit::<acts::SubmitReport>(6, Role::NationalOffice, NATION, NATION);
        let kept = desk.act(&sends, &kept, ReportAct::Submit {}).await.expect("submitted");
        let leader = desk.permit::<acts::ApproveReport>(7, Role::MinistryLeader, NATION, NATION);
        let kept = desk.act(&leader, &kept, ReportAct::Approve { note: None, signer: None }).await.expect("approved");
        let kept = desk.act(&leader, &kept, ReportAct::Lock {}).await.expect("locked");
        assert_eq!((kept.state.state, kept.unit, kept.province_code.as_str()), (State::Locked, NATION, "VN"));
        desk.it.finish().await;
    })
    .await;
}

#[tokio::test]
async fn the_same_figures_stand_in_every_file() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let unit = desk.unit("14845");
    desk.submitted(unit, id(7, 1), 37).await;
    let ordered = desk.ordered("kh192-xa", unit);
    for kind in [Kind::Docx, Kind::Pdf, Kind::Xlsx, Kind::Json] {
        let built = desk.app.build_report(&ordered, (date(2026, 9, 10), false), kind, true).await.expect("built");
        assert!(built.name.ends_with(kind.ending()) && built.name.starts_with("kh192-xa-14845-2026-Q3"));
        assert!(built.bytes.len() > 1_000);
    }
    let built = desk.app.build_report(&ordered, (date(2026, 9, 10), false), Kind::Json, true).await.expect("built");
    let json: serde_json::Value = serde_json::from_slice(&built.bytes).expect("JSON");
    let figures = json["figures"].as_array().expect("figures");
    let sessions = figures.iter().find(|figure| figure["indicator"] == "sessions").expect("sessions");
    assert_eq!(sessions["value"], serde_json::json!({ "kind": "count", "value": 37 }));
    let early = desk.app.build_report(&ordered, (date(2026, 6, 14), false), Kind::Json, true).await;
    assert!(matches!(early, Err(ReportFault::NotOpen { opens, .. }) if opens == date(2026, 6, 15)));
    // it went up on the 10th: what stood the day before is in no version of it
    let before = desk.app.build_report(&ordered, (date(2026, 9, 9), false), Kind::Json, true).await;
    let fault = before.expect_err("frozen as of a later day");
    assert!(
        matches!(fault, ReportFault::Frozen { closed, asked, .. } if (closed, asked) == (date(2026, 9, 10), date(2026, 9, 9)))
    );
    let said = fault.say(texts::Lang::Vi);
    assert!(said.contains("đã gửi ngày 10/09/2026") && said.contains("--as-of"), "{said}");
    let all = desk.app.reports_of_province("kh192-xa", desk.unit("38"), "2026-Q3", date(2026, 9, 9)).await;
    assert!(matches!(all, Err(ReportFault::Frozen { code, .. }) if code == "14845"));
    desk.it.finish().await;
}

#[tokio::test]
async fn figures_are_the_same_in_every_shape_and_come_back_as_they_went() {
    use app::reports::Catalog;
    use app::reports::exchange::{Shape, checked, read, write};
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let unit = desk.unit("14845");
    let kept = desk.submitted(unit, id(7, 1), 37).await;
    let ordered = desk.ordered("kh192-xa", unit);
    let exchanged = desk.app.exchanged(&ordered, &kept.state).expect("values");
    assert!(exchanged.values.iter().any(|value| value.indicator == "sessions" && value.value == "37"));
    assert!(exchanged.values.iter().all(|value| value.indicator != "addicts"), "unknown is absent");
    let indicators = &Catalog::shipped().expect("sound").indicators;
    let mut came = Vec::new();
    for shape in Shape::ALL {
        let bytes = write(&exchanged, "kh192-xa", shape).expect("written");
        let values: Vec<_> = read(&bytes, shape).expect("read");
        let plain: Vec<_> = values.iter().map(|one| one.value.clone()).collect();
        assert_eq!(plain, exchanged.values, "{shape:?}");
        came.push(checked(&values, indicators, &|code| code == "14845", ("2026-Q3", ordered.window)).expect("fits"));
    }
    assert!(came.windows(2).all(|pair| pair[0] == pair[1]));
    desk.it.finish().await;
}

#[tokio::test]
async fn what_comes_in_wrongly_is_named_with_its_place() {
    use app::reports::Catalog;
    use app::reports::exchange::{Shape, checked, read};
    let indicators = &Catalog::shipped().expect("sound").indicators;
    let window = domain::facts::Window { from: date(2026, 6, 15), to: date(2026, 9, 14) };
    let faults = |text: &str, shape| {
        let values = read(text.as_bytes(), shape).expect("readable");
        let misfits = checked(&values, indicators, &|code| code == "14845", ("2026-Q3", window)).expect_err("faults");
        ReportFault::Misfits(misfits).say(Lang::Vi)
    };
    let rows = "indicator,unit,period,from,to,value\nsesions,14845,2026-Q3,,,1\nsessions,99999,2026-Q3,,,1\n\
                sessions,14845,2026-Q4,,,1\nmodels,14845,2026-Q3,,,1.5\nhamlets,14845,2026-Q3,,,1\nhamlets,14845,2026-Q3,,,2\n";
    let said = faults(rows, Shape::Csv);
    let expected = ["2: ", "3: ", "4: ", "5: ", "7: "];
    for (line, place) in said.lines().zip(expected) {
        assert!(line.starts_with(place), "{line}");
    }
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(said.contains("“sessions”?"), "the nearest is named: {said}");
    // a quarter of the calendar year is of other days than ours: without the attribute it is not taken
    let foreign = r#"{"dataValues":[{"dataElement":"sessions","orgUnit":"14845","period":"2026Q3","value":"4"}]}"#;
    assert!(faults(foreign, Shape::Dhis2).starts_with("dataValues[0]"));
    for (text, shape) in [
        ("{", Shape::Dhis2),
        ("{", Shape::Json),
        ("<adx", Shape::Adx),
        ("<!DOCTYPE x [<!ENTITY a \"b\">]><adx/>", Shape::Adx),
        ("<adx><dataValue dataElement=\"a\" value=\"1\"/></adx>", Shape::Adx),
        ("<other/>", Shape::Adx),
        ("a,b\n1,2\n", Shape::Csv),
        ("indicator,unit,period,value\n", Shape::Csv),
        (r#"{"schema":"anlanh-report/1","figures":[]}"#, Shape::Dhis2),
    ] {
        assert!(matches!(read(text.as_bytes(), shape), Err(ReportFault::Unreadable { .. })), "{text}");
    }
    let garbage = read(&[0xff, 0xfe, 0x00], Shape::Csv).expect_err("no text").say(Lang::Vi);
    assert!(garbage.contains("không đúng dạng CSV"), "{garbage}");
    // as a workbook of a Vietnamese office writes it
    let apart =
        read("indicator;unit;period;value\nsessions;14845;2026-Q3;4\n".as_bytes(), Shape::Csv).expect("readable");
    assert_eq!(apart[0].value.value, "4");
}

/// Every source that the shipped table names is there: inputs and results of the law in force.
#[test]
fn indicators_name_inputs_and_results_that_the_law_has() {
    use programme::indicators::Origin;
    let packs = criteria::shipped().expect("sound packs");
    let law = packs.iter().find(|pack| pack.id == app::DEFAULT_PACK).expect("the law");
    let results: Vec<&str> =
        law.classes.iter().map(|class| class.id.as_str()).chain([criteria::UNDETERMINED]).collect();
    for indicator in app::reports::Catalog::shipped().expect("sound").indicators.all() {
        match &indicator.origin {
            Origin::Facts(input) => assert!(law.input(input).is_some(), "{}", indicator.id),
            Origin::Verdict(class) => assert!(results.contains(&class.as_str()), "{}", indicator.id),
            _ => {}
        }
    }
    let result = app::reports::Catalog::shipped().expect("sound").indicators.get("result").expect("the result");
    for class in &law.classes {
        assert!(result.choice(&class.id).is_some(), "{} has no word", class.id);
    }
}

#[tokio::test]
async fn an_offices_own_form_is_owed_as_its_calendar_says_and_a_wrong_one_is_named_with_its_line() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let (_, shipped) = programme::reports::SHIPPED[0];
    let own = shipped.replacen("id = \"kh192-xa\"", "id = \"xa-rieng\"", 1);
    let wrong = own.replacen("calendar = \"kh192-thanh-hoa\"", "calendar = \"khong-co\"", 1);
    let found = desk.app.with_report_forms(&[("rieng.toml", &wrong)]).expect("read");
    let line = 1 + wrong.lines().position(|line| line.starts_with("calendar")).expect("there");
    assert!(found.iter().any(|one| one.file == "rieng.toml" && one.line == line), "{found:?}");
    let unit = desk.unit("14845");
    assert!(desk.app.order_report("xa-rieng", unit, "2026-Q3", None).is_err(), "none was taken");

    assert_eq!(desk.app.with_report_forms(&[("rieng.toml", &own)]).expect("read"), []);
    let ordered = desk.app.order_report("xa-rieng", unit, "2026-Q3", None).expect("ordered");
    assert_eq!((ordered.form.calendar.as_str(), ordered.due), ("kh192-thanh-hoa", Some(date(2026, 9, 14))));
    let permit = desk.permit::<acts::WriteWork>(1, Role::FileOfficer, unit, unit);
    let mut kept = desk.app.report_begin(&permit, None, &ordered, (id(7, 1), id(8, 1))).await.expect("begun");
    for needed in kept.state.opening.contract.figures.clone().iter().filter(|needed| needed.typed) {
        let (indicator, source) = (needed.indicator.clone(), "Sổ theo dõi (giả định)".to_owned());
        let act = ReportAct::Enter { indicator, value: Measured::count(0), source, instead_of: None };
        kept = desk.act(&permit, &kept, act).await.expect("entered");
    }
    for place in kept.state.opening.contract.narratives.clone() {
        let act = ReportAct::Fill { place: place.id, text: "Nội dung giả định.".to_owned() };
        kept = desk.act(&permit, &kept, act).await.expect("filled");
    }
    let head = desk.permit::<acts::SubmitReport>(2, Role::PoliceHead, unit, unit);
    desk.act(&head, &kept, ReportAct::Submit {}).await.expect("submitted");
    let submitted = desk.app.submissions_of(&[unit]).await.expect("read");
    assert_eq!(submitted.of_unit(unit, "kh192-thanh-hoa", "2026-Q3").on, Some(desk.app.today()));
    desk.it.finish().await;
}

#[tokio::test]
async fn what_a_unit_does_and_spends_stands_in_its_report_and_what_it_does_not_keep_is_unknown() {
    use programme::funds::{Fund, FundAct, Money, Voucher};
    on_both(async |desk| {
        let unit = desk.unit("14845");
        let permit = desk.permit::<acts::WriteWork>(1, Role::CommitteeChair, unit, unit);
        let on = |day| Voucher { number: "12/CT (giả định)".to_owned(), date: day };
        let spend = |day, amount| FundAct::Spend {
            year: 2026,
            amount,
            voucher: on(day),
            purpose: "In tờ rơi".to_owned(),
            over: None,
        };
        let acts = [
            FundAct::Open { name: "Kinh phí giả định".to_owned(), money: Money::Local, plan: None },
            FundAct::Allot { year: 2026, amount: 9_000_000, voucher: on(date(2026, 2, 1)) },
            spend(date(2026, 6, 14), 1_000_000),
            spend(date(2026, 6, 15), 2_000_000),
        ];
        for (seen, act) in (0_u32..).zip(acts) {
            let wanted = Wanted { work: id(6, 1), id: id(5, u64::from(seen) + 1), seen, on: desk.app.today(), act };
            desk.app.work_do::<Fund, _>(&permit, wanted).await.expect("entered");
        }
        let kept = desk.begin(unit, id(7, 1)).await;
        assert_eq!(
            value(&kept.state, "money_spent"),
            &Measured::count(2_000_000),
            "the day before is another period's"
        );
        assert_eq!(value(&kept.state, "money_spent_central"), &Measured::count(0));
        assert_eq!(value(&kept.state, "money_allotted_local"), &Measured::count(9_000_000));
        assert_eq!(value(&kept.state, "money_planned"), &Measured::unknown(Why::NotRecorded));
        assert_eq!(value(&kept.state, "tasks_given"), &Measured::unknown(Why::NotRecorded));
        assert_eq!(value(&kept.state, "targets"), &Measured::unknown(Why::NotRecorded));
        desk.it.finish().await;
    })
    .await;
}
