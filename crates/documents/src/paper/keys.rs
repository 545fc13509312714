//! What a form can ask for. The list is fixed: an office that writes its own template chooses from it.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use unicode_normalization::UnicodeNormalization;

/// What stands behind a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// One of several words of the law, each with a code: `[act.stop_reason=prison]` is ticked for its own.
    Choice,
    /// Yes or nothing: `{?case.contested}` keeps its line only then.
    Flag,
}

macro_rules! keys {
    ($($(#[doc = $doc:literal])* $variant:ident $key:literal $kind:ident;)*) => {
        /// A placeholder of forms.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($(#[doc = $doc])* $variant,)* }

        impl Key {
            /// Every placeholder.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it stands in a template.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            /// What stands behind it.
            pub const fn kind(self) -> Kind { match self { $(Self::$variant => Kind::$kind,)* } }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)*).trim_ascii(),)* }
            }
        }
    };
}

keys! {
    /// Full name.
    PersonName "person.name" Text;
    /// Other name.
    PersonOtherName "person.other_name" Text;
    /// Sex, in a word.
    PersonSex "person.sex" Text;
    /// Date of birth, or the year.
    PersonBorn "person.born" Text;
    /// Place of birth.
    PersonBirthPlace "person.birth_place" Text;
    /// Home place (quê quán).
    PersonHomePlace "person.home_place" Text;
    /// Registered residence.
    PersonResidence "person.residence" Text;
    /// Where the person lives now.
    PersonDwelling "person.dwelling" Text;
    /// Identity number.
    PersonIdNumber "person.id_number" Text;
    /// Where and when the identity paper was issued.
    PersonIdIssue "person.id_issue" Text;
    /// Telephone.
    PersonPhone "person.phone" Text;
    /// Ethnicity.
    PersonEthnicity "person.ethnicity" Text;
    /// Religion.
    PersonReligion "person.religion" Text;
    /// Nationality.
    PersonNationality "person.nationality" Text;
    /// Level of education.
    PersonEducation "person.education" Text;
    /// Occupation.
    PersonOccupation "person.occupation" Text;
    /// Employer or school.
    PersonWorkplace "person.workplace" Text;
    /// Father: name and identity number.
    PersonFather "person.father" Text;
    /// Mother: name and identity number.
    PersonMother "person.mother" Text;
    /// Who represents somebody under 18.
    PersonRepresentative "person.representative" Text;
    /// Whether the person is under 18 on the day of the paper.
    PersonMinor "person.minor" Flag;

    /// The unit with its kind: phường Hạc Thành.
    UnitFull "unit.full" Text;
    /// The unit's bare name.
    UnitName "unit.name" Text;
    /// The kind of unit: xã, phường, đặc khu.
    UnitKind "unit.kind" Choice;
    /// The province with its kind.
    UnitProvince "unit.province" Text;
    /// The place that stands before the date.
    UnitPlace "unit.place" Text;

    /// Number of the paper, as signed.
    PaperNumber "paper.number" Text;
    /// Day of the paper.
    PaperDay "paper.day" Text;
    /// The date of the paper in words: ngày 05 tháng 01 năm 2027.
    PaperDate "paper.date" Text;
    /// Who signs it.
    PaperSigner "paper.signer" Text;
    /// The signer's rank; printed by bodies whose papers show ranks.
    PaperRank "paper.rank" Text;
    /// Whether a deputy signs for the head.
    PaperDeputy "paper.deputy" Flag;

    /// What was done, in the words of the law.
    ActTitle "act.title" Text;
    /// The clause on which it stands.
    ActClause "act.clause" Text;
    /// The day on which it happened.
    ActDate "act.date" Text;
    /// The hour at which it happened.
    ActTime "act.time" Text;
    /// The reason given.
    ActReason "act.reason" Text;
    /// Number of the document that it rests on.
    ActEvidence "act.evidence_ref" Text;
    /// Ground of a test (points of the article).
    ActGround "act.ground" Choice;
    /// What was tested.
    ActSample "act.sample" Choice;
    /// Whether parents, guardian or representative witnessed the sampling.
    ActWitness "act.witness" Flag;
    /// Result of a test: positive or negative.
    ActTest "act.test" Choice;
    /// Kind of residence; where the act does not say, as it was verified last.
    ActResidence "act.residence" Choice;
    /// Days counted.
    ActDays "act.days" Text;
    /// Kind of detention.
    ActDetention "act.detention" Choice;
    /// Why management is stopped.
    ActStopReason "act.stop_reason" Choice;
    /// Case of a determination (points of the article).
    ActCase "act.case" Choice;
    /// Result of a determination.
    ActResult "act.result" Choice;
    /// Form of rehabilitation or treatment registered.
    ActForm "act.form" Choice;
    /// Whether parents, guardian or representative sign or are heard.
    ActParents "act.parents" Flag;
    /// Term in months, as decided.
    ActMonths "act.months" Text;
    /// Which time it is.
    ActCourse "act.course" Text;
    /// Stages completed.
    ActStages "act.stages" Text;
    /// Breach recorded.
    ActBreach "act.breach" Choice;
    /// The management team, as written in the decision.
    ActTeam "act.team" Text;
    /// The unit moved to.
    ActToUnit "act.to_unit" Text;

    /// The day of the positive test in force.
    CaseTestDate "case.test_date" Text;
    /// Its result sheet: number and date.
    CaseTestPaper "case.test_paper" Text;
    /// The notice of use: number and date.
    CaseNoticePaper "case.notice_paper" Text;
    /// The decision of user management: number and date.
    CaseManagementPaper "case.management_paper" Text;
    /// First day of user management.
    CaseManagementFrom "case.management_from" Text;
    /// Last day of its term.
    CaseManagementTo "case.management_to" Text;
    /// Days of the term left when it was suspended.
    CaseDaysLeft "case.days_left" Text;
    /// The paper by which it was suspended: number and date.
    CaseSuspensionPaper "case.suspension_paper" Text;
    /// The result of the determination: number and date.
    CaseDeterminationPaper "case.determination_paper" Text;
    /// Day of the determination.
    CaseDeterminationDate "case.determination_date" Text;
    /// The registration of rehabilitation: number and date.
    CaseRegistrationPaper "case.registration_paper" Text;
    /// The decision of rehabilitation: number and date.
    CaseRehabPaper "case.rehab_paper" Text;
    /// The form of the rehabilitation in force or last served.
    CaseRehabForm "case.rehab_form" Text;
    /// First day of rehabilitation.
    CaseRehabFrom "case.rehab_from" Text;
    /// Last day of its term.
    CaseRehabTo "case.rehab_to" Text;
    /// Its term in months.
    CaseRehabMonths "case.rehab_months" Text;
    /// Which course of rehabilitation it is.
    CaseCourse "case.course" Text;
    /// The record of intake: number and date.
    CaseIntakePaper "case.intake_paper" Text;
    /// The certificate of completed rehabilitation: number and date.
    CaseCompletionPaper "case.completion_paper" Text;
    /// The notice 30 days before the end: number and date.
    CaseEndNoticePaper "case.end_notice_paper" Text;
    /// The proposal of post-rehabilitation management: number and date.
    CaseProposalPaper "case.proposal_paper" Text;
    /// The decision of post-rehabilitation management: number and date.
    CasePostPaper "case.post_paper" Text;
    /// First day of post-rehabilitation management.
    CasePostFrom "case.post_from" Text;
    /// Last day of its term.
    CasePostTo "case.post_to" Text;
    /// Its term in months.
    CasePostMonths "case.post_months" Text;
    /// The opening of a compulsory file: number and date.
    CaseFilePaper "case.file_paper" Text;
    /// The ground of a compulsory file, in the words of the law.
    CaseFileGround "case.file_ground" Text;
    /// The notice that a compulsory file can be read: number and date.
    CaseReadingPaper "case.reading_paper" Text;
    /// Last day on which it can be read.
    CaseReadingTo "case.reading_to" Text;
    /// The unit that the person comes from.
    CaseFromUnit "case.from_unit" Text;
    /// The day of departure.
    CaseDepartedOn "case.departed_on" Text;
    /// What is in force, in words.
    CaseStates "case.states" Text;
    /// On which lists the person stands, in words.
    CaseLists "case.lists" Text;
    /// Whether an entry is contested.
    CaseContested "case.contested" Flag;
    /// Which entries are contested, in words.
    CaseContestedText "case.contested_text" Text;

    /// When an extract was made.
    ExtractMadeAt "extract.made_at" Text;
    /// Its number in the log of who looked.
    ExtractLogged "extract.logged" Text;
    /// How often the file was looked into.
    ExtractLooks "extract.looks" Text;
    /// What of the file is not printed, and why.
    ExtractWithheld "extract.withheld" Text;
    /// The period of a list.
    ListPeriod "list.period" Text;
    /// How many people stand on a list.
    ListCount "list.count" Text;
}

