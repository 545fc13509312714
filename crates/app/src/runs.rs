//! Runs of printing: many papers in one go, with how far it has come and what became of each.
//!
//! A run lives in the memory of the server and ends with it: everything in it can be printed again. It belongs to one
//! account, goes on while its owner looks at other pages, and can be stopped. Memory is bounded: so many runs, so many
//! bytes in one, so many in all. Papers of people are on no disk: they are given once, to the session that asked for
//! them, and let go of after half an hour.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use documents::bundle::Bundle;
use domain::access::{Action, Record, acts};
use jiff::{SignedDuration, Timestamp};
use texts::Lang;
use thiserror::Error;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::papers::bulk::PaperOrder;
use crate::problem::Problem;
use crate::reports::{Kind, ReportFault};

/// Runs at work at once: each takes a core, and others want to read meanwhile.
const AT_WORK_MAX: usize = 2;
/// Runs that are remembered.
const KEPT_MAX: usize = 24;
/// What one run may hold, in bytes.
pub const RUN_BYTES_MAX: usize = 64 << 20;
/// What all runs may hold together, in bytes.
const ALL_BYTES_MAX: usize = 128 << 20;

/// So long papers of people wait to be fetched.
pub const PAPERS_KEPT: SignedDuration = SignedDuration::from_mins(30);

/// What a run is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Reports of units.
    Reports,
    /// Papers out of people's files, for one session.
    People {
        /// Which.
        session: Uuid,
    },
}

/// What became of one paper of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its turn has not come.
    Waiting,
    /// It is in the zip, under this name.
    Made(String),
    /// It could not be made; why.
    Failed(String),
    /// The run was stopped before its turn came.
    Stopped,
}

/// One paper of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whose: the name of the unit; of a file its number in the run, nobody's name.
    pub name: String,
    /// The report or file that it is printed from; none where there is none.
    pub work: Option<Uuid>,
    /// What became of it.
    pub outcome: Outcome,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It goes on.
    AtWork,
    /// It came to its end.
    Done,
    /// Its owner stopped it.
    Stopped,
}

/// A run.
#[derive(Debug)]
pub struct Run {
    /// Its id, as it stands in its address.
    pub id: Uuid,
    /// Whose it is.
    account: Uuid,
    /// What it is about.
    pub about: About,
    /// What is printed.
    pub title: String,
    /// Where it was begun.
    pub from: String,
    /// When.
    pub began: Timestamp,
    stop: AtomicBool,
    inside: Mutex<Inside>,
}

#[derive(Debug)]
struct Inside {
    items: Vec<Item>,
    state: RunState,
    zip: Option<Arc<Vec<u8>>>,
}

/// What a run shows at an instant.
#[derive(Clone, Debug)]
pub struct Progress {
    /// How it stands.
    pub state: RunState,
    /// Its papers.
    pub items: Vec<Item>,
    /// How long its zip is, in bytes; none while there is none, or where it gave way to others.
    pub zip_bytes: Option<usize>,
}

impl Progress {
    /// How many papers are past their turn.
    pub fn past(&self) -> usize {
        self.items.iter().filter(|item| item.outcome != Outcome::Waiting).count()
    }

    /// How many were made.
    pub fn made(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.outcome, Outcome::Made(_))).count()
    }
}

impl Run {
    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let inside = self.lock();
        let zip_bytes = inside.zip.as_ref().map(|zip| zip.len());
        Progress { state: inside.state, items: inside.items.clone(), zip_bytes }
    }

    /// Every report that was made, as one file.
    pub fn zip(&self) -> Option<Arc<Vec<u8>>> {
        if self.about == About::Reports { self.lock().zip.clone() } else { None }
    }

    /// Every paper of people that was made, as one file: once, for the session that asked for them.
    pub fn take_zip(&self, session: Uuid) -> Option<Arc<Vec<u8>>> {
        if self.about == (About::People { session }) { self.lock().zip.take() } else { None }
    }

    /// Stops it: what was made stays.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, index: usize, outcome: Outcome) {
        if let Some(item) = self.lock().items.get_mut(index) {
            item.outcome = outcome;
        }
    }

    /// What was made cannot be given; why.
    fn nothing_made(&self, why: &str) {
        for item in self.lock().items.iter_mut().filter(|item| matches!(item.outcome, Outcome::Made(_))) {
            item.outcome = Outcome::Failed(why.to_owned());
        }
    }

    /// Ends it; what had no turn says so.
    fn end(&self, zip: Option<Vec<u8>>) {
        let stopped = self.is_stopped();
        let mut inside = self.lock();
        for item in inside.items.iter_mut().filter(|item| item.outcome == Outcome::Waiting) {
            item.outcome = Outcome::Stopped;
        }
        inside.state = if stopped { RunState::Stopped } else { RunState::Done };
        inside.zip = zip.map(Arc::new);
    }

    fn is_at_work(&self) -> bool {
        self.lock().state == RunState::AtWork
    }
}

