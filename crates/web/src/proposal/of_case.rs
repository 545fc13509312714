//! What a proposal about somebody's file says, for whoever may decide it: opened from its seal, which is written down.

use app::App;
use app::cases::{Outcome, ShownAct, ShownSeat, ToErase, ToLink, Wanted, YOUTH};
use app::papers::list::ToHandOver;
use app::proposals::ShownProposal;
use domain::access::{Action, Purpose};
use domain::cases::Law;
use domain::persons::{Class, Field, Identity};
use texts::Lang;

use crate::case::{path_of, words};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What it says.
pub struct OfCase {
    /// In a line.
    pub what: String,
    /// Exactly: name and value.
    pub lines: Vec<(String, String)>,
    /// The file; empty while there is none.
    pub file: String,
}

/// What a proposal about a file says. None for any other, and for who can neither decide it nor proposed it.
pub async fn read(app: &App, visitor: &Visitor, shown: &ShownProposal, lang: Lang) -> Result<Option<OfCase>, Problem> {
    let (session, acting, of) = (&visitor.session, visitor.acting()?, &shown.past.proposal);
    let waits = shown.past.decision.is_none() && of.expires_at > app.now();
    if !waits || !(shown.is_own || shown.objection.is_none()) {
        return Ok(None);
    }
    let law = app.casework()?;
    Ok(match of.act {
        Action::RecordEvent if App::is_of_team(of) => {
            Some(of_seat(law, lang, app.proposed_seat(session, acting, of).await?))
        }
        Action::RecordEvent => {
            let act = app.proposed_act(session, acting, of).await?;
            let person = (lang.files_act_person().to_owned(), act.name.clone());
            let told = of_act(app, law, lang, (lang.account_what(), act.purpose), &act.wanted);
            let lines = std::iter::once(person).chain(told);
            let file = if act.reads_file { path_of(act.person) } else { String::new() };
            let what = title(law, &act.wanted);
            Some(OfCase { what, lines: lines.chain(of_states(app, law, lang, act)).collect(), file })
        }
        Action::RegisterPerson => {
            let case = app.proposed_case(session, acting, of).await?;
            let since = case.resident_since.map(|day| (lang.files_new_since().to_owned(), words::day(lang, day)));
            let who = of_identity(app, lang, &case.identity).chain(since);
            let first = of_act(app, law, lang, (lang.files_new_first(), case.purpose), &case.first);
            let lines = who.chain(first).collect();
            Some(OfCase { what: lang.files_new_title().to_owned(), lines, file: String::new() })
        }
        Action::CorrectPerson => {
            let fields = app.proposed_correction(session, acting, of).await?;
            let line = |(field, old, new): (Field, String, String)| {
                let (old, new) = (crate::rights::value(lang, field, &old), crate::rights::value(lang, field, &new));
                (app.say_field(field, lang).to_owned(), lang.rights_proposal_from_to(old, new))
            };
            let lines = fields.into_iter().map(line).collect();
            let file = of.subject.map(path_of).unwrap_or_default();
            Some(OfCase { what: lang.rights_proposal_correct().to_owned(), lines, file })
        }
        Action::ResolveDuplicate => Some(of_finding(lang, &ToLink::of(of)?)),
        Action::ExportPersons => Some(OfCase {
            what: lang.handover_what().to_owned(),
            lines: crate::counts::handover::lines(app, lang, &ToHandOver::of(of)?),
            file: String::new(),
        }),
        Action::ErasePerson => Some(of_erasure(lang, &ToErase::of(of)?)),
        _ => None,
    })
}

/// A seat in the team of somebody under 18.
fn of_seat(law: &Law, lang: Lang, of: ShownSeat) -> OfCase {
    let day = |on| words::day(lang, on);
    let (number, signed) = of.decision;
    let mut lines = vec![
        (lang.files_act_person().to_owned(), of.name),
        (lang.rights_team_who().to_owned(), of.who),
        (
            lang.rights_team_seat().to_owned(),
            of.kind.map(|kind| words::seat(lang, kind)).unwrap_or_default().to_owned(),
        ),
        (lang.rights_team_capacity().to_owned(), of.capacity),
        (lang.rights_team_decision().to_owned(), format!("{number}, {}", day(signed))),
    ];
    let youth = of.youth.map(|youth| words::option(lang, YOUTH, &youth).map_or_else(|| youth.clone(), str::to_owned));
    lines.extend(youth.map(|youth| (words::label(law, lang, YOUTH), youth)));
    let from = if of.ends { lang.rights_team_end_on() } else { lang.rights_team_from() };
    lines.push((from.to_owned(), day(of.on)));
    lines.extend(of.until.map(|until| (lang.rights_team_until().to_owned(), day(until))));
    let what = if of.ends { lang.rights_proposal_seat_end() } else { lang.rights_proposal_seat() };
    OfCase { what: what.to_owned(), lines, file: path_of(of.person) }
}

