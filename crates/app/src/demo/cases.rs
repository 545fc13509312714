//! Fictitious people in the commune of a demonstration, each with a course of events that the law takes: recorded by the
//! fictitious officers, decided by the fictitious head and chair, as anybody else's would be. Days are counted from today.

use std::collections::BTreeMap;

use domain::access::{Purpose, Role};
use domain::cases::{FieldKind, Law, Moment, Value, days_later, purposes_of, read_value};
use domain::persons::Field;
use domain::units::Level;
use jiff::civil::{Date, time};
use texts::Lang;
use uuid::Uuid;

use super::PROVINCE;
use crate::app::App;
use crate::cases::{NewCase, Recorded, Wanted};
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::{Caller, SignedIn};

/// An act of a course: how many days ago, at which hour (none where only the day is known), which, and what with it.
struct Step(i32, Option<i8>, &'static str, &'static [(&'static str, &'static str)]);

/// A fictitious person: how many years ago born, sex, and what happened.
struct Course {
    name: fn(Lang) -> &'static str,
    years: i16,
    sex: &'static str,
    steps: &'static [Step],
}

/// The commune to which somebody is on the way: Mường Chanh.
const ELSEWHERE: &str = "14848";

/// A course under user management until its decision, so many days ago.
macro_rules! managed {
    ($days:literal $(, $more:expr)* $(,)?) => {
        &[
            Step($days, Some(8), "record_positive_test", &[("ground", "h"), ("sample", "urine"), ("same_sex", "yes")]),
            Step($days, Some(14), "verify_residence", &[("stable", "true"), ("residence", "permanent")]),
            Step($days, Some(15), "send_notice", &[]),
            Step($days, Some(16), "decide_management", &[]),
            $($more,)*
        ]
    };
}

/// A course to the result that somebody is dependent, and the notice of it.
macro_rules! determined {
    ($days:literal $(, $more:expr)* $(,)?) => {
        &[
            Step($days, Some(8), "request_determination", &[("case", "a")]),
            Step($days, Some(15), "record_determination", &[("result", "dependent")]),
            Step($days, Some(16), "notify_result", &[]),
            $($more,)*
        ]
    };
}

const COURSES: &[Course] = &[
    // managed, and the residence check of this month is late: the State's part
    Course {
        name: Lang::files_demo_person_1,
        years: 36,
        sex: "male",
        steps: managed![
            100,
            Step(75, None, "residence_check", &[]),
            Step(46, None, "residence_check", &[]),
            Step(46, None, "record_support", &[("support", "vocational"), ("outcome", "offered")]),
            Step(45, None, "record_support", &[("support", "loan"), ("outcome", "not_needed")]),
        ],
    },
    // without stable residence: waits for a determination
    Course {
        name: Lang::files_demo_person_2,
        years: 29,
        sex: "female",
        steps: &[
            Step(2, Some(9), "record_positive_test", &[("ground", "e"), ("sample", "urine"), ("same_sex", "yes")]),
            Step(2, Some(15), "verify_residence", &[("stable", "false")]),
            Step(1, Some(9), "request_determination", &[("case", "dd")]),
        ],
    },
    // rehabilitation at home
    Course {
        name: Lang::files_demo_person_3,
        years: 41,
        sex: "male",
        steps: determined![
            60,
            Step(59, Some(9), "register", &[("form", "home")]),
            Step(59, Some(16), "decide_home_rehab", &[]),
            Step(58, Some(8), "begin_home_rehab", &[]),
            Step(58, Some(11), "decide_monitoring", &[("basis", "adult")]),
            Step(58, Some(15), "fit_device", &[]),
            Step(20, None, "record_support", &[("support", "counselling"), ("outcome", "accepted")]),
        ],
    },
    // substitution treatment
    Course {
        name: Lang::files_demo_person_4,
        years: 52,
        sex: "male",
        steps: determined![
            90,
            Step(89, Some(9), "register", &[("form", "substitution")]),
            Step(85, Some(9), "admit_substitution", &[]),
        ],
    },
    // a compulsory file that its person can read now
    Course {
        name: Lang::files_demo_person_5,
        years: 33,
        sex: "male",
        steps: determined![
            14,
            Step(12, Some(9), "record_non_registration", &[]),
            Step(11, Some(9), "open_compulsory_file", &[]),
            Step(1, Some(9), "notify_compulsory_file", &[]),
        ],
    },
    // managed after rehabilitation
    Course {
        name: Lang::files_demo_person_6,
        years: 45,
        sex: "female",
        steps: determined![
            110,
            Step(109, Some(9), "register", &[("form", "substitution")]),
            Step(108, Some(9), "admit_substitution", &[]),
            Step(45, Some(9), "give_end_notice", &[]),
            Step(30, Some(9), "complete_substitution", &[]),
            Step(29, Some(9), "propose_post_rehab", &[]),
            Step(28, Some(9), "decide_post_rehab", &[]),
        ],
    },
    // under 18
    Course { name: Lang::files_demo_person_7, years: 16, sex: "male", steps: managed![24] },
    // asks for a correction
    Course {
        name: Lang::files_demo_person_8,
        years: 38,
        sex: "male",
        steps: managed![28, Step(1, Some(9), "contest_entry", &[("contest", "correction"), ("entry", "1")])],
    },
    // on the way to another commune
    Course {
        name: Lang::files_demo_person_9,
        years: 27,
        sex: "female",
        steps: managed![
            40,
            Step(11, None, "residence_check", &[]),
            Step(1, Some(7), "depart", &[("to_unit", ELSEWHERE)])
        ],
    },
    // a ground, and no test yet
    Course {
        name: Lang::files_demo_person_10,
        years: 31,
        sex: "male",
        steps: &[Step(5, None, "record_ground", &[("ground", "g"), ("evidence_ref", "")])],
    },
    // positive yesterday: what remains to be decided waits for the head
    Course {
        name: Lang::files_demo_person_11,
        years: 24,
        sex: "male",
        steps: &[
            Step(1, Some(7), "record_positive_test", &[("ground", "h"), ("sample", "urine"), ("same_sex", "yes")]),
            Step(1, Some(11), "verify_residence", &[("stable", "true"), ("residence", "temporary")]),
            Step(1, Some(12), "send_notice", &[]),
            Step(0, None, "decide_management", &[]),
        ],
    },
];

