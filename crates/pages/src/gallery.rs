//! Every page with every sample, for eyes and for accessibility checkers.

use crate::access_log::AccessLog;
use crate::account::{Account, AccountCode};
use crate::accounts::Accounts;
use crate::calendar::Calendar;
use crate::case::CaseFile;
use crate::case_act::CaseAct;
use crate::case_new::CaseNew;
use crate::case_purpose::CasePurpose;
use crate::cases::Cases;
use crate::casework::Casework;
use crate::communes::Communes;
use crate::counts::Counts;
use crate::duplicate::{Duplicate, DuplicateElsewhere, Duplicates};
use crate::frame::{Frame, Section};
use crate::glass::{GlassReview, Glasses};
use crate::grounds::Grounds;
use crate::handover::{AskList, ShowList};
use crate::helped::Helped;
use crate::law::{Pack, Packs};
use crate::ledger::Ledger;
use crate::ledger_week::LedgerWeek;
use crate::mail::MailPage;
use crate::me::Me;
use crate::me_setup::{Once, PasswordOffer, Setup};
use crate::my_calendar::MyCalendar;
use crate::nation::Nation;
use crate::plan::Plan;
use crate::plans::Plans;
use crate::problem::Problem;
use crate::proposal::Proposal;
use crate::proposals::Proposals;
use crate::province::Province;
use crate::retention::Retention;
use crate::rights::Rights;
use crate::roadmaps::Roadmaps;
use crate::sheet::Sheet;
use crate::signin::{SignIn, SignedIn};
use crate::simulator::Simulator;
use crate::stepup::StepUp;
use crate::team::Team;
use crate::territory::Territory;
use crate::today::Today;
use crate::unit::{Unit, Units};
use crate::upload::Upload;
use crate::verdict::Verdict;
use crate::whatif::WhatIf;
use crate::work_form::WorkForm;
use crate::work_list::WorkList;
use crate::work_page::WorkPage;
use crate::{Html, samples};
use askama::Template;
use texts::Lang;

/// A page with one of its samples.
pub struct Exhibit {
    /// Page and sample, e.g. `nation/full`; also its address below the gallery.
    pub name: String,
    /// Renders it in a language.
    pub html: Box<dyn Fn(Lang) -> Html + Send + Sync>,
}

/// The samples of some pages, each a closure that renders it.
macro_rules! exhibited {
    ($($name:literal => $page:ty),* $(,)?) => {{
        let mut all = Vec::new();
        $(
            for (sample, page) in <$page>::samples() {
                all.push(Exhibit {
                    name: format!(concat!($name, "/{}"), sample),
                    html: Box::new(move |lang| {
                        let mut page = page.clone();
                        page.frame.lang = lang;
                        page.html()
                    }),
                });
            }
        )*
        all
    }};
}

/// All pages with all their samples.
pub fn exhibits() -> Vec<Exhibit> {
    let mut all = of_units_and_accounts();
    all.extend(of_files());
    all.extend(of_work());
    all
}

fn of_units_and_accounts() -> Vec<Exhibit> {
    exhibited! {
        "nation" => Nation,
        "province" => Province,
        "communes" => Communes,
        "verdict" => Verdict,
        "whatif" => WhatIf,
        "sheet" => Sheet,
        "upload" => Upload,
        "packs" => Packs,
        "pack" => Pack,
        "units" => Units,
        "unit" => Unit,
        "ledger" => Ledger,
        "ledger_week" => LedgerWeek,
        "accounts" => Accounts,
        "account" => Account,
        "account_code" => AccountCode,
        "proposals" => Proposals,
        "proposal" => Proposal,
        "glasses" => Glasses,
        "glass" => GlassReview,
        "access_log" => AccessLog,
        "simulator" => Simulator,
        "signin" => SignIn,
        "signed-in" => SignedIn,
        "stepup" => StepUp,
        "setup" => Setup,
        "password" => PasswordOffer,
        "once" => Once,
        "me" => Me,
        "problem" => Problem,
    }
}

fn of_files() -> Vec<Exhibit> {
    exhibited! {
        "casework" => Casework,
        "counts" => Counts,
        "territory" => Territory,
        "ask-list" => AskList,
        "show-list" => ShowList,
        "today" => Today,
        "cases" => Cases,
        "case-purpose" => CasePurpose,
        "case" => CaseFile,
        "case-act" => CaseAct,
        "case-new" => CaseNew,
        "grounds" => Grounds,
        "helped" => Helped,
        "team" => Team,
        "duplicates" => Duplicates,
        "duplicate" => Duplicate,
        "duplicate_elsewhere" => DuplicateElsewhere,
        "rights" => Rights,
        "retention" => Retention,
    }
}

fn of_work() -> Vec<Exhibit> {
    exhibited! {
        "calendar" => Calendar,
        "my-calendar" => MyCalendar,
        "mail" => MailPage,
        "work-list" => WorkList,
        "work-page" => WorkPage,
        "work-form" => WorkForm,
        "plans" => Plans,
        "plan" => Plan,
        "roadmaps" => Roadmaps,
    }
}

/// The list of all exhibits.
#[derive(Clone, Debug, Template)]
#[template(path = "gallery/index.html")]
pub struct Gallery {
    /// Around the page.
    pub frame: Frame,
    /// Names of the exhibits.
    pub names: Vec<String>,
}

impl Gallery {
    /// The gallery in a language.
    pub fn new(lang: Lang) -> Self {
        let mut frame = samples::frame("/dev/gallery", Section::Other, &[]);
        frame.lang = lang;
        Self { frame, names: exhibits().into_iter().map(|exhibit| exhibit.name).collect() }
    }

    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }
}
