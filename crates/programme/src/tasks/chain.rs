//! What the acts of a task come to.

use domain::work::{Author, Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use uuid::Uuid;

use super::act::{Answer, Draft, Shown, TaskAct, Tick};
use super::clears::{Clears, Place, check_places, check_reference};
use super::refusal::TaskRefusal;
use super::split::{Bound, Child, Origin, Source, conserves, renewed};
use super::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, check_optional, words};

words! {
    /// How a task stands.
    State {
        /// Dự thảo.
        Draft "draft";
        /// Đã giao, chờ nhận.
        Issued "issued";
        /// Có ý kiến, chờ người giao trả lời.
        Objected "objected";
        /// Đang thực hiện.
        Underway "underway";
        /// Bị trả lại: not done.
        Returned "returned";
        /// Đã báo cáo hoàn thành, chờ xác nhận.
        Reported "reported";
        /// Hoàn thành.
        Closed "closed";
        /// Đã thu hồi.
        Withdrawn "withdrawn";
    }
}

impl State {
    /// Keys of the acts that can come next, the usual one first.
    pub const fn acts(self) -> &'static [&'static str] {
        match self {
            Self::Draft => &["fill", "issue", "withdraw"],
            Self::Issued => {
                &["accept", "object", "mark", "unmark", "add_place", "end_place", "extend", "reassign", "withdraw"]
            }
            Self::Objected => &["answer", "mark", "unmark", "add_place", "end_place", "extend", "reassign", "withdraw"],
            Self::Underway | Self::Returned => &[
                "mark",
                "progress",
                "report_done",
                "split",
                "unmark",
                "add_place",
                "end_place",
                "extend",
                "reassign",
                "withdraw",
            ],
            Self::Reported => &["close", "return", "withdraw"],
            Self::Closed | Self::Withdrawn => &[],
        }
    }

    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Objected | Self::Underway | Self::Returned | Self::Reported)
    }
}

/// That it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
}

/// What was said against it, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// Why.
    pub reason: String,
    /// What the issuer answered; none yet.
    pub answer: Option<Answered>,
}

/// An answer to an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// `amend`, `uphold`, `withdraw`.
    pub how: &'static str,
    /// Why.
    pub reason: String,
}

/// What was done, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// On which day.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// What.
    pub what: String,
    /// What shows it; may be empty.
    pub evidence: String,
}

/// A mark in the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The act that made it.
    pub act: Uuid,
    /// Row of the grid.
    pub place: u16,
    /// The day on which it was done.
    pub done_on: Date,
    /// The day on which it was written down.
    pub written_on: Date,
    /// By whom.
    pub by: Author,
    /// What shows it; may be empty.
    pub evidence: String,
}

/// That it is said to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// What shows each result.
    pub results: Vec<Shown>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// A remark, or why it was taken back.
    pub note: String,
}

/// That it was given back as not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// Why.
    pub reason: String,
    /// What had been reported.
    pub report: Reported,
}

/// That its last day was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Author,
    /// The last day before.
    pub before: Date,
    /// The last day since.
    pub due: Date,
    /// Why.
    pub reason: String,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is called.
    pub title: String,
    /// How it stands.
    pub state: State,
    /// The six.
    pub clears: Clears,
    /// What it came from.
    pub source: Option<Source>,
    /// What it has to conserve of a larger one.
    pub bound: Option<Bound>,
    /// That it was given; the last time.
    pub issued: Option<Issued>,
    /// The day on which the person named took it.
    pub accepted: Option<Date>,
    /// What was said against it.
    pub objections: Vec<Objection>,
    /// What was done.
    pub progress: Vec<Progress>,
    /// Its parts.
    pub children: Vec<Child>,
    /// Marks in the grid that stand.
    pub marks: Vec<Mark>,
    /// Places that came after the beginning: row and first day.
    pub places_since: Vec<(u16, Date)>,
    /// Places that ended: row, first day on which nothing is asked, why.
    pub places_ended: Vec<(u16, Date, String)>,
    /// That it is said to be done.
    pub reported: Option<Reported>,
    /// Each time that it was given back.
    pub returns: Vec<Returned>,
    /// Each time that its last day was moved.
    pub moved: Vec<Moved>,
    /// Who was to do it before, until when, and why no longer.
    pub before: Vec<(Uuid, Date, String)>,
    /// How it ended.
    pub ended: Option<Closing>,
}

impl Chain for Task {
    const NOUN: Noun = Noun::Task;
    type Act = TaskAct;
    type Refusal = TaskRefusal;