/// Who works in the demonstration's commune.
struct Hands {
    officer: (Session, Uuid),
    head: (Session, Uuid),
    chair: (Session, Uuid),
}

impl App {
    /// Puts the fictitious people on file, through the same acts as anybody else. [`Problem::Hidden`] outside a
    /// demonstration. Answers how many acts the law of today refused: none while their courses are lawful.
    pub async fn fill_demo_cases(&self, lang: Lang) -> Result<usize, Problem> {
        let hands = Hands {
            officer: self.demo_hand(Role::FileOfficer).await?,
            head: self.demo_hand(Role::PoliceHead).await?,
            chair: self.demo_hand(Role::CommitteeChair).await?,
        };
        let mut refused = 0;
        for (number, course) in COURSES.iter().enumerate() {
            refused += self.run_course(&hands, course, number, lang).await?;
        }
        let here = Caller { address: None, request: Uuid::nil() };
        for (session, _) in [&hands.officer, &hands.head, &hands.chair] {
            self.sign_out(session, here).await?;
        }
        Ok(refused)
    }

    /// A fictitious officer, signed in, with the appointment that they act under.
    pub(super) async fn demo_hand(&self, role: Role) -> Result<(Session, Uuid), Problem> {
        let SignedIn { reference, .. } =
            self.sign_in_to_demo(role, Caller { address: None, request: Uuid::nil() }).await?;
        let session = self.who(&reference).await?.ok_or(Problem::Hidden)?;
        let appointment = session.appointments.first().ok_or(Problem::Hidden)?.id;
        Ok((session, appointment))
    }

