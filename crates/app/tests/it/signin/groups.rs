//! Reports of a unit that keeps files: groups of people, what is told to whom, and what moved since a report went up.

use app::accounts::Acting;
use app::reports::exchange::Shape;
use app::reports::{Kind, Opened, Ordered};
use app::work::{Kept, Wanted};
use domain::access::{FieldClass, Record, acts};
use domain::units::Level;
use programme::indicators::{Measured, Why};
use programme::reports::{Report, ReportAct};
use testkit::id;
use uuid::Uuid;

use super::around::managed;
use super::cases::Post;
use super::ground::{House, Officer, office};

struct Desk<'a> {
    house: &'a House,
    ordered: Ordered,
    officer: Acting,
    head: Acting,
    chair: Acting,
}

async fn acting(house: &House, of: &Officer) -> Acting {
    let session = house.session(&of.reference).await;
    house.app.acting(&session, office(&session)).expect("an appointment in force")
}

impl<'a> Desk<'a> {
    async fn of(house: &'a House, post: &Post) -> Self {
        let unit = house.unit(Level::Commune, "14845");
        Self {
            house,
            ordered: house.app.order_report("kh192-xa", unit, "2026-Q3", None).expect("ordered"),
            officer: acting(house, &post.officer).await,
            head: acting(house, &post.head).await,
            chair: acting(house, &post.chair).await,
        }
    }

    fn record(&self) -> Record {
        Record::plain(self.house.app.place_of(self.ordered.unit, self.house.now()), FieldClass::UnitFact)
    }

    async fn begun(&self) -> Kept<Report> {
        let app = &self.house.app;
        let permit = app.permit::<acts::WriteWork>(&self.officer, &self.record(), None).await.expect("may write");
        app.report_begin(&permit, Some(&self.officer), &self.ordered, (id(7, 1), id(8, 1))).await.expect("begun")
    }

    async fn act(&self, by: &Acting, kept: &Kept<Report>, act: ReportAct) -> Kept<Report> {
        let app = &self.house.app;
        let record = app.work_record(kept.id, by).await.expect("asks").expect("a report");
        let wanted = Wanted { work: kept.id, id: app.new_id(), seen: kept.seen(), on: app.today(), act };
        app.report_do(by, &record, wanted).await.expect("done")
    }

    async fn opened(&self, reader: Option<&Acting>, report: Uuid) -> Opened {
        let app = &self.house.app;
        let permit = app.permit::<acts::ReadWork>(&self.officer, &self.record(), None).await.expect("may read");
        app.report_open(&permit, reader, report).await.expect("opens")
    }

    /// Everything that people write, and submitted.
    async fn submitted(&self) -> Kept<Report> {
        let mut kept = self.begun().await;
        let contract = kept.state.opening.contract.clone();
        for needed in contract.figures.iter().filter(|needed| needed.typed) {
            let (indicator, source) = (needed.indicator.clone(), "Sổ theo dõi (giả định)".to_owned());
            let act = ReportAct::Enter { indicator, value: Measured::count(0), source, instead_of: None };
            kept = self.act(&self.officer, &kept, act).await;
        }
        for place in contract.narratives.iter().filter(|place| place.required) {
            let act = ReportAct::Fill { place: place.id.clone(), text: "Nội dung giả định.".to_owned() };
            kept = self.act(&self.officer, &kept, act).await;
        }
        self.act(&self.head, &kept, ReportAct::Submit {}).await
    }
}

fn groups(report: &Report, breakdown: &str) -> Vec<Option<i64>> {
    let of_it = |id: &&String| id.starts_with(&format!("users@{breakdown}."));
    let ids: Vec<&String> = report.draft.cells.keys().filter(of_it).collect();
    ids.into_iter().map(|id| report.said(id).and_then(Measured::whole)).collect()
}