/// Whoever works on a run. The run ends with it, also where it is dropped midway: none is at work for ever.
#[derive(Debug)]
pub struct AtWork {
    run: Arc<Run>,
    runs: Runs,
    zip: Option<Vec<u8>>,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.run.end(self.zip.take());
        self.runs.make_room();
    }
}

/// Why a run does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Busy {
    /// The account has one at work already.
    #[error("the account has a run at work")]
    Own {
        /// Which.
        run: Uuid,
    },
    /// Others have as many at work as the machine bears.
    #[error("{AT_WORK_MAX} runs are at work")]
    Others,
}

impl Busy {
    /// In a sentence, with what to do.
    pub fn say(self, lang: Lang) -> String {
        match self {
            Self::Own { .. } => lang.runs_busy_own().to_owned(),
            Self::Others => lang.runs_busy_others(AT_WORK_MAX),
        }
    }
}

/// Every run that is remembered.
#[derive(Clone, Debug, Default)]
pub struct Runs(Arc<Mutex<Vec<Arc<Run>>>>);

/// A run about to begin.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// What it is about.
    pub about: About,
    /// What is printed.
    pub title: String,
    /// Where it was begun.
    pub from: String,
    /// When.
    pub began: Timestamp,
    /// Its papers: the unit's name, and the work where there is one.
    pub items: Vec<(String, Option<Uuid>)>,
}

impl Runs {
    /// Begins a run. The same id twice is one run.
    pub fn begin(&self, new: NewRun) -> Result<Option<Arc<Run>>, Busy> {
        let mut runs = self.lock();
        if runs.iter().any(|run| run.id == new.id) {
            return Ok(None);
        }
        let at_work: Vec<&Arc<Run>> = runs.iter().filter(|run| run.is_at_work()).collect();
        if let Some(own) = at_work.iter().find(|run| run.account == new.account) {
            return Err(Busy::Own { run: own.id });
        }
        if at_work.len() >= AT_WORK_MAX {
            return Err(Busy::Others);
        }
        let item = |(name, work)| Item { name, work, outcome: Outcome::Waiting };
        let items = new.items.into_iter().map(item).collect();
        let run = Arc::new(Run {
            id: new.id,
            account: new.account,
            about: new.about,
            title: new.title,
            from: new.from,
            began: new.began,
            stop: AtomicBool::new(false),
            inside: Mutex::new(Inside { items, state: RunState::AtWork, zip: None }),
        });
        runs.push(Arc::clone(&run));
        while runs.len() > KEPT_MAX {
            let Some(oldest) = runs.iter().position(|run| !run.is_at_work()) else { break };
            runs.remove(oldest);
        }
        Ok(Some(run))
    }

    /// A run of an account; nobody sees those of others.
    pub fn of(&self, account: Uuid, id: Uuid) -> Option<Arc<Run>> {
        self.lock().iter().find(|run| run.id == id && run.account == account).map(Arc::clone)
    }

    /// Works on a run until what this answers is dropped.
    pub fn work_on(&self, run: &Arc<Run>) -> AtWork {
        AtWork { run: Arc::clone(run), runs: self.clone(), zip: None }
    }

    /// The runs of an account, the last first.
    pub fn all_of(&self, account: Uuid) -> Vec<Arc<Run>> {
        self.lock().iter().rev().filter(|run| run.account == account).map(Arc::clone).collect()
    }

    /// Lets papers of people go that nobody has fetched for too long.
    pub fn forget_papers(&self, now: Timestamp) {
        let old = |run: &&Arc<Run>| run.about != About::Reports && now.duration_since(run.began) > PAPERS_KEPT;
        for run in self.lock().iter().filter(|run| !run.is_at_work()).filter(old) {
            run.lock().zip = None;
        }
    }