    async fn run_course(&self, hands: &Hands, course: &Course, number: usize, lang: Lang) -> Result<usize, Problem> {
        let law = self.casework()?;
        let person = self.new_id();
        let mut refused = 0;
        for (at, step) in course.steps.iter().enumerate() {
            let wanted = self.demo_act(law, step, lang)?;
            let waits = step.0 == 0;
            let done = if at == 0 {
                self.demo_file(hands, course, number, person, wanted, lang).await
            } else {
                self.demo_event(hands, person, wanted, waits).await
            };
            match done {
                Ok(()) => {}
                Err(Problem::Unlawful(refusal)) => {
                    tracing::warn!(
                        act = step.2,
                        guard = refusal.guard.key(),
                        "an act of the demonstration was refused"
                    );
                    refused += 1;
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(refused)
    }

    /// Opens the file with its first act: the officer proposes, the head agrees.
    async fn demo_file(
        &self,
        hands: &Hands,
        course: &Course,
        number: usize,
        person: Uuid,
        first: Wanted,
        lang: Lang,
    ) -> Result<(), Problem> {
        let (session, acting) = &hands.officer;
        let act = self.casework()?.act(&first.act).ok_or(Problem::Hidden)?;
        let purpose = purposes_of(act).first().copied().ok_or(Problem::Hidden)?;
        let born = born(self.today(), course.years, number);
        let mut identity = vec![
            (Field::FullName, (course.name)(lang).to_owned()),
            (Field::Sex, course.sex.to_owned()),
            (Field::BirthDate, born.to_string()),
            (Field::Id12, id12(born, course.sex, number)),
        ];
        if course.years < 18 {
            identity.push((Field::Mother, lang.files_demo_mother().to_owned()));
            identity.push((Field::Representative, lang.files_demo_representative().to_owned()));
        }
        let resident_since = Some(days_later(self.today(), -1_000));
        let new = NewCase { person, identity, resident_since, purpose, first };
        match self.register_case(session, *acting, new).await? {
            Recorded::Waits { proposal } => self.demo_agreement(&hands.head, proposal).await,
            Recorded::Done { .. } => Ok(()),
        }
    }

    /// Records an act; what waits is agreed to by whoever signs it, unless it is to wait.
    async fn demo_event(&self, hands: &Hands, person: Uuid, wanted: Wanted, waits: bool) -> Result<(), Problem> {
        let (session, acting) = &hands.officer;
        let act = self.casework()?.act(&wanted.act).ok_or(Problem::Hidden)?;
        let purpose = purposes_of(act).first().copied().unwrap_or(Purpose::UserManagement);
        if self.purpose_of(session, person).await? != Some(purpose) {
            self.open_case(session, *acting, person, purpose, None).await?;
        }
        let by = match Self::signs(&wanted.office) {
            Some(Role::CommitteeChair) => &hands.chair,
            _ => &hands.head,
        };
        match self.record_event(session, *acting, person, wanted).await? {
            Recorded::Waits { proposal } if !waits => self.demo_agreement(by, proposal).await,
            _ => Ok(()),
        }
    }

    async fn demo_agreement(&self, by: &(Session, Uuid), proposal: Uuid) -> Result<(), Problem> {
        let (session, acting) = by;
        let digest = self.proposal(session, *acting, proposal).await?.past.proposal.digest;
        self.agree_and_do(session, *acting, proposal, digest).await.map(drop)
    }

    /// An act of a course as somebody would write it down, in the office that the law of that day names first.
    fn demo_act(&self, law: &Law, step: &Step, lang: Lang) -> Result<Wanted, Problem> {
        let Step(days, hour, act, said) = step;
        let id = self.new_id();
        let day = days_later(self.today(), -days);
        let rule = law.on(day).and_then(|regime| regime.rule(act)).ok_or(Problem::Hidden)?;
        let mut fields = BTreeMap::new();
        for (key, text) in *said {
            let value = match law.field(key).map(|field| field.kind) {
                Some(FieldKind::Unit) => Some(Value::Text(self.demo_place(text, day)?)),
                Some(FieldKind::Text) => Some(Value::Text(lang.files_demo_text().to_owned())),
                _ => read_value(law, key, text),
            };
            fields.extend(value.map(|value| ((*key).to_owned(), value)));
        }
        let number = id.as_u128() % 10_000;
        Ok(Wanted {
            id,
            act: (*act).to_owned(),
            on: Moment { day, hour: hour.map(|hour| time(hour, 0, 0, 0)) },
            office: rule.by.first().cloned().ok_or(Problem::Hidden)?,
            number: Some(format!("{number:02}-{days}/GĐ")),
            paper_date: None,
            signer: Some(lang.files_demo_signer().to_owned()),
            fields,
        })
    }

    fn demo_place(&self, code: &str, day: Date) -> Result<String, Problem> {
        let register = self.register();
        let found = register.at_code(code, Level::Commune, day).or_else(|| {
            let province = register.at_code(PROVINCE, Level::Province, day)?;
            register.children(province.unit, day).last()
        });
        found.map(|version| version.unit.0.to_string()).ok_or(Problem::Hidden)
    }
}

/// A day of birth so many years before a day, another for each.
fn born(today: Date, years: i16, number: usize) -> Date {
    let month = i8::try_from(number % 9).map_or(1, |month| month + 1);
    Date::new(today.year().saturating_sub(years), month, 15).unwrap_or(today)
}

/// A personal number that nobody has: no province bears 097.
fn id12(born: Date, sex: &str, number: usize) -> String {
    let century = if born.year() < 2000 { 0 } else { 2 };
    let gender = century + i32::from(sex == "female");
    format!("097{gender}{:02}{:06}", born.year() % 100, number + 1)
}
