//! A work is what its acts make of it: kept, replayed, listed and vouched for alike on both engines.

use app::work::{Of, Wanted, WorkFault, WorkQuery};
use domain::access::{
    Act, Appointment, Ask, Decided, FieldClass, Permit, Place, Record, Role, Standing as Actor, acts,
};
use domain::units::{Level, UnitId};
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::date;
use policy::Policies;
use serde::{Deserialize, Serialize};
use store::query::sql;
use testkit::{TestDb, id, ids, minutes};
use uuid::Uuid;

/// A liaison of two acts: agreed upon once, then followed by remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Talk {
    title: String,
    remarks: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
enum Said {
    Agree { title: String },
    Remark { text: String },
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
enum Not {
    #[error("begun twice")]
    Twice,
    #[error("not begun")]
    First,
}

impl WorkAct for Said {
    fn key(&self) -> &'static str {
        match self {
            Self::Agree { .. } => "agree",
            Self::Remark { .. } => "remark",
        }
    }

    fn action(&self) -> domain::access::Action {
        domain::access::Action::WriteWork
    }
}

impl Chain for Talk {
    const NOUN: Noun = Noun::Liaison;
    type Act = Said;
    type Refusal = Not;

    fn follow(before: Option<Self>, entry: &Entry<Said>) -> Result<Self, Not> {
        match (before, &entry.act) {
            (None, Said::Agree { title }) => Ok(Self { title: title.clone(), remarks: 0 }),
            (Some(talk), Said::Remark { .. }) => Ok(Self { remarks: talk.remarks + 1, ..talk }),
            (Some(_), Said::Agree { .. }) => Err(Not::Twice),
            (None, Said::Remark { .. }) => Err(Not::First),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            state: if self.remarks == 0 { "new" } else { "going" }.to_owned(),
            title: self.title.clone(),
            key: Some(self.title.clone()),
            ..Standing::default()
        }
    }
}

struct Desk {
    app: app::App,
    it: TestDb,
    policies: Policies,
}

impl Desk {
    async fn over(it: TestDb) -> Self {
        let next = std::sync::Mutex::new(ids(9));
        let sources = app::Sources {
            now: std::sync::Arc::new(|| minutes(0)),
            new_id: std::sync::Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: std::sync::Arc::new(testkit::random(1)),
        };
        let app = app::App::open(it.db.clone(), Vec::new(), sources, false).await.expect("opens");
        Self { app, it, policies: Policies::shipped().expect("sound") }
    }

    fn unit(&self, code: &str, level: Level) -> UnitId {
        self.app.register().at_code(code, level, self.app.today()).expect("a unit of today").unit
    }

    fn permit<A: Act>(&self, role: Role, holds: UnitId, on: UnitId) -> Permit<A> {
        let (register, day) = (self.app.register(), self.app.today());
        let appointment = Appointment {
            id: id(41, 1),
            account: id(42, 1),
            role,
            unit: holds,
            from: date(2020, 1, 1),
            until: None,
            decided: Decided { number: "1/GĐ".to_owned(), date: date(2020, 1, 1) },
            granted_by: [id(42, 8), id(42, 9)],
            revoked_at: None,
        };
        let place = Place::of(&register, holds, day);
        let record = Record::plain(Place::of(&register, on, day), FieldClass::UnitFact);
        let actor = Actor { appointment: &appointment, place: &place };
        self.policies.permit::<A>(&Ask::plain(Some(actor), A::ACTION, &record, minutes(0))).expect("permitted")
    }

    /// What keeps acts as they are, taken away as a database administrator could.
    fn unguarded(&self) -> Vec<&'static str> {
        if self.it.url.starts_with("sqlite") {
            vec!["drop trigger work_act_is_not_changed", "drop trigger work_act_is_not_deleted"]
        } else {
            vec!["alter table work_act disable trigger user"]
        }
    }

    async fn behind_its_back(&self, texts: &[&'static str]) {
        let mut tx = self.it.db.begin().await.expect("begins");
        for text in texts {
            tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        }
        tx.commit().await.expect("commits");
    }

    async fn say(&self, on: UnitId, work: Uuid, seen: u32, act: u64, said: Said) -> Result<u32, WorkFault<Not>> {
        let permit = self.permit::<acts::WriteWork>(Role::PoliceHead, on, on);
        let wanted = Wanted { work, id: id(7, act), seen, on: date(2026, 9, 1), act: said };
        self.app.work_do::<Talk, _>(&permit, wanted).await.map(|kept| kept.seen())
    }
}

fn agree(title: &str) -> Said {
    Said::Agree { title: title.to_owned() }
}

fn remark(text: &str) -> Said {
    Said::Remark { text: text.to_owned() }
}

