//! /ban-chi-dao: steering committees.

use app::issued::Kind;
use app::work::Kept;
use domain::units::UnitId;
use domain::work::Chain as _;
use pages::work_form::{Group, Input, InputKind};
use pages::work_list::{Cell, Listing};
use pages::work_page::Pair;
use programme::steering::committee::{Committee, CommitteeAct, Member, Named, Seat};
use programme::steering::{Paper, Servant};
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

use super::{Desk, Register, one, pair, words};
use crate::sent::{Sent, hinted, required};
use crate::task::officer;
use crate::visitor::unit_name;

impl Register for Committee {
    const PATH: &'static str = "/ban-chi-dao";

    fn about(lang: Lang) -> [&'static str; 4] {
        [lang.steering_committees(), lang.steering_committees_lead(), "", lang.steering_new_committee()]
    }

    fn head(lang: Lang) -> Vec<&'static str> {
        vec![
            lang.steering_col_name(),
            lang.steering_col_unit(),
            lang.steering_seat_head(),
            lang.steering_members(),
            lang.steering_col_decided(),
            lang.steering_col_state(),
        ]
    }

    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String> {
        let head = self.sitting().find(|member| member.seat == Seat::Head);
        vec![
            self.name.clone(),
            unit_name(desk.app, unit, desk.lang),
            head.map(|member| desk.servant(&member.who)).unwrap_or_default(),
            self.sitting().count().to_string(),
            desk.paper(&self.decided),
            words::state(desk.lang, &self.standing().state).to_owned(),
        ]
    }

    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)> {
        let working = all.iter().filter(|kept| kept.state.dissolved.is_none()).count();
        vec![(lang.steering_state_working().to_owned(), working)]
    }

    fn title(&self, _: &Desk<'_>) -> String {
        self.name.clone()
    }

    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair> {
        let lang = desk.lang;
        let rules = match &self.rules {
            Some((paper, summary)) => vec![desk.paper(paper), summary.clone()],
            None => vec![lang.steering_p_rules_none().to_owned()],
        };
        let mut pairs = vec![
            pair(lang.steering_p_decided(), vec![desk.paper(&self.decided)]),
            pair(lang.steering_p_rules(), rules),
        ];
        if let Some((on, paper)) = &self.dissolved {
            pairs.push(pair(lang.steering_p_dissolved(), vec![desk.day(*on), desk.paper(paper)]));
        }
        pairs
    }

    fn tables(&self, desk: &Desk<'_>, _: Uuid, _: &[Kept<Task>]) -> Vec<Listing> {
        let lang = desk.lang;
        let row = |member: &Member| {
            let left = member.left.as_ref().map(|(on, paper)| format!("{}: {}", desk.day(*on), desk.paper(paper)));
            let cells = [
                desk.servant(&member.who),
                words::seat(lang, member.seat).to_owned(),
                desk.day(member.from),
                desk.paper(&member.decided),
            ];
            cells.into_iter().chain(left).map(Cell::text).collect::<Vec<_>>()
        };
        let head =
            [lang.steering_col_who(), lang.steering_col_seat(), lang.steering_col_from(), lang.steering_col_decided()];
        let table = |title: &str, head: Vec<&str>, rows| Listing {
            title: title.to_owned(),
            head: head.into_iter().map(str::to_owned).collect(),
            rows,
            empty: lang.steering_none().to_owned(),
        };
        let mut sitting: Vec<&Member> = self.sitting().collect();
        sitting.sort_by_key(|member| (member.seat, member.no));
        let mut tables = vec![table(lang.steering_members(), head.to_vec(), sitting.into_iter().map(row).collect())];
        let former: Vec<_> = self.members.iter().filter(|member| member.left.is_some()).map(row).collect();
        if !former.is_empty() {
            let head = head.into_iter().chain([lang.steering_col_until()]).collect();
            tables.push(table(lang.steering_members_former(), head, former));
        }
        tables
    }

    fn acts(&self) -> &'static [&'static str] {
        if self.dissolved.is_some() { &[] } else { &["join", "leave", "head", "rules", "dissolve"] }
    }

    fn documents(&self) -> &'static [Kind] {
        &[Kind::Committee]
    }

    fn named(&self) -> Vec<Uuid> {
        let of = |member: &Member| match &member.who {
            Servant::Appointment { appointment } => Some(*appointment),
            Servant::Office { .. } => None,
        };
        self.members.iter().filter_map(of).collect()
    }

    fn fields(desk: &Desk<'_>, kept: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>> {
        let lang = desk.lang;
        let paper = paper_fields(lang, sent);
        let seats: Vec<Seat> = Seat::ALL.iter().copied().filter(|seat| *seat != Seat::Head).collect();
        let inputs = match (act, kept) {
            (None, _) => {
                let name = required(sent.input(InputKind::Line, "ten-ban", lang.steering_i_name()));
                let members = hinted(
                    sent.input(InputKind::Area, "thanh-vien", lang.steering_i_members()),
                    lang.steering_i_members_hint(),
                );
                let mut groups = one([vec![name], paper].concat());
                let title = lang.steering_i_head().to_owned();
                groups.push(Group { title, inputs: servant_fields(desk, sent) });
                groups.push(Group { title: lang.steering_members().to_owned(), inputs: vec![members] });
                return Some(groups);
            }
            (Some("join"), _) => {
                let seats = words::choices(&seats, Seat::key, |seat| words::seat(lang, seat));
                let seat = sent.choice("chuc-danh", lang.steering_i_seat(), &seats);
                [servant_fields(desk, sent), vec![seat], paper].concat()
            }
            (Some("leave"), Some(committee)) => {
                let member = |member: &Member| {
                    (
                        member.no.to_string(),
                        format!("{}, {}", desk.servant(&member.who), words::seat(lang, member.seat)),
                    )
                };
                let members: Vec<_> = committee.sitting().filter(|of| of.seat != Seat::Head).map(member).collect();
                [vec![sent.choice("nguoi", lang.steering_i_member(), &members)], paper].concat()
            }
            (Some("head"), _) => [servant_fields(desk, sent), paper].concat(),
            (Some("rules"), _) => {
                let summary = required(sent.input(InputKind::Area, "tom-tat", lang.steering_i_summary()));
                [paper, vec![summary]].concat()
            }
            (Some("dissolve"), _) => paper,
            _ => return None,
        };
        Some(one(inputs))
    }

    fn begins(&self, _: &str) -> Sent {
        Sent::default()
    }

    fn read(desk: &Desk<'_>, _: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<CommitteeAct, String> {
        let lang = desk.lang;
        let decided = read_paper(lang, sent)?;
        Ok(match act {
            None => {
                let head = Named { who: read_servant(sent), seat: Seat::Head };
                let others =
                    sent.lines("thanh-vien").iter().map(|line| read_line(lang, line)).collect::<Result<Vec<_>, _>>()?;
                let members = std::iter::once(head).chain(others).collect();
                CommitteeAct::Found { name: sent.get("ten-ban"), decided, members }
            }
            Some("join") => {
                let seat = Seat::from_key(sent.typed("chuc-danh")).unwrap_or(Seat::Member);
                CommitteeAct::Join { member: Named { who: read_servant(sent), seat }, decided }
            }
            Some("leave") => {
                CommitteeAct::Leave { member: sent.number(lang, "nguoi", lang.steering_i_member(), 0)?, decided }
            }
            Some("head") => CommitteeAct::Head { who: read_servant(sent), decided },
            Some("rules") => CommitteeAct::Rules { paper: decided, summary: sent.get("tom-tat") },
            Some(_) => CommitteeAct::Dissolve { decided },
        })
    }

    fn said(desk: &Desk<'_>, act: &CommitteeAct) -> Vec<String> {
        let lang = desk.lang;
        match act {
            CommitteeAct::Found { decided, .. }
            | CommitteeAct::Leave { decided, .. }
            | CommitteeAct::Dissolve { decided } => {
                vec![desk.paper(decided)]
            }
            CommitteeAct::Join { member, decided } => {
                vec![format!("{}, {}", desk.servant(&member.who), words::seat(lang, member.seat)), desk.paper(decided)]
            }
            CommitteeAct::Head { who, decided } => vec![desk.servant(who), desk.paper(decided)],
            CommitteeAct::Rules { paper, summary } => vec![desk.paper(paper), summary.clone()],
        }
    }
}