    fn follow(before: Option<Self>, entry: &Entry<TaskAct>) -> Result<Self, TaskRefusal> {
        match (before, &entry.act) {
            (None, TaskAct::Draft { draft }) => Self::begin(draft),
            (None, TaskAct::Hand { draft }) => Self::begin(draft)?.issue(entry),
            (Some(task), act) if !matches!(act, TaskAct::Draft { .. } | TaskAct::Hand { .. }) => task.next(entry),
            (_, act) => Err(TaskRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        let done = self.reported.as_ref().filter(|_| self.state == State::Closed).map(|reported| reported.on);
        Standing {
            state: self.state.key().to_owned(),
            title: self.title.clone(),
            key: None,
            period: None,
            body: self.clears.duty.as_ref().map(|duty| duty.leads.clone()),
            parent: self.source.as_ref().map(|source| source.work),
            assignee: self.clears.person.map(|person| person.assignee),
            due: self.clears.time.map(|time| time.due),
            done,
        }
    }
}

impl Task {
    fn begin(draft: &Draft) -> Result<Self, TaskRefusal> {
        check(&draft.title, TITLE_CHARS_MAX).map_err(TaskRefusal::text("title"))?;
        draft.clears.check()?;
        draft.source.as_ref().map_or(Ok(()), Source::check)?;
        draft.bound.as_ref().map_or(Ok(()), |bound| bound.check(&draft.clears))?;
        Ok(Self {
            title: draft.title.clone(),
            state: State::Draft,
            clears: draft.clears.clone(),
            source: draft.source.clone(),
            bound: draft.bound.clone(),
            issued: None,
            accepted: None,
            objections: Vec::new(),
            progress: Vec::new(),
            children: Vec::new(),
            marks: Vec::new(),
            places_since: Vec::new(),
            places_ended: Vec::new(),
            reported: None,
            returns: Vec::new(),
            moved: Vec::new(),
            before: Vec::new(),
            ended: None,
        })
    }

    fn next(self, entry: &Entry<TaskAct>) -> Result<Self, TaskRefusal> {
        match &entry.act {
            TaskAct::Draft { .. } | TaskAct::Hand { .. } => Err(TaskRefusal::Order { act: entry.act.key() }),
            TaskAct::Fill { title, clears } => self.fill(entry, title, clears),
            TaskAct::Issue {} => self.issue(entry),
            TaskAct::Accept {} => self.accept(entry),
            TaskAct::Object { reason } => self.object(entry, reason),
            TaskAct::Answer { answer, reason } => self.answer(entry, answer, reason),
            TaskAct::Split { children, instead_of } => self.split(entry, children, instead_of),
            TaskAct::Progress { what, evidence } => self.progress(entry, what, evidence),
            TaskAct::Mark { ticks } => self.mark(entry, ticks),
            TaskAct::Unmark { mark, place, reason } => self.unmark(entry, *mark, *place, reason),
            TaskAct::AddPlace { place } => self.add_place(entry, place),
            TaskAct::EndPlace { place, from, reason } => self.end_place(entry, *place, *from, reason),
            TaskAct::ReportDone { results } => self.report(entry, results),
            TaskAct::Resent { evidence } => self.resent(entry, evidence),
            TaskAct::Close { note } => self.close(entry, note),
            TaskAct::Return { reason, due, within } => self.give_back(entry, reason, *due, *within),
            TaskAct::Extend { due, reason, within } => self.extend(entry, *due, reason, *within),
            TaskAct::Reassign { assignee, deputy, reason } => self.reassign(entry, *assignee, *deputy, reason),
            TaskAct::Withdraw { reason } => self.withdraw(entry, reason),
        }
    }

    fn within(&self, entry: &Entry<TaskAct>, states: &[State]) -> Result<(), TaskRefusal> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(TaskRefusal::State { state: self.state, act: entry.act.key() })
    }

    /// Only the person named.
    fn by_named(&self, entry: &Entry<TaskAct>) -> Result<(), TaskRefusal> {
        let named = self.clears.person.is_some_and(|person| person.assignee == entry.by.appointment);
        if named { Ok(()) } else { Err(TaskRefusal::NotNamed) }
    }

    /// Whether an appointment is named: to do it, to watch over it, or for a row of its grid.
    pub fn names(&self, appointment: Uuid) -> bool {
        self.clears.person.is_some_and(|person| person.assignee == appointment || person.deputy == Some(appointment))
            || self.clears.places.iter().any(|place| place.holder == Some(appointment))
    }

    /// From when and until when something is asked of a row, where that is not the whole time of the task.
    pub fn span_of(&self, place: u16) -> (Option<Date>, Option<Date>) {
        let since = self.places_since.iter().find(|(no, _)| *no == place).map(|(_, first)| *first);
        let ended = self.places_ended.iter().find(|(no, ..)| *no == place).map(|(_, end, _)| *end);
        (since, ended)
    }

    fn fill(mut self, entry: &Entry<TaskAct>, title: &str, clears: &Clears) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Draft])?;
        check(title, TITLE_CHARS_MAX).map_err(TaskRefusal::text("title"))?;
        clears.check()?;
        self.bound.as_ref().map_or(Ok(()), |bound| bound.check(clears))?;
        title.clone_into(&mut self.title);
        self.clears = clears.clone();
        Ok(self)
    }

    fn issue(mut self, entry: &Entry<TaskAct>) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Draft])?;
        self.may_be_given(entry.on)?;
        self.issued = Some(Issued { on: entry.on, by: entry.by });
        self.state = State::Issued;
        Ok(self)
    }

    /// All six are clear, and its last day is still to come.
    fn may_be_given(&self, on: Date) -> Result<(), TaskRefusal> {
        let missing = self.clears.missing();
        match self.clears.time {
            Some(time) if missing.is_empty() && time.due < on => Err(TaskRefusal::DuePast { due: time.due, on }),
            Some(_) if missing.is_empty() => Ok(()),
            _ => Err(TaskRefusal::Unclear { missing }),
        }
    }

    fn accept(mut self, entry: &Entry<TaskAct>) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Issued])?;
        self.by_named(entry)?;
        self.accepted = Some(entry.on);
        self.state = State::Underway;
        Ok(self)
    }

    fn object(mut self, entry: &Entry<TaskAct>, reason: &str) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Issued])?;
        self.by_named(entry)?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        let objection = Objection { on: entry.on, by: entry.by, reason: reason.to_owned(), answer: None };
        self.objections.push(objection);
        self.state = State::Objected;
        Ok(self)
    }

    fn answer(mut self, entry: &Entry<TaskAct>, answer: &Answer, reason: &str) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Objected])?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        // nobody upholds a task against an own objection
        if self.objections.last().is_some_and(|objection| objection.by.account == entry.by.account) {
            return Err(TaskRefusal::SamePerson);
        }
        let how = match answer {
            Answer::Amend { clears } => {
                clears.check()?;
                self.bound.as_ref().map_or(Ok(()), |bound| bound.check(clears))?;
                self.clears = Clears::clone(clears);
                self.may_be_given(entry.on)?;
                self.issued = Some(Issued { on: entry.on, by: entry.by });
                self.state = State::Issued;
                "amend"
            }
            Answer::Uphold {} => {
                self.state = State::Underway;
                "uphold"
            }
            Answer::Withdraw {} => {
                self.ended = Some(Closing { on: entry.on, by: entry.by, note: reason.to_owned() });
                self.state = State::Withdrawn;
                "withdraw"
            }
        };
        if let Some(objection) = self.objections.last_mut() {
            objection.answer = Some(Answered { on: entry.on, by: entry.by, how, reason: reason.to_owned() });
        }
        Ok(self)
    }

    fn split(mut self, entry: &Entry<TaskAct>, children: &[Child], instead_of: &[Uuid]) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Underway, State::Returned])?;
        self.by_named(entry)?;
        if !instead_of.is_empty() {
            self.children = renewed(&self.clears, &self.children, children, instead_of)?;
            return Ok(self);
        }
        if !self.children.is_empty() {
            return Err(TaskRefusal::SplitBefore);
        }
        conserves(&self.clears, children)?;
        self.children = children.to_vec();
        Ok(self)
    }

    fn progress(mut self, entry: &Entry<TaskAct>, what: &str, evidence: &str) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Underway, State::Returned])?;
        if !self.names(entry.by.appointment) {
            return Err(TaskRefusal::NotNamed);
        }
        check(what, TEXT_CHARS_MAX).map_err(TaskRefusal::text("what"))?;
        check_reference(evidence)?;
        let progress = Progress { on: entry.on, by: entry.by, what: what.to_owned(), evidence: evidence.to_owned() };
        self.progress.push(progress);
        Ok(self)
    }

    fn report(mut self, entry: &Entry<TaskAct>, results: &[Shown]) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Underway, State::Returned])?;
        self.by_named(entry)?;
        let mut left: Vec<u8> = self.clears.result.iter().map(|part| part.no).collect();
        for shown in results {
            check(&shown.evidence, TEXT_CHARS_MAX).map_err(TaskRefusal::text("evidence"))?;
            let Some(at) = left.iter().position(|no| *no == shown.part) else {
                let known = self.clears.result.iter().any(|part| part.no == shown.part);
                let no = shown.part;
                return Err(if known { TaskRefusal::PartTwice { no } } else { TaskRefusal::PartUnknown { no } });
            };
            left.remove(at);
        }
        if !left.is_empty() {
            return Err(TaskRefusal::PartsMissing { parts: left });
        }
        let open = super::grid::of(&self, entry.on).map_or(0, |grid| grid.tally.due + grid.tally.not_yet);
        if open > 0 {
            return Err(TaskRefusal::StillRuns { cells: open });
        }
        self.reported = Some(Reported { on: entry.on, by: entry.by, results: results.to_vec() });
        self.state = State::Reported;
        Ok(self)
    }

    /// The report that came back was sent again, whether or not anybody had taken the task on.
    fn resent(mut self, entry: &Entry<TaskAct>, evidence: &str) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Issued, State::Objected, State::Underway, State::Returned])?;
        if self.source.as_ref().is_none_or(|source| source.origin != Origin::Report) {
            return Err(TaskRefusal::Order { act: entry.act.key() });
        }
        check(evidence, TEXT_CHARS_MAX).map_err(TaskRefusal::text("evidence"))?;
        let shown = |part: &super::clears::Part| Shown { part: part.no, evidence: evidence.to_owned() };
        let results = self.clears.result.iter().map(shown).collect();
        self.reported = Some(Reported { on: entry.on, by: entry.by, results });
        self.state = State::Reported;
        Ok(self)
    }

    /// Another person than the one who reported it, and than the one named.
    fn by_another(&self, entry: &Entry<TaskAct>) -> Result<(), TaskRefusal> {
        let reporter = self.reported.as_ref().is_some_and(|reported| reported.by.account == entry.by.account);
        if reporter || self.by_named(entry).is_ok() { Err(TaskRefusal::SamePerson) } else { Ok(()) }
    }

    fn close(mut self, entry: &Entry<TaskAct>, note: &str) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Reported])?;
        self.by_another(entry)?;
        check_optional(note, TEXT_CHARS_MAX).map_err(TaskRefusal::text("note"))?;
        self.ended = Some(Closing { on: entry.on, by: entry.by, note: note.to_owned() });
        self.state = State::Closed;
        Ok(self)
    }

    fn give_back(
        mut self,
        entry: &Entry<TaskAct>,
        reason: &str,
        due: Option<Date>,
        within: Option<Date>,
    ) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Reported])?;
        self.by_another(entry)?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        if let Some(due) = due {
            self.move_due(entry, due, reason, within)?;
        }
        if let Some(report) = self.reported.take() {
            self.returns.push(Returned { on: entry.on, by: entry.by, reason: reason.to_owned(), report });
        }
        self.state = State::Returned;
        Ok(self)
    }

    fn extend(
        mut self,
        entry: &Entry<TaskAct>,
        due: Date,
        reason: &str,
        within: Option<Date>,
    ) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Issued, State::Objected, State::Underway, State::Returned])?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        self.move_due(entry, due, reason, within)?;
        Ok(self)
    }

    fn move_due(
        &mut self,
        entry: &Entry<TaskAct>,
        due: Date,
        reason: &str,
        within: Option<Date>,
    ) -> Result<(), TaskRefusal> {
        let Some(mut time) = self.clears.time else {
            return Err(TaskRefusal::Unclear { missing: self.clears.missing() });
        };
        let before = time.due;
        if due <= before {
            return Err(TaskRefusal::NotLater { due, before });
        }
        if due < entry.on {
            return Err(TaskRefusal::DuePast { due, on: entry.on });
        }
        time.due = due;
        time.check()?;
        if let Some(bound) = &mut self.bound {
            // the larger task may have been extended meanwhile; its last day is told with the act
            let limit = within.unwrap_or(bound.due);
            if due > limit {
                return Err(TaskRefusal::Beyond { due, limit });
            }
            bound.due = limit;
        }
        self.clears.time = Some(time);
        self.moved.push(Moved { on: entry.on, by: entry.by, before, due, reason: reason.to_owned() });
        Ok(())
    }

    fn reassign(
        mut self,
        entry: &Entry<TaskAct>,
        assignee: Uuid,
        deputy: Option<Uuid>,
        reason: &str,
    ) -> Result<Self, TaskRefusal> {
        self.within(entry, &[State::Issued, State::Objected, State::Underway, State::Returned])?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        if deputy == Some(assignee) {
            return Err(TaskRefusal::WatchesSelf { appointment: assignee });
        }
        if let Some(person) = &mut self.clears.person {
            self.before.push((person.assignee, entry.on, reason.to_owned()));
            person.assignee = assignee;
            person.deputy = deputy;
        }
        self.issued = Some(Issued { on: entry.on, by: entry.by });
        self.accepted = None;
        self.state = State::Issued;
        Ok(self)
    }

    fn withdraw(mut self, entry: &Entry<TaskAct>, reason: &str) -> Result<Self, TaskRefusal> {
        self.within(
            entry,
            &[State::Draft, State::Issued, State::Objected, State::Underway, State::Returned, State::Reported],
        )?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        self.ended = Some(Closing { on: entry.on, by: entry.by, note: reason.to_owned() });
        self.state = State::Withdrawn;
        Ok(self)
    }
}

