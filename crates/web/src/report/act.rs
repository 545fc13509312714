//! /bao-cao/{id}/viec/{act}: the form of one act on a report, and doing it.

use std::collections::BTreeMap;

use app::App;
use app::reports::{Catalog, Opened, ReportFault, Return, ShownPart, Stale, say_measured};
use app::work::Wanted;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::acts;
use domain::units::UnitId;
use pages::work_form::{Group, Input, InputKind, WorkForm};
use programme::indicators::{Indicator, Kind, Measured, Why};
use programme::reports::{Comment, Excerpt, Moved, ReportAct, hide_moved};
use texts::Lang;
use uuid::Uuid;

use super::signer::{begin_signer, read_signer, signer_inputs};
use super::{crumbs, fault, path_of, unit_name};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, hinted, required};
use crate::task::frame;

/// The acts that have a form.
const ACTS: [&str; 17] = [
    "assemble",
    "fill",
    "quote",
    "enter",
    "differ",
    "agree",
    "excuse",
    "nothing_changed",
    "name_signer",
    "submit",
    "withdraw",
    "return",
    "approve",
    "lock",
    "propose_amendment",
    "keep_version",
    "amend",
];
/// So many remarks a form of returning shows at first, and so many more each time that more are asked for.
const REMARKS: usize = 4;
/// Which reports below are added up, and the choice of approved ones.
const SCOPE: &str = "cong";
const APPROVED: &str = "da-duyet";
/// What becomes of figures of what happens within the period, and the choice that nothing did.
const FLOWS: &str = "phat-sinh";
const NOTHING_HAPPENED: &str = "khong";
/// What becomes of figures that have moved since they were worked out.
const STALE: &str = "so-lieu";
const ANEW: &str = "lay-lai";
const AS_SEEN: &str = "nhu-dang-thay";
/// The button that asks for more.
const MORE: &str = "them";

/// The form as it begins.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
) -> Result<Html<String>, Problem> {
    let opened = opened(&app, &permit, &passed, id, scope.lang()).await?;
    let form = ActForm::new(&app, &scope, &opened, &act).await?;
    let sent = form.begins();
    Ok(Html(form.page(&sent, app.new_id(), String::new()).html()?))
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
    let opened = opened(&app, &permit, &passed, id, lang).await?;
    let form = ActForm::new(&app, &scope, &opened, &act).await?;
    let token = sent.token(&app);
    let back = |said: String| -> Result<Response, Problem> {
        let page = form.page(&sent, token, said);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let (acting, seen) = (passed.acting(), sent.seen());
    if act == "return" && sent.typed("buoc") == MORE {
        return Ok(Html(form.page(&sent, token, String::new()).html()?).into_response());
    }
    if act == "return" {
        let said = match form.returned(&sent, token) {
            Ok(said) => said,
            Err(said) => return back(said),
        };
        return match app.report_return(acting, &record, &opened, said).await {
            Ok(returned) => match returned.task {
                Ok(_) => Ok(Redirect::to(&format!("{}?xong=1", path_of(id))).into_response()),
                Err(refused) => {
                    let why = crate::task::words::fault(lang, refused)?;
                    Ok(Html(form.outcome(lang.reports_task_not_given(why)).html()?).into_response())
                }
            },
            Err(refused) => back(fault(refused, lang)?),
        };
    }
    let outcome = match act.as_str() {
        "assemble" => app.report_assemble(acting, &record, &opened, (token, seen), sent.typed(SCOPE) == APPROVED).await,
        "submit" => app.report_submit(acting, &record, &opened, (token, seen), stale(&sent)).await,
        "propose_amendment" => app.report_propose(acting, &record, &opened, token, seen).await,
        _ => match form.read(&sent) {
            Ok(act) => app.report_do(acting, &record, Wanted { work: id, id: token, seen, on: app.today(), act }).await,
            Err(said) => return back(said),
        },
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{}?xong=1", path_of(id))).into_response()),
        Err(refused) => back(fault(refused, lang)?),
    }
}

pub(super) async fn opened(
    app: &App,
    permit: &domain::access::Permit<acts::ReadWork>,
    passed: &Passed,
    id: Uuid,
    lang: Lang,
) -> Result<Opened, Problem> {
    match app.report_open(permit, Some(passed.acting()), id).await {
        Ok(opened) => Ok(opened),
        Err(refused) => Err(Problem::Invalid(fault(refused, lang)?)),
    }
}

struct ActForm<'a> {
    app: &'a App,
    scope: &'a Scope,
    opened: &'a Opened,
    act: &'a str,
    /// The place of the form that the act is about.
    place: String,
    catalog: &'static Catalog,
    words_below: BTreeMap<UnitId, (Uuid, String)>,
    prompt: String,
    /// Figures that have moved since they were worked out, where the report is about to go up.
    stale: Vec<Moved>,
}