    /// Lets the oldest zips go where all together are too large.
    fn make_room(&self) {
        let runs = self.lock();
        let size = |run: &Arc<Run>| run.lock().zip.as_ref().map_or(0, |zip| zip.len());
        let mut all: usize = runs.iter().map(size).sum();
        for run in runs.iter() {
            if all <= ALL_BYTES_MAX {
                break;
            }
            all = all.saturating_sub(size(run));
            run.lock().zip = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Run>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a run has made so far, as one file.
#[derive(Default)]
pub(crate) struct Binder {
    bundle: Bundle,
    held_bytes: usize,
}

impl Binder {
    /// Takes a paper in, under a name.
    pub(crate) fn take(&mut self, name: String, bytes: &[u8], lang: Lang) -> Outcome {
        if self.held_bytes.saturating_add(bytes.len()) > RUN_BYTES_MAX {
            return Outcome::Failed(lang.runs_too_large(RUN_BYTES_MAX >> 20));
        }
        match self.bundle.add(&name, bytes) {
            Ok(()) => {
                self.held_bytes = self.held_bytes.saturating_add(bytes.len());
                Outcome::Made(name)
            }
            Err(fault) => Outcome::Failed(Problem::fault(fault).say(lang)),
        }
    }

    /// Gives the file to the run.
    pub(crate) fn finish(self, run: &Run, at_work: &mut AtWork, lang: Lang) {
        if self.held_bytes == 0 {
            return;
        }
        match self.bundle.finish() {
            Ok(zip) => at_work.zip = Some(zip),
            Err(fault) => run.nothing_made(&Problem::fault(fault).say(lang)),
        }
    }
}

impl App {
    /// Works a run of reports off, one after the other. Whether its owner may read each is asked when its turn comes.
    #[tracing::instrument(name = "app.runs.reports", level = "debug", skip_all)]
    pub async fn run_reports(&self, runs: &Runs, run: Arc<Run>, acting: &Acting, kind: Kind, lang: Lang) {
        let mut at_work = runs.work_on(&run);
        let works: Vec<Option<Uuid>> = run.progress().items.iter().map(|item| item.work).collect();
        let mut binder = Binder::default();
        for (index, work) in works.into_iter().enumerate() {
            if run.is_stopped() {
                break;
            }
            let Some(work) = work else {
                run.set(index, Outcome::Failed(lang.runs_no_report().to_owned()));
                continue;
            };
            let outcome = match self.one_of_run(acting, work, kind).await {
                Err(fault) => Outcome::Failed(fault.say(lang)),
                Ok(built) => binder.take(built.name, &built.bytes, lang),
            };
            run.set(index, outcome);
        }
        binder.finish(&run, &mut at_work, lang);
    }

    /// Works a run of papers off, one file after the other. Each file is opened for the purpose, printed by its own
    /// permits and written down before anything of it is read, as if its officer had printed it alone.
    #[tracing::instrument(name = "app.runs.papers", level = "debug", skip_all)]
    pub async fn run_papers(&self, runs: &Runs, run: Arc<Run>, order: &PaperOrder, lang: Lang) {
        let mut at_work = runs.work_on(&run);
        let persons: Vec<Option<Uuid>> = run.progress().items.iter().map(|item| item.work).collect();
        let mut binder = Binder::default();
        for (index, person) in persons.into_iter().enumerate() {
            if run.is_stopped() {
                break;
            }
            let Some(person) = person else { continue };
            let outcome = match self.print_ordered(order, person).await {
                Err(problem) => Outcome::Failed(problem.say(lang)),
                Ok(printed) => {
                    let name = format!("{:02}-{}", index.saturating_add(1), printed.name);
                    binder.take(name, &printed.bytes, lang)
                }
            };
            run.set(index, outcome);
        }
        binder.finish(&run, &mut at_work, lang);
    }

    async fn one_of_run(&self, acting: &Acting, work: Uuid, kind: Kind) -> Result<crate::reports::Built, ReportFault> {
        let record: Record = self.work_record(work, acting).await?.ok_or(Problem::Hidden)?;
        if !self.may(acting, Action::ReadWork, &record)? {
            return Err(Problem::Hidden.into());
        }
        let permit = self.permit::<acts::ReadWork>(acting, &record, None).await?;
        let opened = self.report_open(&permit, Some(acting), work).await?;
        self.report_file(&opened, kind).await
    }
}