/// The grid.
impl Task {
    fn recurs(&self, entry: &Entry<TaskAct>) -> Result<super::clears::Time, TaskRefusal> {
        self.within(entry, &[State::Issued, State::Objected, State::Underway, State::Returned])?;
        self.clears.time.filter(|time| time.recurs.is_some()).ok_or(TaskRefusal::NoGrid)
    }

    fn mark(mut self, entry: &Entry<TaskAct>, ticks: &[Tick]) -> Result<Self, TaskRefusal> {
        let time = self.recurs(entry)?;
        if ticks.is_empty() {
            return Err(TaskRefusal::Nothing { field: "ticks" });
        }
        for tick in ticks {
            self.may_mark(entry, tick.place)?;
            check_reference(&tick.evidence)?;
            let (since, ended) = self.span_of(tick.place);
            let from = since.map_or(time.from, |since| since.max(time.from));
            let last = ended.and_then(|end| end.yesterday().ok()).map_or(time.due, |end| end.min(time.due));
            let until = last.min(entry.on);
            if tick.done_on < from || tick.done_on > until {
                return Err(TaskRefusal::Outside { on: tick.done_on, from, until });
            }
            let same = |mark: &Mark| {
                mark.place == tick.place && mark.done_on == tick.done_on && mark.evidence == tick.evidence
            };
            if self.marks.iter().any(same) {
                return Err(TaskRefusal::MarkTwice { no: tick.place, on: tick.done_on });
            }
            self.marks.push(Mark {
                act: entry.id,
                place: tick.place,
                done_on: tick.done_on,
                written_on: entry.on,
                by: entry.by,
                evidence: tick.evidence.clone(),
            });
        }
        Ok(self)
    }

