//! /hop: meetings.

use app::issued::Kind;
use app::work::Kept;
use domain::units::UnitId;
use domain::work::Chain as _;
use pages::work_form::{Group, Input, InputKind};
use pages::work_list::{Cell, Listing};
use pages::work_page::Pair;
use programme::steering::meeting::{Call, Conclusion, Meeting, MeetingAct, MeetingState, Mode};
use programme::tasks::{Origin, Task};
use texts::Lang;
use uuid::Uuid;

use super::{Desk, Register, one, pair, words};
use crate::sent::{Sent, hinted, required};
use crate::visitor::unit_name;

impl Register for Meeting {
    const PATH: &'static str = "/hop";

    fn about(lang: Lang) -> [&'static str; 4] {
        [lang.steering_meetings(), lang.steering_meetings_lead(), "", lang.steering_new_meeting()]
    }

    fn head(lang: Lang) -> Vec<&'static str> {
        vec![
            lang.steering_i_title(),
            lang.steering_col_unit(),
            lang.steering_p_day(),
            lang.steering_p_mode(),
            lang.steering_conclusions(),
            lang.steering_col_state(),
        ]
    }

    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String> {
        let lang = desk.lang;
        vec![
            self.call.title.clone(),
            unit_name(desk.app, unit, lang),
            desk.day(self.held.as_ref().map_or(self.call.on, |held| held.on)),
            words::mode(lang, self.call.mode).to_owned(),
            self.conclusions.len().to_string(),
            words::state(lang, &self.standing().state).to_owned(),
        ]
    }

    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)> {
        let of = |state| all.iter().filter(|kept| kept.state.state == state).count();
        vec![
            (lang.steering_count_open().to_owned(), of(MeetingState::Planned)),
            (lang.steering_state_held().to_owned(), of(MeetingState::Held)),
            (lang.steering_state_concluded().to_owned(), of(MeetingState::Concluded)),
        ]
    }

    fn title(&self, _: &Desk<'_>) -> String {
        self.call.title.clone()
    }

    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair> {
        let (lang, call) = (desk.lang, &self.call);
        let time = call.at.map(|at| at.strftime("%H:%M").to_string());
        let mut pairs = vec![
            pair(lang.steering_p_day(), std::iter::once(desk.day(call.on)).chain(time).collect()),
            pair(lang.steering_p_venue(), vec![call.venue.clone()]),
            pair(lang.steering_p_mode(), vec![words::mode(lang, call.mode).to_owned()]),
            pair(lang.steering_p_agenda(), call.agenda.clone()),
        ];
        if !call.points.is_empty() {
            pairs.push(pair(lang.steering_p_points(), call.points.clone()));
        }
        let committee = call.committee.map(|id| id.to_string());
        let committee = desk.committees.iter().find(|(id, _)| Some(id) == committee.as_ref());
        pairs.extend(committee.map(|(_, name)| pair(lang.steering_p_committee(), vec![name.clone()])));
        pairs.extend(self.held.as_ref().map(|held| {
            let line = lang.steering_p_held_is(desk.day(held.on), &held.chair, held.present, held.invited);
            pair(lang.steering_p_held(), vec![line])
        }));
        pairs.extend(
            self.cancelled
                .as_ref()
                .map(|(on, why)| pair(lang.steering_p_cancelled(), vec![desk.day(*on), why.clone()])),
        );
        pairs
    }

    /// The conclusions, each with its task or the way to make one: filled in from the conclusion, in one step.
    fn tables(&self, desk: &Desk<'_>, id: Uuid, tasks: &[Kept<Task>]) -> Vec<Listing> {
        let lang = desk.lang;
        let row = |conclusion: &Conclusion| {
            let no = conclusion.no.to_string();
            let of = |kept: &&Kept<Task>| {
                kept.state.source.as_ref().is_some_and(|of| of.origin == Origin::Meeting && of.item == no)
            };
            let task = match tasks.iter().find(of) {
                Some(kept) => {
                    let text = crate::task::words::state(lang, kept.state.state);
                    Cell::link(pages::format::sentence(text), crate::task::path_of(kept.id))
                }
                None => Cell::link(lang.steering_make_task(), self.task_form(id, conclusion)),
            };
            vec![
                Cell::text(no.clone()),
                Cell::text(conclusion.text.clone()),
                Cell::text(conclusion.body.clone().unwrap_or_default()),
                Cell::text(conclusion.due.map(|due| desk.day(due)).unwrap_or_default()),
                task,
            ]
        };
        let head = [
            lang.steering_col_no(),
            lang.steering_col_text(),
            lang.steering_col_body(),
            lang.steering_col_due(),
            lang.steering_col_task(),
        ];
        vec![Listing {
            title: lang.steering_conclusions().to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: self.conclusions.iter().map(row).collect(),
            empty: lang.steering_conclusions_none().to_owned(),
        }]
    }

    fn acts(&self) -> &'static [&'static str] {
        match self.state {
            MeetingState::Planned => &["hold", "replan", "cancel"],
            MeetingState::Held => &["conclude"],
            MeetingState::Concluded => &["correct"],
            MeetingState::Cancelled => &[],
        }
    }

    fn documents(&self) -> &'static [Kind] {
        match self.state {
            MeetingState::Planned | MeetingState::Cancelled => &[],
            MeetingState::Held => &[Kind::Minutes],
            MeetingState::Concluded => &[Kind::Minutes, Kind::Conclusions],
        }
    }

    fn named(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn fields(desk: &Desk<'_>, kept: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>> {
        let lang = desk.lang;
        let line = |name: &str, label: &str| required(sent.input(InputKind::Line, name, label));
        let number = |name: &str, label: &str| required(sent.input(InputKind::Number, name, label));
        let reason = || required(sent.input(InputKind::Area, "ly-do", lang.steering_i_reason()));
        let inputs = match (act, kept) {
            (None, _) => call_fields(desk, sent),
            (Some("replan"), _) => [call_fields(desk, sent), vec![reason()]].concat(),
            (Some("hold"), _) => vec![
                required(sent.input(InputKind::Date, "ngay", lang.steering_i_day())),
                line("chu-tri", lang.steering_i_chair()),
                number("moi", lang.steering_i_invited()),
                number("co-mat", lang.steering_i_present()),
            ],
            (Some("conclude"), _) => {
                let all = required(sent.input(InputKind::Area, "ket-luan", lang.steering_i_conclusions()));
                vec![hinted(all, lang.steering_i_conclusions_hint())]
            }
            (Some("correct"), Some(meeting)) => {
                let of = |of: &Conclusion| (of.no.to_string(), format!("{}. {}", of.no, of.text));
                let all: Vec<_> = meeting.conclusions.iter().map(of).collect();
                vec![
                    sent.choice("so-kl", lang.steering_i_conclusion(), &all),
                    required(sent.input(InputKind::Area, "noi-dung", lang.steering_i_text())),
                    sent.input(InputKind::Line, "co-quan", lang.steering_i_body()),
                    sent.input(InputKind::Date, "han", lang.steering_i_due()),
                    reason(),
                ]
            }
            (Some("cancel"), _) => vec![reason()],
            _ => return None,
        };
        Some(one(inputs))
    }

    fn begins(&self, act: &str) -> Sent {
        let mut sent = Sent::default();
        let call = &self.call;
        sent.put("ngay", call.on.to_string());
        if act == "replan" {
            sent.put("tieu-de", call.title.clone());
            sent.put("ban", call.committee.map(|id| id.to_string()).unwrap_or_default());
            sent.put("gio", call.at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default());
            sent.put("dia-diem", call.venue.clone());
            sent.put("hinh-thuc", call.mode.key());
            sent.put("diem-cau", call.points.join("\n"));
            sent.put("chuong-trinh", call.agenda.join("\n"));
        }
        sent
    }

    fn read(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<MeetingAct, String> {
        let lang = desk.lang;
        let reason = sent.get("ly-do");
        Ok(match act {
            None => MeetingAct::Plan { call: read_call(lang, sent)? },
            Some("replan") => MeetingAct::Replan { call: read_call(lang, sent)?, reason },
            Some("hold") => MeetingAct::Hold {
                held_on: sent.some_day(lang, "ngay", lang.steering_i_day())?,
                chair: sent.get("chu-tri"),
                invited: sent.number(lang, "moi", lang.steering_i_invited(), 0)?,
                present: sent.number(lang, "co-mat", lang.steering_i_present(), 0)?,
            },
            Some("conclude") => MeetingAct::Conclude {
                conclusions: (1_u16..)
                    .zip(sent.lines("ket-luan"))
                    .map(|(no, line)| read_conclusion(lang, no, &line))
                    .collect::<Result<_, _>>()?,
            },
            Some("correct") => {
                let body = Some(sent.get("co-quan")).filter(|body| !body.is_empty());
                let conclusion = Conclusion {
                    no: sent.number(lang, "so-kl", lang.steering_i_conclusion(), 0)?,
                    text: sent.get("noi-dung"),
                    body,
                    due: sent.day(lang, "han", lang.steering_i_due())?,
                };
                MeetingAct::Correct { conclusion, reason }
            }
            Some(_) => MeetingAct::Cancel { reason },
        })
    }

    fn said(desk: &Desk<'_>, act: &MeetingAct) -> Vec<String> {
        match act {
            MeetingAct::Plan { call } => vec![desk.day(call.on), call.venue.clone()],
            MeetingAct::Replan { call, reason } => vec![desk.day(call.on), call.venue.clone(), reason.clone()],
            MeetingAct::Hold { held_on, chair, invited, present } => {
                vec![desk.lang.steering_p_held_is(desk.day(*held_on), chair, present, invited)]
            }
            MeetingAct::Conclude { conclusions } => {
                conclusions.iter().map(|of| format!("{}. {}", of.no, of.text)).collect()
            }
            MeetingAct::Correct { conclusion, reason } => {
                vec![format!("{}. {}", conclusion.no, conclusion.text), reason.clone()]
            }
            MeetingAct::Cancel { reason } => vec![reason.clone()],
        }
    }
}

/// The form of a new task, filled in from a conclusion.
trait Concludes {
    /// Its address.
    fn task_form(&self, id: Uuid, conclusion: &Conclusion) -> String;
}

impl Concludes for Meeting {
    fn task_form(&self, id: Uuid, conclusion: &Conclusion) -> String {
        let title: String = conclusion.text.chars().take(programme::tasks::wording::TITLE_CHARS_MAX).collect();
        let pairs = [
            ("loai", Origin::Meeting.key().to_owned()),
            ("nguon", id.to_string()),
            ("muc", conclusion.no.to_string()),
            ("ten", title),
            ("viec", conclusion.text.clone()),
            ("chu-tri", conclusion.body.clone().unwrap_or_default()),
            ("han", conclusion.due.map(|due| due.to_string()).unwrap_or_default()),
        ];
        let pairs = pairs.iter().map(|(key, value)| format!("{key}={}", pages::format::encode(value)));
        format!("{}/moi?{}", crate::task::PATH, pairs.collect::<Vec<_>>().join("&"))
    }
}

fn call_fields(desk: &Desk<'_>, sent: &Sent) -> Vec<Input> {
    let lang = desk.lang;
    let line = |name: &str, label: &str| required(sent.input(InputKind::Line, name, label));
    let lines = |name: &str, label: &str| hinted(sent.input(InputKind::Area, name, label), lang.task_i_lines_hint());
    let mut committees = vec![(String::new(), lang.steering_i_committee_none().to_owned())];
    committees.extend(desk.committees.iter().cloned());
    let modes = words::choices(Mode::ALL, Mode::key, |mode| words::mode(lang, mode));
    vec![
        line("tieu-de", lang.steering_i_title()),
        sent.choice("ban", lang.steering_i_committee(), &committees),
        required(sent.input(InputKind::Date, "ngay", lang.steering_i_day())),
        sent.input(InputKind::Time, "gio", lang.steering_i_time()),
        line("dia-diem", lang.steering_i_venue()),
        sent.choice("hinh-thuc", lang.steering_i_mode(), &modes),
        lines("diem-cau", lang.steering_i_points()),
        required(lines("chuong-trinh", lang.steering_i_agenda())),
    ]
}

fn read_call(lang: Lang, sent: &Sent) -> Result<Call, String> {
    Ok(Call {
        title: sent.get("tieu-de"),
        committee: sent.typed("ban").parse().ok(),
        on: sent.some_day(lang, "ngay", lang.steering_i_day())?,
        at: sent.time(lang, "gio", lang.steering_i_time())?,
        venue: sent.get("dia-diem"),
        mode: Mode::from_key(sent.typed("hinh-thuc")).unwrap_or(Mode::InPerson),
        points: sent.lines("diem-cau"),
        agenda: sent.lines("chuong-trinh"),
    })
}

/// `Rà soát điểm phức tạp | Công an tỉnh | 06/07/2026`.
fn read_conclusion(lang: Lang, no: u16, line: &str) -> Result<Conclusion, String> {
    let mut parts = line.split('|').map(domain::fold::clean);
    let text = parts.next().unwrap_or_default();
    let body = parts.next().filter(|body| !body.is_empty());
    let due = match parts.next().filter(|due| !due.is_empty()) {
        Some(due) => Some(crate::days::read(&due).ok_or_else(|| lang.task_f_day(lang.steering_i_due(), due))?),
        None => None,
    };
    Ok(Conclusion { no, text, body, due })
}
