//! Fictitious tasks of a demonstration, each at another point of its way, and what steers them: a committee, a meeting, an
//! exchange, a commendation. Done by the fictitious officers through the same acts as anybody's; days count from today.

use domain::access::{Action, FieldClass, Record, Role, acts};
use domain::cases::days_later;
use domain::work::{Chain, WorkAct as _};
use jiff::civil::date;
use programme::steering::commendation::{Commendation, CommendationAct, Form, Given, Recipient};
use programme::steering::committee::{Committee, CommitteeAct, Named, Seat};
use programme::steering::liaison::{ContactLevel, Exchange, Liaison, LiaisonAct, Partner};
use programme::steering::meeting::{Call, Conclusion, Meeting, MeetingAct, Mode};
use programme::steering::{Paper, Servant};
use programme::tasks::{
    Authority, Clears, Draft, Duty, Every, EvidenceKind, Origin, Part, Person, Place, Recurrence, Shown, Source,
    TaskAct, Tick, Time,
};
use texts::Lang;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::signin::Caller;
use crate::tasks::TaskFault;
use crate::work::{Kept, Wanted};

/// Hamlets that a grid has where the register knows none.
const PLACES: u16 = 3;

/// Words of one fictitious task.
struct Words {
    title: &'static str,
    work: &'static str,
    result: &'static str,
    measure: &'static str,
    leads: &'static str,
}

/// The fictitious officers who act, and what they write in.
struct Stage<'a> {
    app: &'a App,
    lang: Lang,
    chair: Acting,
    police: Acting,
    department: Acting,
    front: Acting,
}

impl App {
    /// Fills a demonstration with tasks and what steers them. [`Problem::Hidden`] outside a demonstration.
    pub async fn fill_demo_tasks(&self, lang: Lang) -> Result<(), Problem> {
        let here = Caller { address: None, request: Uuid::nil() };
        let mut hands = Vec::new();
        for role in [Role::CommitteeChair, Role::PoliceHead, Role::CommuneDepartment, Role::Front] {
            let (session, appointment) = self.demo_hand(role).await?;
            hands.push((self.acting(&session, appointment)?, session));
        }
        let mut acting = hands.iter().map(|(acting, _)| acting.clone());
        let (Some(chair), Some(police), Some(department), Some(front)) =
            (acting.next(), acting.next(), acting.next(), acting.next())
        else {
            return Err(Problem::Hidden);
        };
        drop(acting);
        let stage = Stage { app: self, lang, chair, police, department, front };
        stage.tasks().await.map_err(Problem::fault)?;
        stage.steering().await?;
        for (_, session) in &hands {
            self.sign_out(session, here).await?;
        }
        Ok(())
    }
}

