//! /nhiem-vu/{id}/viec/{act}: the form of one act on a task, and doing it.

use app::App;
use app::tasks::{Handed, Holder};
use app::work::{Kept, Wanted};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::acts;
use jiff::civil::Date;
use pages::work_form::{Group, Input, InputKind, WorkForm};
use programme::tasks::{Answer, Child, Place, Shown, Task, TaskAct, Tick, action_of};
use texts::Lang;
use uuid::Uuid;

use super::clears::{self, Desk};
use super::{choices, crumbs, frame, home, of_province, path_of, words};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, hinted, required};
use crate::visitor::unit_name;

/// The form as it begins.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
) -> Result<Html<String>, Problem> {
    let kept = app.work_open::<Task>(&permit, id).await?;
    let form = ActForm::new(&app, &scope, &passed, &kept, &act).await?;
    let sent = form.begins();
    Ok(Html(form.page(&sent, app.new_id(), String::new(), Vec::new()).html()?))
}

/// Does it, or gives the form back.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let kept = app.work_open::<Task>(&permit, id).await?;
    let form = ActForm::new(&app, &scope, &passed, &kept, &act).await?;
    let token = sent.token(&app);
    let back = |fault: String| -> Result<Response, Problem> {
        let page = form.page(&sent, token, fault, Vec::new());
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    let wanted = match form.read(&sent, token) {
        Ok(act) => Wanted { work: id, id: token, seen: sent.seen(), on: app.today(), act },
        Err(fault) => return back(fault),
    };
    let splits = matches!(wanted.act, TaskAct::Split { .. });
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    match app.task_do(passed.acting(), &record, wanted).await {
        Ok(whole) if splits => {
            let outcomes = form.outcomes(app.hand_parts(passed.acting(), &whole).await)?;
            Ok(Html(form.page(&sent, app.new_id(), String::new(), outcomes).html()?).into_response())
        }
        Ok(_) => Ok(Redirect::to(&format!("{}?xong=1", path_of(id))).into_response()),
        Err(fault) => back(words::fault(lang, fault)?),
    }
}

struct ActForm<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    kept: &'a Kept<Task>,
    act: &'a str,
    holders: Vec<Holder>,
    /// Parts that are to be given anew.
    lost: Vec<Child>,
}