impl Key {
    /// The placeholder of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|candidate| candidate.key() == key)
    }
}

/// The placeholder most like a name that is none, if one is like it at all.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name: Vec<char> = name.chars().take(60).collect();
    let distances = Key::ALL.iter().map(|key| (distance(&name, key.key()), key.key()));
    let (changes, key) = distances.min_by_key(|(changes, _)| *changes)?;
    (changes <= name.len() / 3).then_some(key)
}

/// How many letters have to be put in, taken out or changed to make one of the other.
fn distance(one: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (line, sign) in other.chars().enumerate() {
        let mut before = line;
        let mut left = line + 1;
        for (own, cell) in one.iter().zip(row.iter_mut().skip(1)) {
            let changed = before + usize::from(*own != sign);
            before = *cell;
            left = changed.min(left + 1).min(before + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

macro_rules! rows {
    ($($(#[doc = $doc:literal])* $variant:ident $key:literal [$($column:ident),*];)*) => {
        /// A list of rows that a table of a form can show.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rows { $($(#[doc = $doc])* $variant,)* }

        impl Rows {
            /// Every list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it stands in a template.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            /// What a row can show.
            pub const fn columns(self) -> &'static [Column] { match self { $(Self::$variant => &[$(Column::$column,)*],)* } }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)*).trim_ascii(),)* }
            }
        }
    };
}

macro_rules! columns {
    ($($(#[doc = $doc:literal])* $variant:ident $key:literal;)*) => {
        /// A column of a list of rows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[doc = $doc])* $variant,)* }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it stands in a template.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }
        }
    };
}

columns! {
    /// The row's number in order.
    Order "order";
    /// A name.
    Name "name";
    /// A post or an employer.
    Post "post";
    /// A role.
    Role "role";
    /// A title.
    Title "title";
    /// A number.
    Number "number";
    /// A day.
    Date "date";
    /// A first day.
    From "from";
    /// A last day.
    To "to";
    /// A clause of law.
    Clause "clause";
    /// A paper: number and date.
    Paper "paper";
    /// A body that issued something.
    Body "body";
    /// How something ended.
    End "end";
    /// A date of birth.
    Born "born";
    /// An identity number.
    IdNumber "id_number";
    /// A residence.
    Residence "residence";
    /// Somewhere.
    Place "place";
    /// Pages.
    Pages "pages";
    /// A count.
    Count "count";
    /// What an entry says, in words.
    Content "content";
    /// A remark: that an entry is contested, why something ended.
    Remark "remark";
}

rows! {
    /// Members of the management team, with their roles.
    Team "team" [Order, Name, Post, Role];
    /// Papers of the file.
    Papers "papers" [Order, Title, Number, Date, Pages];
    /// Measures of the file.
    Measures "measures" [Order, Title, From, To, End, Remark];
    /// Lists on which the person stood.
    Lists "lists" [Order, Title, From, To, End, Remark];
    /// What was entered, oldest first, with what each entry says.
    Events "events" [Order, Date, Title, Content, Clause, Paper, Body, Remark];
    /// Where the person lived, and how that was found.
    Residences "residences" [Order, Date, Title, Content, Remark];
    /// Earlier decisions about unlawful use or dependence.
    Decisions "decisions" [Order, Number, Date, Body, Title];
    /// Earlier courses of rehabilitation.
    Courses "courses" [Order, Place, Title, From, To, Paper];
    /// Who looked into the file.
    Looks "looks" [Order, Date, Role, Title, Count];
    /// People on a list.
    Persons "persons" [Order, Name, Born, IdNumber, Residence, From, To, Paper, Remark];
}

impl Rows {
    /// The list of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|candidate| candidate.key() == key)
    }
}

/// What stands in a placeholder. How days, papers and choices are said stands in the letterhead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, as it is printed.
    Text(String),
    /// A choice, by its code.
    Choice(String),
    /// A flag that is up.
    Yes,
    /// A day.
    Day(Date),
    /// An hour of the day.
    Hour(Time),
    /// A paper: its number, where it has one, and its date.
    Paper(Option<String>, Date),
}

impl Value {
    /// Whether it is that choice.
    pub(super) fn is(&self, code: &str) -> bool {
        match self {
            Self::Choice(own) => own == code,
            Self::Yes => code == "yes",
            _ => false,
        }
    }
}

/// What a form is filled with. What is not in it is unknown and leaves dots to write on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    values: BTreeMap<Key, Value>,
    rows: BTreeMap<Rows, Vec<BTreeMap<Column, String>>>,
}

impl Values {
    /// Sets a text, in one line and in NFC; an empty one stays unknown.
    pub fn set(&mut self, key: Key, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.values.insert(key, Value::Text(text));
        }
    }

    /// Sets a text if it is known.
    pub fn set_known(&mut self, key: Key, text: Option<&str>) {
        if let Some(text) = text {
            self.set(key, text);
        }
    }

    /// Sets a choice, by the code of the law.
    pub fn choose(&mut self, key: Key, code: &str) {
        self.values.insert(key, Value::Choice(code.to_owned()));
    }

    /// Raises a flag.
    pub fn raise(&mut self, key: Key) {
        self.values.insert(key, Value::Yes);
    }

    /// Sets a day.
    pub fn day(&mut self, key: Key, day: Date) {
        self.values.insert(key, Value::Day(day));
    }

    /// Sets an hour.
    pub fn hour(&mut self, key: Key, hour: Time) {
        self.values.insert(key, Value::Hour(hour));
    }

    /// Sets a paper: its number, where it has one, and its date.
    pub fn paper(&mut self, key: Key, number: Option<&str>, date: Date) {
        let number = number.map(tidy).filter(|number| !number.is_empty());
        self.values.insert(key, Value::Paper(number, date));
    }

    /// Forgets what stands in a placeholder.
    pub fn forget(&mut self, key: Key) {
        self.values.remove(&key);
    }

    /// Adds a row to a list; cells are in one line and in NFC.
    pub fn row<'t>(&mut self, rows: Rows, cells: impl IntoIterator<Item = (Column, &'t str)>) {
        let cells = cells.into_iter().map(|(column, text)| (column, tidy(text)));
        self.rows.entry(rows).or_default().push(cells.collect());
    }

    /// What stands in a placeholder, if it is known.
    pub fn get(&self, key: Key) -> Option<&Value> {
        self.values.get(&key)
    }

    /// The rows of a list.
    pub fn rows_of(&self, rows: Rows) -> &[BTreeMap<Column, String>] {
        self.rows.get(&rows).map_or(&[], Vec::as_slice)
    }
}

/// One line, single spaces, NFC, and nothing that a reader cannot see: such signs would change how a line reads.
fn tidy(text: &str) -> String {
    let seen = text.nfc().map(|sign| if sign.is_whitespace() { ' ' } else { sign }).filter(|sign| !is_hidden(*sign));
    seen.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Controls, marks that turn the direction of reading, and signs that XML cannot hold.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