async fn a_chain_is_kept_replayed_and_listed(it: TestDb) {
    let desk = Desk::over(it).await;
    let (commune, other) = (desk.unit("14845", Level::Commune), desk.unit("14818", Level::Commune));
    let work = id(5, 1);
    assert_eq!(desk.say(commune, work, 0, 1, agree("Quan Sơn")).await.expect("begun"), 1);
    assert_eq!(desk.say(commune, work, 1, 2, remark("gặp")).await.expect("goes on"), 2);
    assert_eq!(desk.say(commune, work, 1, 2, remark("gặp")).await.expect("the page was sent twice"), 2);
    let late = desk.say(commune, work, 1, 3, remark("cũ")).await;
    assert!(matches!(late, Err(WorkFault::Moved)), "who had not seen the last act: {late:?}");
    let twice = desk.say(commune, work, 2, 4, agree("lại")).await;
    assert!(matches!(twice, Err(WorkFault::Refused(Not::Twice))), "{twice:?}");
    let taken = desk.say(commune, id(5, 2), 0, 5, agree("Quan Sơn")).await;
    assert!(matches!(taken, Err(WorkFault::Taken { work: there }) if there == work), "{taken:?}");
    desk.say(other, id(5, 3), 0, 6, agree("Quan Sơn")).await.expect("another unit may have the same");

    let read = desk.permit::<acts::ReadWork>(Role::PoliceHead, commune, commune);
    let kept = desk.app.work_open::<Talk>(&read, work).await.expect("its own");
    assert_eq!((kept.state.remarks, kept.history.len(), kept.unit), (1, 2, commune));
    assert!(desk.app.work_open::<Talk>(&read, id(5, 3)).await.is_err(), "another commune's is not there");

    let province = desk.unit("38", Level::Province);
    let above = desk.permit::<acts::ReadWork>(Role::StandingOffice, province, province);
    let within = WorkQuery::all(Noun::Liaison, Of::Within(province));
    let listed = desk.app.work_list(&above, &within).await.expect("listed");
    assert_eq!(listed.iter().map(|stands| stands.id).collect::<Vec<_>>(), [work, id(5, 3)]);
    let going = WorkQuery { state: Some("going".to_owned()), ..within };
    assert_eq!(desk.app.work_list(&above, &going).await.expect("listed").len(), 1);
    let all = desk.app.work_all::<Talk>(&above, Of::Within(province), None).await.expect("whole");
    assert_eq!(all.iter().map(|kept| kept.state.remarks).collect::<Vec<_>>(), [1, 0]);
    assert!(
        desk.app.work_list(&read, &WorkQuery::all(Noun::Liaison, Of::Within(province))).await.expect("listed").len()
            == 1
    );
    finish(desk).await;
}

async fn an_altered_act_is_named(it: TestDb) {
    let desk = Desk::over(it).await;
    let commune = desk.unit("14845", Level::Commune);
    desk.say(commune, id(5, 1), 0, 1, agree("Quan Sơn")).await.expect("begun");
    let audit = async || {
        let mut tx = desk.it.db.snapshot().await.expect("begins");
        store::audit::audit(&mut tx, vault::verify::Expected::default()).await.expect("reads")
    };
    audit().await.expect("sound");
    desk.behind_its_back(&["update work set acts = 2"]).await;
    assert!(matches!(audit().await, Err(store::audit::Finding::Work { .. })), "the standing does not follow");
    desk.behind_its_back(&["update work set acts = 1"]).await;
    audit().await.expect("sound again");
    desk.behind_its_back(&desk.unguarded()).await;
    desk.behind_its_back(&["update work_act set body = '{\"act\":\"agree\",\"title\":\"khác\"}'"]).await;
    assert!(matches!(audit().await, Err(store::audit::Finding::Rows { noun: "liaison", .. })), "an altered act");
    desk.behind_its_back(&["delete from work_act"]).await;
    assert!(audit().await.is_err(), "a removed act");
    finish(desk).await;
}

async fn finish(desk: Desk) {
    drop(desk.app);
    desk.it.finish().await;
}

#[tokio::test]
async fn a_chain_is_kept_replayed_and_listed_on_sqlite() {
    a_chain_is_kept_replayed_and_listed(TestDb::sqlite().await).await;
}

#[tokio::test]
async fn a_chain_is_kept_replayed_and_listed_on_postgresql() {
    let Some(it) = TestDb::postgres().await else { return };
    a_chain_is_kept_replayed_and_listed(it).await;
}

#[tokio::test]
async fn an_altered_act_is_named_on_sqlite() {
    an_altered_act_is_named(TestDb::sqlite().await).await;
}

#[tokio::test]
async fn an_altered_act_is_named_on_postgresql() {
    let Some(it) = TestDb::postgres().await else { return };
    an_altered_act_is_named(it).await;
}