impl<'a> ActForm<'a> {
    async fn new(app: &'a App, scope: &'a Scope, opened: &'a Opened, act: &'a str) -> Result<Self, Problem> {
        if !ACTS.contains(&act) {
            return Err(Problem::NoSuchPage);
        }
        let place = scope.cx.value("muc").unwrap_or_default().to_owned();
        let contract = &opened.kept.state.opening.contract;
        let known = match act {
            "fill" | "quote" => contract.narrative(&place).is_some(),
            "enter" | "differ" | "agree" => contract.figure(&place).is_some(),
            "excuse" => contract.rule(&place).is_some(),
            _ => true,
        };
        if !known {
            return Err(Problem::NoSuchPage);
        }
        let words_below = match act {
            "quote" => match app.report_words_below(opened, &place).await {
                Ok(words) => words,
                Err(ReportFault::Problem(problem)) => return Err(problem.into()),
                Err(_) => BTreeMap::new(),
            },
            _ => BTreeMap::new(),
        };
        let parts = app.report_sections(opened)?.into_iter().flat_map(|(_, parts)| parts);
        let mut prompts = parts.filter_map(|part| match part {
            ShownPart::Place { id, prompt, .. } if id == place => Some(prompt),
            _ => None,
        });
        let prompt = prompts.next_back().unwrap_or_default();
        let stale = match act {
            "submit" => match app.report_stale(opened).await {
                Ok(moved) => moved,
                Err(ReportFault::Problem(problem)) => return Err(problem.into()),
                Err(_) => Vec::new(),
            },
            _ => Vec::new(),
        };
        Ok(Self { app, scope, opened, act, place, catalog: Catalog::shipped()?, words_below, prompt, stale })
    }

    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    fn indicator(&self) -> Option<&'static Indicator> {
        self.catalog.indicators.get(&self.place)
    }

    fn title(&self) -> String {
        let lang = self.lang();
        match self.act {
            "fill" => lang.reports_act_fill(self.opened.ordered.form.place(&self.place)),
            "quote" => lang.reports_act_quote(self.opened.ordered.form.place(&self.place)),
            "excuse" => {
                let rule = self.opened.kept.state.opening.contract.rule(&self.place);
                lang.reports_act_excuse(rule.map_or("", |rule| rule.says.as_str()))
            }
            "assemble" => lang.reports_act_assemble().to_owned(),
            "enter" => lang.reports_act_enter().to_owned(),
            "differ" => lang.reports_act_differ().to_owned(),
            "agree" => lang.reports_act_agree().to_owned(),
            "nothing_changed" => lang.reports_act_nothing_changed().to_owned(),
            "name_signer" => lang.reports_act_name_signer().to_owned(),
            "submit" => lang.reports_act_submit().to_owned(),
            "withdraw" => lang.reports_act_withdraw().to_owned(),
            "return" => lang.reports_act_return().to_owned(),
            "approve" => lang.reports_act_approve().to_owned(),
            "lock" => lang.reports_act_lock().to_owned(),
            "propose_amendment" => lang.reports_act_propose_amendment().to_owned(),
            "keep_version" => lang.reports_act_keep_version().to_owned(),
            _ => lang.reports_act_amend().to_owned(),
        }
    }

    fn lead(&self) -> String {
        let lang = self.lang();
        let cell = self.opened.told.draft.cells.get(&self.place);
        match self.act {
            "differ" | "agree" => self
                .indicator()
                .zip(cell)
                .map(|(one, cell)| lang.reports_lead_differ(say_measured(one, &cell.figure.value, lang)))
                .unwrap_or_default(),
            "nothing_changed" => self.lead_unchanged(),
            "submit" => self.lead_submit(),
            "name_signer" => lang.reports_lead_signer().to_owned(),
            "approve" => lang.reports_lead_approve().to_owned(),
            "assemble" => lang.reports_lead_assemble().to_owned(),
            "amend" => lang.reports_lead_amend().to_owned(),
            _ => String::new(),
        }
    }

    /// What the form holds before anything was typed.
    fn begins(&self) -> Sent {
        let draft = &self.opened.told.draft;
        let mut sent = Sent::default();
        match self.act {
            "fill" => sent.put("noi-dung", draft.narrative.get(&self.place).cloned().unwrap_or_default()),
            "enter" | "differ" => {
                let cell = draft.cells.get(&self.place);
                sent.put("gia-tri", cell.map(|cell| typed(self.indicator(), cell.said())).unwrap_or_default());
                let source = cell.and_then(|cell| cell.figure.source.clone());
                sent.put("nguon", source.unwrap_or_default());
            }
            "name_signer" | "approve" => begin_signer(&mut sent, self.opened.told.signer.as_ref()),
            "assemble" if draft.only_approved => sent.put(SCOPE, APPROVED),
            "excuse" => sent.put("ly-do", draft.excuses.get(&self.place).cloned().unwrap_or_default()),
            _ => {}
        }
        sent
    }

    /// What goes up, and which figures are no longer what the records say.
    fn lead_submit(&self) -> String {
        let lang = self.lang();
        if self.stale.is_empty() {
            return lang.reports_lead_submit().to_owned();
        }
        let mut moved = self.stale.clone();
        if !self.opened.keeps {
            hide_moved(&mut moved, &self.catalog.indicators);
        }
        let named = super::words::all_moved(lang, self.catalog, &moved);
        format!("{} {}", lang.reports_lead_submit(), lang.reports_stale(moved.len(), named))
    }

    /// What a statement that nothing changed takes over, and which computed figures do differ.
    fn lead_unchanged(&self) -> String {
        let (lang, opened) = (self.lang(), self.opened);
        let Some(last) = &opened.last else { return String::new() };
        let taken = match opened.unchanged(false, self.app.today()) {
            Some(ReportAct::NothingChanged { figures, .. }) => figures.len(),
            _ => 0,
        };
        let mut said = vec![
            lang.reports_lead_nothing_changed(last.ordered.say_period(lang)),
            lang.reports_lead_unchanged_figures(taken),
        ];
        let flows = opened.not_typed();
        if !flows.is_empty() {
            let named: Vec<&str> = flows.iter().map(|one| one.title.as_str()).collect();
            said.push(lang.reports_lead_unchanged_flows(flows.len(), named.join("; ")));
        }
        let contract = &opened.kept.state.opening.contract;
        let places = opened.kept.state.places_since(&last.report);
        let new = contract.narratives.iter().filter(|place| place.required && !places.contains(&place.id));
        let new: Vec<&str> = new.map(|place| opened.ordered.form.place(&place.id)).collect();
        if !new.is_empty() {
            said.push(lang.reports_lead_unchanged_places(new.join("; ")));
        }
        let differing = opened.differing();
        if !differing.is_empty() {
            said.push(lang.reports_note_differing(differing.len(), super::words::differing(lang, &differing)));
        }
        said.join(" ")
    }

    fn page(&self, sent: &Sent, token: Uuid, said: String) -> WorkForm {
        let (lang, path) = (self.lang(), path_of(self.opened.kept.id));
        let query = if self.place.is_empty() { String::new() } else { format!("?muc={}", self.place) };
        let action = format!("{path}/viec/{}", self.act);
        let inputs = self.inputs(sent);
        WorkForm {
            frame: frame(self.scope, &action, crumbs(lang, &self.title())),
            title: self.title(),
            about: self
                .indicator()
                .map_or_else(|| self.opened.kept.state.opening.title.clone(), |indicator| indicator.title.clone()),
            lead: self.lead(),
            action: format!("{action}{query}"),
            token: token.to_string(),
            seen: self.opened.kept.seen(),
            groups: if inputs.is_empty() { Vec::new() } else { vec![Group { title: String::new(), inputs }] },
            fault: said,
            outcomes: Vec::new(),
            buttons: self.buttons(sent),
            back: (path, lang.reports_back().to_owned()),
        }
    }

    /// As many remarks as were sent, more where more were asked for, and no more than there are places.
    fn remarks(&self, sent: &Sent) -> usize {
        let more = if sent.typed("buoc") == MORE { REMARKS } else { 0 };
        (remarks_in(sent).max(REMARKS) + more).min(self.places().len().max(REMARKS))
    }

    fn buttons(&self, sent: &Sent) -> Vec<(String, String)> {
        let mut buttons = vec![("lam".to_owned(), self.lang().reports_do().to_owned())];
        if self.act == "return" && self.remarks(sent) < self.places().len() {
            buttons.push((MORE.to_owned(), self.lang().reports_more_remarks().to_owned()));
        }
        buttons
    }

    fn inputs(&self, sent: &Sent) -> Vec<Input> {
        let lang = self.lang();
        let reason = || required(sent.input(InputKind::Area, "ly-do", lang.reports_i_reason()));
        match self.act {
            "assemble" if self.opened.ordered.form.of.is_some() => {
                let scopes = [
                    (String::new(), lang.reports_scope_submitted().to_owned()),
                    (APPROVED.to_owned(), lang.reports_scope_approved().to_owned()),
                ];
                vec![sent.choice(SCOPE, lang.reports_i_scope(), &scopes)]
            }
            "submit" if !self.stale.is_empty() => {
                let choices = [
                    (String::new(), lang.reports_i_none().to_owned()),
                    (ANEW.to_owned(), lang.reports_stale_anew().to_owned()),
                    (AS_SEEN.to_owned(), lang.reports_stale_as_seen().to_owned()),
                ];
                vec![required(sent.choice(STALE, lang.reports_i_stale(), &choices))]
            }
            "nothing_changed" if !self.opened.not_typed().is_empty() => {
                let choices = [
                    (String::new(), lang.reports_flows_typed().to_owned()),
                    (NOTHING_HAPPENED.to_owned(), lang.reports_flows_none().to_owned()),
                ];
                vec![sent.choice(FLOWS, lang.reports_i_flows(), &choices)]
            }
            "fill" => vec![hinted(sent.input(InputKind::Area, "noi-dung", lang.reports_i_text()), &self.prompt)],
            "quote" => {
                let texts: Vec<(String, String)> = self
                    .words_below
                    .iter()
                    .map(|(unit, (report, text))| {
                        let cut: String = text.chars().take(160).collect();
                        (report.to_string(), format!("{}: {cut}", unit_name(self.app, *unit, lang)))
                    })
                    .collect();
                vec![required(sent.choice("bao-cao", lang.reports_i_excerpt(), &texts))]
            }
            "enter" => {
                let source = required(sent.input(InputKind::Line, "nguon", lang.reports_i_source()));
                vec![hinted(self.value(sent), lang.reports_i_value_hint()), source]
            }
            "differ" => vec![required(self.value(sent)), reason()],
            "excuse" | "withdraw" | "keep_version" | "amend" => vec![reason()],
            "name_signer" => signer_inputs(sent, lang, true),
            "approve" => {
                let note = sent.input(InputKind::Area, "ghi-chu", lang.reports_i_note());
                signer_inputs(sent, lang, false).into_iter().chain([note]).collect()
            }
            "return" => {
                let due = required(sent.input(InputKind::Date, "han", lang.reports_i_due()));
                let mut inputs = vec![reason(), due];
                let places = self.places();
                for no in 1..=self.remarks(sent) {
                    inputs.push(sent.choice(&format!("muc-{no}"), &lang.reports_i_place(no), &places));
                    let remark = sent.input(InputKind::Line, &format!("nhan-xet-{no}"), &lang.reports_i_comment(no));
                    inputs.push(remark);
                }
                inputs
            }
            _ => Vec::new(),
        }
    }

    fn value(&self, sent: &Sent) -> Input {
        let lang = self.lang();
        let label = lang.reports_i_value();
        match self.indicator().filter(|one| one.kind == Kind::Choice) {
            None => sent.input(InputKind::Line, "gia-tri", label),
            Some(indicator) => {
                let mut options = vec![(String::new(), lang.reports_i_none().to_owned())];
                options.extend(indicator.choices.iter().cloned());
                sent.choice("gia-tri", label, &options)
            }
        }
    }

    /// Everything that a remark can be about.
    fn places(&self) -> Vec<(String, String)> {
        let contract = &self.opened.kept.state.opening.contract;
        let mut places = vec![(String::new(), self.lang().reports_i_none().to_owned())];
        let form = self.opened.ordered.form;
        places.extend(contract.narratives.iter().map(|place| (place.id.clone(), form.place(&place.id).to_owned())));
        places.extend(contract.figures.iter().map(|needed| {
            let title = self.catalog.indicators.get(&needed.indicator).map_or(&needed.indicator, |one| &one.title);
            (needed.indicator.clone(), title.clone())
        }));
        places
    }

    /// The act as it was typed.
    fn read(&self, sent: &Sent) -> Result<ReportAct, String> {
        let (lang, reason) = (self.lang(), sent.get("ly-do"));
        Ok(match self.act {
            "fill" => ReportAct::Fill { place: self.place.clone(), text: long(sent.typed("noi-dung")) },
            "quote" => ReportAct::Quote { excerpt: self.excerpt(sent)? },
            "enter" => ReportAct::Enter {
                indicator: self.place.clone(),
                value: self.measured(sent)?,
                source: sent.get("nguon"),
                instead_of: self.opened.kept.state.draft.cells.get(&self.place).map(|cell| cell.figure.value.clone()),
            },
            "differ" => ReportAct::Differ { indicator: self.place.clone(), value: self.measured(sent)?, reason },
            "agree" => ReportAct::Agree { indicator: self.place.clone() },
            "excuse" => ReportAct::Excuse { rule: self.place.clone(), reason },
            "nothing_changed" => {
                let nothing_happened = sent.typed(FLOWS) == NOTHING_HAPPENED;
                let said = self.opened.unchanged(nothing_happened, self.app.today());
                said.ok_or_else(|| lang.reports_none().to_owned())?
            }
            "withdraw" => ReportAct::Withdraw { reason },
            "name_signer" => ReportAct::NameSigner { signer: read_signer(sent) },
            "approve" => ReportAct::Approve {
                note: Some(sent.get("ghi-chu")).filter(|note| !note.is_empty()),
                signer: Some(read_signer(sent)).filter(|signer| !signer.name.is_empty()),
            },
            "lock" => ReportAct::Lock {},
            "keep_version" => ReportAct::KeepVersion { reason },
            _ => ReportAct::Amend { reason },
        })
    }

    /// What is said when the report is sent back.
    fn returned(&self, sent: &Sent, token: Uuid) -> Result<Return, String> {
        let lang = self.lang();
        Ok(Return {
            id: token,
            seen: sent.seen(),
            reason: sent.get("ly-do"),
            comments: comments(sent),
            due: sent.some_day(lang, "han", lang.reports_i_due())?,
        })
    }

    /// The page after something was done of which a part did not succeed.
    fn outcome(&self, said: String) -> WorkForm {
        let mut page = self.page(&Sent::default(), self.app.new_id(), String::new());
        page.outcomes = vec![(self.title(), said)];
        page.groups.clear();
        page.buttons.clear();
        page
    }

    fn excerpt(&self, sent: &Sent) -> Result<Excerpt, String> {
        let chosen = sent.get("bao-cao");
        let found = self.words_below.iter().find(|(_, (report, _))| report.to_string() == chosen);
        let (unit, (report, text)) = found.ok_or_else(|| self.lang().task_f_choose(self.lang().reports_i_excerpt()))?;
        Ok(Excerpt { place: self.place.clone(), unit: *unit, report: *report, text: text.clone() })
    }

    /// A value as it was typed; nothing is no figure.
    fn measured(&self, sent: &Sent) -> Result<Measured, String> {
        let (lang, text) = (self.lang(), sent.get("gia-tri"));
        if text.is_empty() {
            return Ok(Measured::unknown(Why::NotTyped));
        }
        let Some(indicator) = self.indicator() else { return Err(lang.reports_no_place(&self.place)) };
        let found = match indicator.kind {
            Kind::Count => domain::numbers::read_count(&text).ok().map(Measured::count),
            Kind::Area => domain::numbers::read_area(&text).ok().map(Measured::count),
            Kind::Choice => indicator.choice(&text).map(|_| Measured::Choice { key: text.clone() }),
            Kind::Text => Some(Measured::Text { text: text.clone() }),
            Kind::Day => crate::days::read(&text).map(|day| Measured::Day { day }),
            Kind::Share => None,
        };
        found.ok_or_else(|| lang.reports_bad_value(&text, &indicator.title))
    }
}