/// What was found of two files: their ids only, each with the way to see them side by side.
fn of_finding(lang: Lang, of: &ToLink) -> OfCase {
    let what = match Outcome::from_key(&of.outcome) {
        Some(Outcome::Same) => lang.rights_proposal_find_same(),
        Some(Outcome::Different) => lang.rights_proposal_find_different(),
        _ => lang.rights_proposal_find_undone(),
    };
    let lines = vec![
        (lang.rights_proposal_keep().to_owned(), of.keep.to_string()),
        (lang.rights_proposal_other().to_owned(), of.other.to_string()),
        (lang.rights_proposal_record().to_owned(), format!("{}, {}", of.number, words::day(lang, of.date))),
    ];
    OfCase { what: what.to_owned(), lines, file: format!("/trung-ho-so/{}", of.of) }
}

/// The destruction of a file: its id, the class that it is kept by, and the record.
fn of_erasure(lang: Lang, of: &ToErase) -> OfCase {
    let lines = vec![
        (lang.rights_retention_file().to_owned(), of.person.to_string()),
        (lang.rights_proposal_ground().to_owned(), of.clause.clone()),
        (lang.rights_proposal_record().to_owned(), format!("{}, {}", of.number, words::day(lang, of.date))),
    ];
    OfCase { what: lang.rights_proposal_erase().to_owned(), lines, file: String::new() }
}

/// How the file stands and what would come of the act; or why it cannot be done any more.
fn of_states(app: &App, law: &Law, lang: Lang, act: ShownAct) -> [(String, String); 2] {
    let joined =
        |texts: Vec<String>| if texts.is_empty() { lang.files_act_none().to_owned() } else { texts.join("; ") };
    let now = act.states.iter().map(|state| words::state(law, state)).collect();
    let then = match act.comes_to {
        Err(problem) => {
            let why = match *problem {
                app::Problem::Unlawful(refusal) => words::refusal(app, law, lang, &refusal, act.reads_file).0,
                problem => problem.say(lang),
            };
            (lang.files_proposal_refused().to_owned(), why)
        }
        Ok(states) => {
            let state = |(state, until): (String, Option<jiff::civil::Date>)| match until {
                Some(day) => lang.files_proposal_until(words::state(law, &state), words::day(lang, day)),
                None => words::state(law, &state),
            };
            (lang.files_proposal_then().to_owned(), joined(states.into_iter().map(state).collect()))
        }
    };
    [(lang.files_proposal_now().to_owned(), joined(now)), then]
}

fn title(law: &Law, wanted: &Wanted) -> String {
    law.act(&wanted.act).map_or_else(|| wanted.act.clone(), |act| act.title.clone())
}

fn of_identity<'a>(app: &'a App, lang: Lang, identity: &'a Identity) -> impl Iterator<Item = (String, String)> + 'a {
    identity
        .of_classes(&Class::ALL)
        .map(move |(field, text)| (app.say_field(field, lang).to_owned(), crate::rights::value(lang, field, text)))
}

/// An act in lines: under its heading, with what it rests on, when, in which office, on which paper, and what is written down with it.
fn of_act(
    app: &App,
    law: &Law,
    lang: Lang,
    (heading, purpose): (&str, Purpose),
    wanted: &Wanted,
) -> Vec<(String, String)> {
    let line = |name: &str, value: String| (name.to_owned(), value);
    let decided_on = wanted.paper_date.unwrap_or(wanted.on.day);
    let rule = law.on(decided_on).and_then(|regime| regime.rule(&wanted.act));
    let mut lines = vec![line(heading, title(law, wanted))];
    if let Some(rule) = rule {
        lines.push(line(lang.files_act_basis(), rule.citation.clone()));
        lines.push(line(lang.files_act_form(), rule.form.clone()));
    }
    lines.push(line(lang.files_new_purpose(), words::purpose(app, lang, purpose)));
    lines.push(line(lang.files_act_day(), words::moment(lang, wanted.on)));
    lines.push(line(lang.files_act_by(), words::office(law, &wanted.office)));
    if let Some(number) = &wanted.number {
        lines.push(line(lang.files_act_number(), number.clone()));
        lines.push(line(lang.files_act_paper_day(), words::day(lang, decided_on)));
    }
    lines.extend(wanted.signer.clone().map(|signer| line(lang.files_act_signer(), signer)));
    let fields = wanted.fields.iter();
    lines.extend(
        fields.map(|(key, value)| {
            (words::label(law, lang, key), words::value(app, law, lang, key, value, wanted.on.day))
        }),
    );
    lines
}