pub async fn groups_are_told_apart_for_whoever_keeps_the_files_and_few_are_told_to_nobody_else(house: &House) {
    let post = Post::open(house).await;
    managed(house, &post).await;
    let desk = Desk::of(house, &post).await;
    let before = house.entries().await.len();
    let kept = desk.begun().await;
    assert_eq!(house.entries().await.len(), before + 3, "opened, worked out, and that births were looked at");
    assert_eq!(kept.state.said("users"), Some(&Measured::count(1)));
    assert_eq!(kept.state.said("users@age.from_30"), Some(&Measured::count(1)), "born on 3 February 1990");
    for breakdown in ["sex", "age"] {
        let groups = groups(&kept.state, breakdown);
        assert!(groups.len() > 2 && groups.iter().copied().sum::<Option<i64>>() == Some(1), "{breakdown}: {groups:?}");
    }
    let own = desk.opened(Some(&desk.officer), kept.id).await;
    assert_eq!((own.keeps, own.told.said("users")), (true, Some(&Measured::count(1))));
    let others = desk.opened(None, kept.id).await;
    let withheld = Measured::unknown(Why::Withheld);
    assert_eq!((others.keeps, others.told.said("users")), (false, Some(&withheld)));
    assert_eq!(others.told.said("users@age.from_30"), Some(&withheld));
    assert_eq!(others.told.said("addicts"), Some(&Measured::count(0)), "nobody is about nobody");
    for shape in Shape::ALL {
        let file = house.app.report_file(&others, Kind::Exchange(shape)).await.expect("written");
        let values = app::reports::exchange::read(&file.bytes, shape).expect("comes back");
        let users = values.iter().find(|one| one.value.indicator == "users").expect("it is not left out");
        assert!(users.value.withheld && users.value.value.is_empty(), "{shape:?}: {users:?}");
        let group = values.iter().find(|one| one.value.indicator == "addicts@sex.female").expect("a group");
        assert_eq!(group.value.value, "0", "{shape:?}");
    }
    // the chair decides about some files and lists none to report: the whole is counted, and groups that were told apart
    // for the same day stay as they were
    let record = house.app.work_record(kept.id, &desk.chair).await.expect("asks").expect("a report");
    let before = house.entries().await.len();
    let again = house
        .app
        .report_assemble(&desk.chair, &record, &own, (id(8, 2), kept.seen()), false)
        .await
        .expect("worked out");
    assert_eq!(again.state.said("users"), Some(&Measured::count(1)));
    assert_eq!(house.entries().await.len(), before + 1, "worked out; nobody's birth was looked at");
    assert_eq!(again.state.said("users@age.from_30"), Some(&Measured::count(1)));
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn a_late_correction_of_a_file_proposes_to_amend_the_report(house: &House) {
    let post = Post::open(house).await;
    let desk = Desk::of(house, &post).await;
    let kept = desk.submitted().await;
    let app = &house.app;
    let read = app.permit::<acts::ReadWork>(&desk.officer, &desk.record(), None).await.expect("may read");
    let unit = desk.ordered.unit;
    let quiet = app.reports_drifted(&read, Some(&desk.officer), unit).await.expect("looked at");
    assert!(quiet.is_empty(), "{quiet:?}");
    managed(house, &post).await;
    let found = app.reports_drifted(&read, Some(&desk.officer), unit).await.expect("looked at");
    let [drift] = &found[..] else { panic!("{found:?}") };
    assert!(drift.report == kept.id && !drift.proposed);
    let users = drift.moved.iter().find(|one| one.indicator == "users").expect("it moved");
    assert_eq!((&users.was, &users.is), (&Measured::count(0), &Measured::count(1)));
    let told = app.reports_drifted(&read, None, unit).await.expect("looked at");
    let untold = told[0].moved.iter().find(|one| one.indicator == "users").expect("that it moved is told");
    assert!(untold.was.is_withheld() && untold.is.is_withheld(), "{untold:?}");
    // left as it is with a reason: nobody is asked again for the same
    let moved = drift.moved.clone();
    let kept = desk.act(&desk.head, &kept, ReportAct::ProposeAmendment { moved }).await;
    assert!(app.reports_drifted(&read, Some(&desk.officer), unit).await.expect("looked at")[0].proposed);
    desk.act(&desk.head, &kept, ReportAct::KeepVersion { reason: "Đã nêu ở kỳ sau (giả định)".to_owned() }).await;
    assert!(app.reports_drifted(&read, Some(&desk.officer), unit).await.expect("looked at").is_empty());
}