/// Number and date of a paper.
pub fn paper_fields(lang: Lang, sent: &Sent) -> Vec<Input> {
    vec![
        required(sent.input(InputKind::Line, "so", lang.steering_i_number())),
        required(sent.input(InputKind::Date, "ngay-ky", lang.steering_i_date())),
    ]
}

/// The paper as it was typed.
pub fn read_paper(lang: Lang, sent: &Sent) -> Result<Paper, String> {
    Ok(Paper { number: sent.get("so"), date: sent.some_day(lang, "ngay-ky", lang.steering_i_date())? })
}

/// Somebody with an account, or an office and a name.
pub fn servant_fields(desk: &Desk<'_>, sent: &Sent) -> Vec<Input> {
    let lang = desk.lang;
    let mut people = vec![(String::new(), lang.steering_i_servant_none().to_owned())];
    people.extend(desk.holders.iter().map(|of| (of.appointment.to_string(), officer(desk.app, lang, of))));
    vec![
        sent.choice("tai-khoan", lang.steering_i_servant(), &people),
        sent.input(InputKind::Line, "chuc-vu", lang.steering_i_office()),
        sent.input(InputKind::Line, "ho-ten", lang.steering_i_person_name()),
    ]
}

/// The public servant as chosen or typed.
pub fn read_servant(sent: &Sent) -> Servant {
    match sent.typed("tai-khoan").parse() {
        Ok(appointment) => Servant::Appointment { appointment },
        Err(_) => Servant::Office { office: sent.get("chuc-vu"), name: sent.get("ho-ten") },
    }
}

/// `Ủy viên | Trưởng Công an xã | Nguyễn Văn A`.
fn read_line(lang: Lang, line: &str) -> Result<Named, String> {
    let parts: Vec<String> = line.split('|').map(domain::fold::clean).collect();
    let [seat, office, name] = parts.as_slice() else { return Err(lang.steering_f_member_line(line)) };
    // seats are written in the language of the paper, whatever the reader's
    let found = Seat::ALL.iter().copied().filter(|of| *of != Seat::Head);
    let is_it = |of: &Seat| domain::fold::plain(words::seat(Lang::Vi, *of)) == domain::fold::plain(seat);
    let seat = found.into_iter().find(is_it).ok_or_else(|| lang.steering_f_seat(seat))?;
    Ok(Named { who: Servant::Office { office: office.clone(), name: name.clone() }, seat })
}