    /// Who is named in the task marks any row; who is named for a row marks that one.
    fn may_mark(&self, entry: &Entry<TaskAct>, no: u16) -> Result<(), TaskRefusal> {
        let Some(place) = self.clears.places.iter().find(|place| place.no == no) else {
            return Err(TaskRefusal::PlaceUnknown { no });
        };
        let person = self.clears.person;
        let of_task = person.is_some_and(|person| {
            person.assignee == entry.by.appointment || person.deputy == Some(entry.by.appointment)
        });
        if of_task || place.holder == Some(entry.by.appointment) {
            Ok(())
        } else {
            Err(TaskRefusal::PlaceOfAnother { no })
        }
    }

    fn unmark(mut self, entry: &Entry<TaskAct>, act: Uuid, no: u16, reason: &str) -> Result<Self, TaskRefusal> {
        self.recurs(entry)?;
        self.may_mark(entry, no)?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        let Some(at) = self.marks.iter().position(|mark| mark.act == act && mark.place == no) else {
            return Err(TaskRefusal::MarkUnknown);
        };
        self.marks.remove(at);
        Ok(self)
    }

    fn add_place(mut self, entry: &Entry<TaskAct>, place: &Place) -> Result<Self, TaskRefusal> {
        self.recurs(entry)?;
        self.clears.places.push(place.clone());
        check_places(&self.clears.places)?;
        self.places_since.push((place.no, entry.on));
        Ok(self)
    }

    fn end_place(mut self, entry: &Entry<TaskAct>, no: u16, from: Date, reason: &str) -> Result<Self, TaskRefusal> {
        self.recurs(entry)?;
        check(reason, TEXT_CHARS_MAX).map_err(TaskRefusal::text("reason"))?;
        let known = self.clears.places.iter().any(|place| place.no == no);
        if !known || self.span_of(no).1.is_some() {
            return Err(TaskRefusal::PlaceUnknown { no });
        }
        self.places_ended.push((no, from, reason.to_owned()));
        Ok(self)
    }
}