/// What was chosen for figures that have moved.
fn stale(sent: &Sent) -> Stale {
    match sent.typed(STALE) {
        ANEW => Stale::Anew,
        AS_SEEN => Stale::AsSeen,
        _ => Stale::Ask,
    }
}

/// Words of several lines, each in the form in which text is kept.
fn long(text: &str) -> String {
    text.lines().map(domain::fold::clean).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A value as it is typed.
fn typed(indicator: Option<&Indicator>, measured: &Measured) -> String {
    match measured {
        Measured::Count { value } if indicator.is_some_and(|one| one.kind == Kind::Area) => {
            domain::numbers::show_area(*value)
        }
        Measured::Count { value } => value.to_string(),
        Measured::Choice { key } => key.clone(),
        Measured::Text { text } => text.clone(),
        Measured::Day { day } => day.to_string(),
        Measured::Share { .. } | Measured::Partial { .. } | Measured::Unknown { .. } => String::new(),
    }
}

/// How many rows for remarks a form had.
fn remarks_in(sent: &Sent) -> usize {
    (1..=sent.0.len()).take_while(|no| sent.0.iter().any(|(name, _)| *name == format!("muc-{no}"))).count()
}

/// The remarks that were written, each on its place.
fn comments(sent: &Sent) -> Vec<Comment> {
    let comment = |no: usize| {
        let (place, text) = (sent.get(&format!("muc-{no}")), sent.get(&format!("nhan-xet-{no}")));
        (!place.is_empty() && !text.is_empty()).then_some(Comment { place, text })
    };
    (1..=remarks_in(sent)).filter_map(comment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_remarks_come_back_as_were_written() {
        let mut sent = Sent::default();
        for no in 1..=9 {
            sent.put(&format!("muc-{no}"), if no == 7 { "" } else { "tinh-hinh" });
            sent.put(&format!("nhan-xet-{no}"), format!("Ý {no}"));
        }
        let said: Vec<String> = comments(&sent).into_iter().map(|comment| comment.text).collect();
        assert_eq!(said, ["Ý 1", "Ý 2", "Ý 3", "Ý 4", "Ý 5", "Ý 6", "Ý 8", "Ý 9"]);
    }
}