impl<'a> ActForm<'a> {
    async fn new(
        app: &'a App,
        scope: &'a Scope,
        passed: &'a Passed,
        kept: &'a Kept<Task>,
        act: &'a str,
    ) -> Result<Self, Problem> {
        let known = action_of(act).is_some() && !matches!(act, "draft" | "hand" | "resent");
        if !known {
            return Err(Problem::NoSuchPage);
        }
        let names_people = matches!(act, "fill" | "answer" | "split" | "reassign");
        // whoever splits a task names people of their own unit and below it
        let within = if act == "split" { home(passed) } else { kept.unit };
        let holders = if names_people { app.holders(within).await? } else { Vec::new() };
        let was_split = act == "split" && !kept.state.children.is_empty();
        let lost = if was_split { app.lost_parts(kept.id, &kept.state).await? } else { Vec::new() };
        Ok(Self { app, scope, passed, kept, act, holders, lost })
    }

    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    fn desk(&self) -> Desk<'_> {
        let (unit, holders) = (self.kept.unit, self.holders.as_slice());
        Desk { app: self.app, lang: self.lang(), unit, holders, hands_down: false, bodies: &[] }
    }

    /// What the form holds before anything was typed.
    fn begins(&self) -> Sent {
        let task = &self.kept.state;
        match self.act {
            "fill" | "answer" => clears::sent_of(&task.title, &task.clears),
            "mark" => Sent(vec![("ngay".to_owned(), self.app.today().to_string())]),
            _ => Sent::default(),
        }
    }

    fn page(&self, sent: &Sent, token: Uuid, fault: String, outcomes: Vec<(String, String)>) -> WorkForm {
        let (lang, path) = (self.lang(), path_of(self.kept.id));
        let action = format!("{path}/viec/{}", self.act);
        let title = words::act(lang, self.act);
        let done = !outcomes.is_empty();
        WorkForm {
            frame: frame(self.scope, &action, crumbs(lang, title)),
            title: title.to_owned(),
            about: self.kept.state.title.clone(),
            lead: self.lead(),
            action,
            token: token.to_string(),
            seen: self.kept.seen(),
            groups: if done { Vec::new() } else { self.groups(sent) },
            fault,
            outcomes,
            buttons: if done { Vec::new() } else { vec![("ghi".to_owned(), lang.task_b_do().to_owned())] },
            back: (path, lang.task_b_back().to_owned()),
        }
    }

    fn lead(&self) -> String {
        let (lang, task) = (self.lang(), &self.kept.state);
        match self.act {
            "fill" => lang.task_lead_fill().to_owned(),
            "issue" => lang.task_lead_issue().to_owned(),
            "accept" => lang.task_lead_accept().to_owned(),
            "object" => lang.task_lead_object().to_owned(),
            "answer" => task.objections.last().map(|of| lang.task_lead_answer(&of.reason)).unwrap_or_default(),
            "split" => {
                task.clears.time.map(|time| lang.task_lead_split(words::day(lang, time.due))).unwrap_or_default()
            }
            "report_done" => lang.task_lead_report_done().to_owned(),
            "close" => lang.task_lead_close().to_owned(),
            "return" => lang.task_lead_return().to_owned(),
            "mark" => lang.task_lead_mark().to_owned(),
            _ => String::new(),
        }
    }

    fn groups(&self, sent: &Sent) -> Vec<Group> {
        let one = |inputs: Vec<Input>| vec![Group { title: String::new(), inputs }];
        let lang = self.lang();
        let reason = || required(sent.input(InputKind::Area, "ly-do", lang.task_i_reason()));
        let date = |name: &str, label: &str| sent.input(InputKind::Date, name, label);
        let evidence = || sent.input(InputKind::Line, "minh-chung", lang.task_i_evidence());
        match self.act {
            "fill" => self.desk().groups(sent),
            "answer" => {
                let how = required(sent.choice("cach", lang.task_i_how(), &answers(lang)));
                let mut groups = one(vec![how, reason()]);
                groups.extend(self.desk().groups(sent).into_iter().skip(1));
                groups
            }
            "split" => self.parts(sent),
            "object" | "withdraw" => one(vec![reason()]),
            "progress" => {
                let what = required(sent.input(InputKind::Area, "da-lam", lang.task_i_what()));
                one(vec![hinted(what, lang.task_i_work_hint()), evidence()])
            }
            "mark" => {
                let places = sent.ticks("noi", lang.task_i_marks(), &self.places());
                one(vec![places, required(date("ngay", lang.task_i_done_on())), evidence()])
            }
            "unmark" => one(vec![sent.choice("ky", lang.task_i_mark(), &self.marks()), reason()]),
            "add_place" => one(vec![required(sent.input(InputKind::Line, "ten-noi", lang.task_i_place()))]),
            "end_place" => {
                let from = required(date("tu", lang.task_i_place_from()));
                one(vec![sent.choice("noi", lang.task_i_place(), &self.places()), from, reason()])
            }
            "report_done" => one(self.shown(sent)),
            "close" => one(vec![sent.input(InputKind::Area, "ghi-chu", lang.task_i_note())]),
            "return" => one(vec![reason(), date("han", lang.task_i_new_due())]),
            "extend" => one(vec![required(date("han", lang.task_i_extended())), reason()]),
            "reassign" => {
                let people = choices(self.app, lang, self.kept.unit, &self.holders, false);
                let who = required(sent.choice("nguoi", lang.task_i_person(), &people));
                one(vec![who, sent.choice("theo-doi", lang.task_i_deputy(), &people), reason()])
            }
            _ => Vec::new(),
        }
    }

    /// The rows that who acts may mark.
    fn places(&self) -> Vec<(String, String)> {
        let task = &self.kept.state;
        let own = self.passed.acting().appointment.id;
        let of_task = task.clears.person.is_some_and(|of| of.assignee == own || of.deputy == Some(own));
        let open = |place: &&Place| {
            let ended = task.places_ended.iter().any(|(no, ..)| *no == place.no);
            (self.act == "end_place" && !ended) || (self.act == "mark" && (of_task || place.holder == Some(own)))
        };
        task.clears.places.iter().filter(open).map(|place| (place.no.to_string(), place.name.clone())).collect()
    }

    fn marks(&self) -> Vec<(String, String)> {
        let (lang, task) = (self.lang(), &self.kept.state);
        let name = |no: u16| task.clears.places.iter().find(|place| place.no == no).map_or("", |place| &place.name);
        let text = |mark: &programme::tasks::Mark| {
            let parts = [name(mark.place).to_owned(), words::day(lang, mark.done_on), mark.evidence.clone()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        };
        task.marks.iter().map(|mark| (format!("{}:{}", mark.act, mark.place), text(mark))).collect()
    }

    fn shown(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang();
        let row = |part: &programme::tasks::Part| {
            required(sent.input(InputKind::Line, &format!("mc-{}", part.no), &lang.task_i_shown(part.no, &part.what)))
        };
        self.kept.state.clears.result.iter().map(row).collect()
    }

    /// A group for each part that a task can be divided into: as many as it has results.
    fn parts(&self, sent: &Sent) -> Vec<Group> {
        let lang = self.lang();
        let own = home(self.passed);
        let people = choices(self.app, lang, own, &self.holders, of_province(self.app, own));
        let result = &self.kept.state.clears.result;
        // once it was split, only what a lost part was to bring is given anew
        let anew = |no: u8| self.lost.is_empty() || self.lost.iter().any(|child| child.parts.contains(&no));
        let result: Vec<_> = result.iter().filter(|part| anew(part.no)).collect();
        let results: Vec<_> =
            result.iter().map(|part| (part.no.to_string(), format!("{}. {}", part.no, part.what))).collect();
        let group = |no: usize| Group {
            title: String::new(),
            inputs: vec![
                sent.input(InputKind::Line, &format!("p{no}-ten"), &lang.task_i_part_title(no)),
                sent.choice(&format!("p{no}-nguoi"), &lang.task_i_part_person(no), &people),
                sent.input(InputKind::Line, &format!("p{no}-co-quan"), &lang.task_i_part_body(no)),
                sent.input(InputKind::Date, &format!("p{no}-han"), &lang.task_i_part_due(no)),
                sent.ticks(&format!("p{no}-kq"), &lang.task_i_part_results(no), &results),
            ],
        };
        (1..=result.len()).map(group).collect()
    }

    /// The act as it was typed.
    fn read(&self, sent: &Sent, token: Uuid) -> Result<TaskAct, String> {
        let lang = self.lang();
        let reason = sent.get("ly-do");
        let day = |key: &str, label: &str| sent.some_day(lang, key, label);
        Ok(match self.act {
            "fill" => {
                let (title, clears) = self.desk().read(sent)?;
                TaskAct::Fill { title, clears }
            }
            "issue" => TaskAct::Issue {},
            "accept" => TaskAct::Accept {},
            "object" => TaskAct::Object { reason },
            "answer" => TaskAct::Answer { answer: self.read_answer(sent)?, reason },
            "split" => TaskAct::Split {
                children: self.read_parts(sent, token)?,
                instead_of: self.lost.iter().map(|child| child.id).collect(),
            },
            "progress" => TaskAct::Progress { what: sent.get("da-lam"), evidence: sent.get("minh-chung") },
            "mark" => TaskAct::Mark { ticks: read_ticks(sent, day("ngay", lang.task_i_done_on())?) },
            "unmark" => {
                let (mark, place) = read_mark(sent).ok_or_else(|| lang.task_f_choose(lang.task_i_mark()))?;
                TaskAct::Unmark { mark, place, reason }
            }
            "add_place" => TaskAct::AddPlace { place: self.new_place(sent) },
            "end_place" => TaskAct::EndPlace {
                place: sent.number(lang, "noi", lang.task_i_place(), 0)?,
                from: day("tu", lang.task_i_place_from())?,
                reason,
            },
            "report_done" => TaskAct::ReportDone { results: self.read_shown(sent) },
            "close" => TaskAct::Close { note: sent.get("ghi-chu") },
            "return" => TaskAct::Return { reason, due: sent.day(lang, "han", lang.task_i_new_due())?, within: None },
            "extend" => TaskAct::Extend { due: day("han", lang.task_i_extended())?, reason, within: None },
            "reassign" => TaskAct::Reassign {
                assignee: chosen(lang, sent, "nguoi", lang.task_i_person())?,
                deputy: sent.typed("theo-doi").parse().ok(),
                reason,
            },
            _ => TaskAct::Withdraw { reason },
        })
    }

    fn read_answer(&self, sent: &Sent) -> Result<Answer, String> {
        let lang = self.lang();
        match sent.typed("cach") {
            "amend" => Ok(Answer::Amend { clears: Box::new(self.desk().read(sent)?.1) }),
            "uphold" => Ok(Answer::Uphold {}),
            "withdraw" => Ok(Answer::Withdraw {}),
            _ => Err(lang.task_f_choose(lang.task_i_how())),
        }
    }

    /// The parts that were typed, each under an id that follows from the page's.
    fn read_parts(&self, sent: &Sent, token: Uuid) -> Result<Vec<Child>, String> {
        let lang = self.lang();
        let mut children = Vec::new();
        for no in 1..=self.kept.state.clears.result.len() {
            let title = sent.get(&format!("p{no}-ten"));
            if title.is_empty() {
                continue;
            }
            let assignee = chosen(lang, sent, &format!("p{no}-nguoi"), &lang.task_i_part_person(no))?;
            let holder = self.holders.iter().find(|holder| holder.appointment == assignee);
            let unit = holder
                .map(|holder| self.app.unit_of_task(holder))
                .ok_or_else(|| lang.task_f_not_appointed().to_owned())?;
            children.push(Child {
                id: Uuid::new_v5(&token, &no.to_be_bytes()),
                unit: unit.0,
                title,
                assignee,
                leads: sent.get(&format!("p{no}-co-quan")),
                parts: sent.all(&format!("p{no}-kq")).iter().filter_map(|part| part.parse().ok()).collect(),
                due: sent.some_day(lang, &format!("p{no}-han"), &lang.task_i_part_due(no))?,
            });
        }
        Ok(children)
    }

    fn new_place(&self, sent: &Sent) -> Place {
        let places = &self.kept.state.clears.places;
        let no = places.iter().map(|place| place.no).max().unwrap_or_default().saturating_add(1);
        let name = sent.get("ten-noi");
        // a name that the register knows is that hamlet
        let known = self.app.places_below(self.kept.unit, &self.holders).into_iter().find(|place| place.name == name);
        known.map_or_else(|| Place { no, name, unit: None, holder: None }, |place| Place { no, ..place })
    }

    fn read_shown(&self, sent: &Sent) -> Vec<Shown> {
        let shown =
            |part: &programme::tasks::Part| Shown { part: part.no, evidence: sent.get(&format!("mc-{}", part.no)) };
        self.kept.state.clears.result.iter().map(shown).collect()
    }

    fn outcomes(&self, handed: Vec<Handed>) -> Result<Vec<(String, String)>, Problem> {
        let lang = self.lang();
        let said = |handed: Handed| {
            let outcome = match handed.outcome {
                Ok(_) => lang.task_handed().to_owned(),
                Err(fault) => lang.task_handed_not(words::fault(lang, fault)?),
            };
            Ok((unit_name(self.app, handed.unit, lang), outcome))
        };
        handed.into_iter().map(said).collect()
    }
}

fn answers(lang: Lang) -> Vec<(String, String)> {
    let answers = [
        ("amend", lang.task_i_how_amend()),
        ("uphold", lang.task_i_how_uphold()),
        ("withdraw", lang.task_i_how_withdraw()),
    ];
    answers.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec()
}

fn chosen(lang: Lang, sent: &Sent, key: &str, label: &str) -> Result<Uuid, String> {
    sent.typed(key).parse().map_err(|_| lang.task_f_choose(label))
}

fn read_ticks(sent: &Sent, done_on: Date) -> Vec<Tick> {
    let evidence = sent.get("minh-chung");
    let tick = |place| Tick { place, done_on, evidence: evidence.clone() };
    sent.all("noi").iter().filter_map(|no| no.parse().ok()).map(tick).collect()
}

fn read_mark(sent: &Sent) -> Option<(Uuid, u16)> {
    let (mark, place) = sent.typed("ky").split_once(':')?;
    Some((mark.parse().ok()?, place.parse().ok()?))
}