impl Stage<'_> {
    async fn tasks(&self) -> Result<(), TaskFault> {
        let lang = self.lang;
        self.recurring().await?;
        let late = Words {
            title: lang.task_demo_late(),
            work: lang.task_demo_late_work(),
            result: lang.task_demo_late_result(),
            measure: lang.task_demo_late_measure(),
            leads: lang.task_demo_department(),
        };
        let task = self.hand(&late, &self.department, -40, -5, None).await?;
        self.act(&self.department, task, -38, TaskAct::Accept {}).await?;
        let done = Words {
            title: lang.task_demo_done(),
            work: lang.task_demo_done_work(),
            result: lang.task_demo_done_result(),
            measure: lang.task_demo_done_measure(),
            leads: lang.task_demo_police(),
        };
        let task = self.hand(&done, &self.police, -30, 20, None).await?;
        self.act(&self.police, task, -29, TaskAct::Accept {}).await?;
        let results = vec![Shown { part: 1, evidence: lang.task_demo_evidence(7) }];
        self.act(&self.police, task, -2, TaskAct::ReportDone { results }).await?;
        let clears = Clears { work: Some(lang.task_demo_draft().to_owned()), ..Clears::default() };
        let draft = Draft { title: lang.task_demo_draft().to_owned(), source: None, bound: None, clears };
        self.act(&self.chair, self.app.new_id(), -1, TaskAct::Draft { draft }).await.map(drop)
    }

    /// A duty of each month in each hamlet, with a gap that nobody filled.
    async fn recurring(&self) -> Result<(), TaskFault> {
        let lang = self.lang;
        let words = Words {
            title: lang.task_demo_grid(),
            work: lang.task_demo_grid_work(),
            result: lang.task_demo_grid_result(),
            measure: lang.task_demo_grid_measure(),
            leads: lang.task_demo_police(),
        };
        let holders = self.app.holders(self.chair.place.unit()).await?;
        let mut places = self.app.places_below(self.chair.place.unit(), &holders);
        let typed = |no| Place { no, name: lang.task_demo_place(no), unit: None, holder: None };
        if places.is_empty() {
            places.extend((1..=PLACES).map(typed));
        }
        let first = places.first().map_or(1, |place| place.no);
        let task = self.hand(&words, &self.police, -75, 100, Some(places)).await?;
        self.act(&self.police, task, -74, TaskAct::Accept {}).await?;
        let progress = TaskAct::Progress { what: lang.task_demo_progress().to_owned(), evidence: String::new() };
        self.act(&self.police, task, -70, progress).await?;
        for (days, number) in [(-66, 1), (-3, 2)] {
            let done_on = days_later(self.app.today(), days);
            let tick = Tick { place: first, done_on, evidence: lang.task_demo_evidence(number) };
            self.act(&self.police, task, days + 1, TaskAct::Mark { ticks: vec![tick] }).await?;
        }
        Ok(())
    }

    /// A task of the chair for somebody, from one day until another.
    async fn hand(
        &self,
        words: &Words,
        who: &Acting,
        from: i32,
        due: i32,
        places: Option<Vec<Place>>,
    ) -> Result<Uuid, TaskFault> {
        let draft = self.draft(words, who, (from, due), places, None);
        self.act(&self.chair, self.app.new_id(), from, TaskAct::Hand { draft }).await
    }

    fn draft(
        &self,
        words: &Words,
        who: &Acting,
        (from, due): (i32, i32),
        places: Option<Vec<Place>>,
        source: Option<Source>,
    ) -> Draft {
        let (lang, today) = (self.lang, self.app.today());
        let recurs = places.is_some().then_some(Recurrence { every: Every::Month, times: 1 });
        let part = Part {
            no: 1,
            what: words.result.to_owned(),
            measure: words.measure.to_owned(),
            evidence: EvidenceKind::Minutes,
        };
        let authority = Authority {
            number: "192/KH-UBND".to_owned(),
            date: date(2025, 9, 8),
            clause: lang.task_demo_clause().to_owned(),
            may: lang.task_demo_may().to_owned(),
        };
        let clears = Clears {
            person: Some(Person { assignee: who.appointment.id, deputy: None }),
            work: Some(words.work.to_owned()),
            duty: Some(Duty { leads: words.leads.to_owned(), with: vec![lang.task_demo_front().to_owned()] }),
            time: Some(Time { from: days_later(today, from), due: days_later(today, due), recurs }),
            result: vec![part],
            authority: Some(authority),
            places: places.unwrap_or_default(),
        };
        Draft { title: words.title.to_owned(), source, bound: None, clears }
    }

    async fn act(&self, by: &Acting, task: Uuid, days: i32, act: TaskAct) -> Result<Uuid, TaskFault> {
        let app = self.app;
        let known = app.work_record(task, by).await?;
        let plain = Record::plain(by.place.clone(), FieldClass::UnitFact);
        let mut tx = app.db().snapshot().await?;
        let seen = store::work::stands(&mut tx, task).await?.map_or(0, |stands| stands.acts);
        drop(tx);
        let on = days_later(app.today(), days);
        let wanted = Wanted { work: task, id: app.new_id(), seen, on, act };
        app.task_do(by, &known.unwrap_or(plain), wanted).await.map(|kept| kept.id)
    }

    async fn steering(&self) -> Result<(), Problem> {
        let lang = self.lang;
        let committee = self.committee().await?;
        let meeting = self.meeting(committee).await?;
        let words = Words {
            title: lang.task_demo_waiting(),
            work: lang.task_demo_waiting_work(),
            result: lang.task_demo_waiting_result(),
            measure: lang.task_demo_waiting_measure(),
            leads: lang.task_demo_front(),
        };
        let source = Source { origin: Origin::Meeting, work: meeting, item: "1".to_owned() };
        let draft = self.draft(&words, &self.front, (-1, 45), None, Some(source));
        self.act(&self.chair, self.app.new_id(), -1, TaskAct::Hand { draft }).await.map_err(Problem::fault)?;
        let exchange = Exchange {
            partner: Partner::Lao { name: lang.task_demo_lao().to_owned() },
            level: ContactLevel::Commune,
            met_on: days_later(self.app.today(), -12),
            venue: lang.task_demo_post().to_owned(),
            ours: vec![lang.task_demo_head().to_owned()],
            theirs: vec![lang.task_demo_village_head().to_owned()],
            agreed: vec![lang.task_demo_agreed().to_owned()],
        };
        self.write::<Liaison>(&self.police, None, -11, LiaisonAct::Record { exchange }).await?;
        let given = Given {
            to: Recipient::Body { name: lang.task_demo_merit().to_owned() },
            form: Form::Letter,
            authority: lang.task_demo_chair().to_owned(),
            decided: self.paper("41/QĐ-UBND", -20),
            reason: lang.task_demo_merit_reason().to_owned(),
        };
        self.write::<Commendation>(&self.chair, None, -20, CommendationAct::Record { given }).await.map(drop)
    }

    async fn committee(&self) -> Result<Uuid, Problem> {
        let lang = self.lang;
        let of = |who: &Acting, seat| Named { who: Servant::Appointment { appointment: who.appointment.id }, seat };
        let typed =
            Servant::Office { office: lang.task_demo_office().to_owned(), name: lang.task_demo_name().to_owned() };
        let found = CommitteeAct::Found {
            name: lang.task_demo_committee().to_owned(),
            decided: self.paper("12/QĐ-UBND", -90),
            members: vec![
                of(&self.chair, Seat::Head),
                of(&self.police, Seat::StandingDeputy),
                Named { who: typed, seat: Seat::Deputy },
                of(&self.department, Seat::Member),
                of(&self.front, Seat::Member),
            ],
        };
        let kept = self.write::<Committee>(&self.chair, None, -90, found).await?;
        let rules =
            CommitteeAct::Rules { paper: self.paper("13/QC-BCĐ", -85), summary: lang.task_demo_rules().to_owned() };
        Ok(self.write(&self.chair, Some(kept), -85, rules).await?.id)
    }

    async fn meeting(&self, committee: Uuid) -> Result<Uuid, Problem> {
        let (lang, today) = (self.lang, self.app.today());
        let call = Call {
            title: lang.task_demo_meeting().to_owned(),
            committee: Some(committee),
            on: days_later(today, -2),
            at: None,
            venue: lang.task_demo_venue().to_owned(),
            mode: Mode::InPerson,
            points: Vec::new(),
            agenda: vec![lang.task_demo_agenda().to_owned()],
        };
        let kept = self.write::<Meeting>(&self.chair, None, -9, MeetingAct::Plan { call }).await?;
        let chair = lang.task_demo_chair().to_owned();
        let hold = MeetingAct::Hold { held_on: days_later(today, -2), chair, invited: 24, present: 21 };
        let kept = self.write(&self.chair, Some(kept), -2, hold).await?;
        let conclusion = Conclusion {
            no: 1,
            text: lang.task_demo_conclusion().to_owned(),
            body: Some(lang.task_demo_front().to_owned()),
            due: Some(days_later(today, 45)),
        };
        let conclude = MeetingAct::Conclude { conclusions: vec![conclusion] };
        Ok(self.write(&self.chair, Some(kept), -2, conclude).await?.id)
    }

    fn paper(&self, number: &str, days: i32) -> Paper {
        Paper { number: number.to_owned(), date: days_later(self.app.today(), days) }
    }

    async fn write<C: Chain>(
        &self,
        by: &Acting,
        kept: Option<Kept<C>>,
        days: i32,
        act: C::Act,
    ) -> Result<Kept<C>, Problem> {
        // everything of steering is written by whoever writes the unit's work
        if act.action() != Action::WriteWork {
            return Err(Problem::Hidden);
        }
        let record = Record::plain(by.place.clone(), FieldClass::UnitFact);
        let permit = self.app.permit::<acts::WriteWork>(by, &record, None).await?;
        let (work, seen) = kept.map_or_else(|| (self.app.new_id(), 0), |kept| (kept.id, kept.seen()));
        let on = days_later(self.app.today(), days);
        let wanted = Wanted { work, id: self.app.new_id(), seen, on, act };
        self.app.work_do::<C, acts::WriteWork>(&permit, wanted).await.map_err(Problem::fault)
    }
}
