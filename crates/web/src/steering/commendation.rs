//! /khen-thuong: commendations and criticism.

use app::issued::Kind;
use app::work::Kept;
use domain::units::UnitId;
use pages::work_form::{Group, Input, InputKind};
use pages::work_list::Listing;
use pages::work_page::Pair;
use programme::steering::Servant;
use programme::steering::commendation::{Commendation, CommendationAct, Form, Given, Recipient};
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

use super::committee::{paper_fields, read_paper, read_servant, servant_fields};
use super::{Desk, Register, one, pair, words};
use crate::sent::{Sent, hinted, required};
use crate::visitor::unit_name;

impl Register for Commendation {
    const PATH: &'static str = "/khen-thuong";

    fn about(lang: Lang) -> [&'static str; 4] {
        [lang.steering_commendations(), lang.steering_commendations_lead(), "", lang.steering_new_commendation()]
    }

    fn head(lang: Lang) -> Vec<&'static str> {
        vec![
            lang.steering_col_to(),
            lang.steering_col_unit(),
            lang.steering_col_form(),
            lang.steering_col_decided(),
            lang.steering_col_reason(),
        ]
    }

    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String> {
        let lang = desk.lang;
        let form = words::form(lang, self.given.form);
        let form = match self.revoked {
            Some(_) => format!("{form} ({})", lang.steering_state_revoked()),
            None => form.to_owned(),
        };
        vec![
            recipient(desk, &self.given.to),
            unit_name(desk.app, unit, lang),
            form,
            desk.paper(&self.given.decided),
            self.given.reason.clone(),
        ]
    }

    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)> {
        let standing = all.iter().filter(|kept| kept.state.revoked.is_none());
        let praise = standing.clone().filter(|kept| kept.state.given.form.is_praise()).count();
        vec![
            (lang.steering_count_praise().to_owned(), praise),
            (lang.steering_count_criticism().to_owned(), standing.count() - praise),
        ]
    }

    fn title(&self, desk: &Desk<'_>) -> String {
        format!("{}: {}", words::form(desk.lang, self.given.form), recipient(desk, &self.given.to))
    }

    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair> {
        let (lang, given) = (desk.lang, &self.given);
        let mut pairs = vec![
            pair(lang.steering_p_to(), vec![recipient(desk, &given.to)]),
            pair(lang.steering_p_form(), vec![words::form(lang, given.form).to_owned()]),
            pair(lang.steering_p_authority(), vec![given.authority.clone()]),
            pair(lang.steering_p_number(), vec![desk.paper(&given.decided)]),
            pair(lang.steering_p_reason(), vec![given.reason.clone()]),
        ];
        if let Some((paper, why)) = &self.revoked {
            pairs.push(pair(lang.steering_p_revoked(), vec![desk.paper(paper), why.clone()]));
        }
        if !self.corrected.is_empty() {
            let lines = self.corrected.iter().map(|(on, why)| format!("{}: {why}", desk.day(*on))).collect();
            pairs.push(pair(lang.steering_p_corrected(), lines));
        }
        pairs
    }

    fn tables(&self, _: &Desk<'_>, _: Uuid, _: &[Kept<Task>]) -> Vec<Listing> {
        Vec::new()
    }

    fn acts(&self) -> &'static [&'static str] {
        if self.revoked.is_some() { &[] } else { &["correct", "revoke"] }
    }

    fn documents(&self) -> &'static [Kind] {
        if self.revoked.is_some() { &[] } else { &[Kind::Commendation] }
    }

    fn named(&self) -> Vec<Uuid> {
        match &self.given.to {
            Recipient::Officer { who: Servant::Appointment { appointment } } => vec![*appointment],
            _ => Vec::new(),
        }
    }

    fn fields(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>> {
        let lang = desk.lang;
        let reason = |name: &str, label: &str| required(sent.input(InputKind::Area, name, label));
        Some(one(match act {
            None => given_fields(desk, sent),
            Some("correct") => [given_fields(desk, sent), vec![reason("vi-sao", lang.steering_act_correct())]].concat(),
            Some("revoke") => [paper_fields(lang, sent), vec![reason("ly-do", lang.steering_i_reason())]].concat(),
            Some(_) => return None,
        }))
    }

    fn begins(&self, act: &str) -> Sent {
        let mut sent = Sent::default();
        if act == "correct" {
            let given = &self.given;
            match &given.to {
                Recipient::Body { name } => sent.put("tap-the", name.clone()),
                Recipient::Officer { who: Servant::Appointment { appointment } } => {
                    sent.put("tai-khoan", appointment.to_string());
                }
                Recipient::Officer { who: Servant::Office { office, name } } => {
                    sent.put("chuc-vu", office.clone());
                    sent.put("ho-ten", name.clone());
                }
            }
            sent.put("hinh-thuc", given.form.key());
            sent.put("tham-quyen", given.authority.clone());
            sent.put("so", given.decided.number.clone());
            sent.put("ngay-ky", given.decided.date.to_string());
            sent.put("ly-do", given.reason.clone());
        }
        sent
    }

    fn read(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<CommendationAct, String> {
        let decided = read_paper(desk.lang, sent)?;
        let reason = sent.get("ly-do");
        if act == Some("revoke") {
            return Ok(CommendationAct::Revoke { decided, reason });
        }
        let body = sent.get("tap-the");
        let to = if body.is_empty() {
            Recipient::Officer { who: read_servant(sent) }
        } else {
            Recipient::Body { name: body }
        };
        let form = Form::from_key(sent.typed("hinh-thuc"));
        let form = form.ok_or_else(|| desk.lang.task_f_choose(desk.lang.steering_i_form()))?;
        let given = Given { to, form, authority: sent.get("tham-quyen"), decided, reason };
        Ok(match act {
            None => CommendationAct::Record { given },
            Some(_) => CommendationAct::Correct { given, reason: sent.get("vi-sao") },
        })
    }

    fn said(desk: &Desk<'_>, act: &CommendationAct) -> Vec<String> {
        match act {
            CommendationAct::Record { given } => vec![desk.paper(&given.decided)],
            CommendationAct::Correct { reason, .. } => vec![reason.clone()],
            CommendationAct::Revoke { decided, reason } => vec![desk.paper(decided), reason.clone()],
        }
    }
}

fn recipient(desk: &Desk<'_>, to: &Recipient) -> String {
    match to {
        Recipient::Body { name } => name.clone(),
        Recipient::Officer { who } => desk.servant(who),
    }
}

fn given_fields(desk: &Desk<'_>, sent: &Sent) -> Vec<Input> {
    let lang = desk.lang;
    let body = hinted(sent.input(InputKind::Line, "tap-the", lang.steering_i_to()), lang.steering_i_to_hint());
    let forms = words::choices(Form::ALL, Form::key, |form| words::form(lang, form));
    let rest = vec![
        sent.choice("hinh-thuc", lang.steering_i_form(), &forms),
        required(sent.input(InputKind::Line, "tham-quyen", lang.steering_i_authority())),
    ];
    let reason = required(sent.input(InputKind::Area, "ly-do", lang.steering_i_reason()));
    [vec![body], servant_fields(desk, sent), rest, paper_fields(lang, sent), vec![reason]].concat()
}
