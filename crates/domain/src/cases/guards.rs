//! The conditions of lawfulness: each by its name in the tables, checked on a case and a request.

mod compulsory;
mod keeping;
mod management;
mod question;
mod rehabilitation;

pub(super) use question::Question;

macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A condition.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Guard {
            $($(#[$doc])* $name,)*
        }

        impl Guard {
            /// Every condition.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in tables and answers.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

guards! {
    /// A tip is a ground only once the competent body has verified it.
    TipVerified = "tip_verified",
    /// A test needs a ground, or a measure under which one is tested.
    TestGround = "test_ground",
    /// A minor's sample, urine excepted, needs the parents: their consent before 1/7/2026, their witness since.
    SampleOfMinor = "sample_of_minor",
    /// A urine sample is taken under the eyes of somebody of the same sex.
    SampleSupervised = "sample_supervised",
    /// The result about a minor is told to the parents, guardian or representative.
    ParentsTold = "parents_told",
    /// A copy goes to the commune of permanent registration for who is managed where they were found.
    ManagedWhereFound = "managed_where_found",
    /// A current dwelling counts from 30 days.
    Residence30Days = "residence_30_days",
    /// No user management without a positive test.
    PositiveTest = "positive_test",
    /// Management rests on a verified stable residence, or on a result that the person is not dependent.
    StableResidence = "stable_residence",
    /// A notice goes to the commune in which the residence was verified.
    ResidesThere = "resides_there",
    /// A dependent person is not under user management.
    NotDependent = "not_dependent",
    /// A new decision within a running term needs a new positive test.
    ReUse = "re_use",
    /// Management goes on only if detention was shorter than what was left.
    DetentionWithinRemainder = "detention_within_remainder",
    /// Management stops on a ground of the law, which must be on file.
    StopGround = "stop_ground",
    /// A term ends when it is over, not before.
    TermServed = "term_served",
    /// A term with a positive test in it is not ended as clean.
    CleanTerm = "clean_term",
    /// A determination is asked for in the cases of the law.
    DeterminationCase = "determination_case",
    /// A determination older than 6 months supports no registration.
    DeterminationRecent = "determination_recent",
    /// The form must be the one that was registered.
    Registered = "registered",
    /// An intake at home rests on its decision.
    HomeDecision = "home_decision",
    /// Rehabilitation at home or in a private facility needs a stable residence.
    StableForHome = "stable_for_home",
    /// Parents sign, or are heard, for a minor.
    ParentsSign = "parents_sign",
    /// Under 12 there is no rehabilitation procedure.
    AgeFloor = "age_floor",
    /// The rest at home needs three stages at the facility, or that it was suspended.
    PrivateStages = "private_stages",
    /// The duration must be one of the regime's.
    TermInLaw = "term_in_law",
    /// The number of the course cannot be below what is on file.
    CourseCounted = "course_counted",
    /// Not registering is said after 24 hours from the notice.
    RegistrationOverdue = "registration_overdue",
    /// Not carrying out is said after 2 working days from the decision.
    StartOverdue = "start_overdue",
    /// Walking out is said from 2 working days.
    AbsenceTwoDays = "absence_two_days",
    /// A compulsory file rests on an act of the law.
    GroundForCompulsory = "ground_for_compulsory",
    /// Three months from the last such act.
    WithinLimitation = "within_limitation",
    /// Three reasons forbid a compulsory file for adults.
    NoExclusion = "no_exclusion",
    /// A reminder follows a first breach, a review one that asks for it.
    LadderStep = "ladder_step",
    /// The steps of the ladder of breaches come one after the other.
    LadderFollowed = "ladder_followed",
    /// What was handed over to the investigating body is no ground before its answer.
    NotCriminal = "not_criminal",
    /// The person reads the file for 3 working days.
    ReadingWindow = "reading_window",
    /// A file is read after the notice and while it is still here.
    FileReadable = "file_readable",
    /// The person reads, a representative, or the parents of a minor.
    ReaderEntitled = "reader_entitled",
    /// A minor's file has the child's statement and the parents' opinion.
    MinorFile = "minor_file",
    /// A proposal follows the 30-day notice.
    NoticeGiven = "notice_given",
    /// Post-rehabilitation management follows a completed course.
    CompletedRehab = "completed_rehab",
    /// A decision follows the proposal.
    Proposed = "proposed",
    /// Who began compulsory rehabilitation under 18, has turned 18, and had three months left then.
    TurnedAdult = "turned_adult",
    /// Only a unit that took over the territory goes on with the case.
    HeirUnit = "heir_unit",
    /// Before 1/7/2026 a use found in the term kept the person on the list.
    NoUseFound = "no_use_found",
    /// Electronic monitoring is for three situations, and for minors in two cases.
    Monitorable = "monitorable",
    /// There must be a departure.
    Departed = "departed",
    /// There must be none.
    NotDeparted = "not_departed",
    /// A return follows an absence.
    Absent = "absent",
    /// Who is recorded as absent comes back first.
    NotAbsent = "not_absent",
    /// An evasion ends that was recorded.
    Evading = "evading",
    /// A compulsory file is closed on a ground that is on file, and not after it was sent to the court.
    CloseGround = "close_ground",
    /// What has to be done first was done, and not yet answered by this act.
    Follows = "follows",
    /// The notice of an end is about rehabilitation that runs, or that was completed without it.
    RehabEnds = "rehab_ends",
    /// A move goes to another commune.
    OtherUnit = "other_unit",
    /// The contested entry must exist.
    KnownEntry = "known_entry",
    /// Only what an answer to a complaint found wrong is annulled, once.
    EntryUpheld = "entry_upheld",
    /// There must be a decision of the court.
    CourtDecided = "court_decided",
    /// Somebody asked for a postponement, an exemption or a suspension.
    ReliefAsked = "relief_asked",
    /// Only what is contested and not yet settled is extended, and once.
    ContestOpen = "contest_open",
    /// What is corrected is a value of an entry that bears something.
    EntryCorrectable = "entry_correctable",
    /// What is said to have been written down stands there.
    ValueStands = "value_stands",
    /// The new value is one that the entry could have had.
    ValueFits = "value_fits",
    /// A correction after an answer has that answer.
    AnswerCited = "answer_cited",
    /// An act in which age decides needs the day of birth.
    BirthKnown = "birth_known",
    /// Nobody is born after what is on file.
    BirthPossible = "birth_possible",
    /// The regime of that day must have the act.
    Regime = "regime",
    /// What the form asks for.
    FieldsGiven = "fields_given",
    /// An act rests on a paper with number, date and signer.
    PaperGiven = "paper_given",
    /// The date of the paper fits what it is about.
    PaperDated = "paper_dated",
    /// The act starts from certain states.
    State = "state",
    /// Only the competent office acts.
    Authority = "authority",
    /// One measure of a kind at a time, one list at a time.
    OneOfAKind = "one_of_a_kind",
    /// One number, one paper.
    DocumentUnique = "document_unique",
    /// Nothing is put before what already changed the case.
    InOrder = "in_order",
    /// Nothing is recorded before it happened.
    NotInFuture = "not_in_future",
    /// Nothing happens after the end of a case.
    AfterEnd = "after_end",
    /// The unit must have existed on that day.
    UnitInForce = "unit_in_force",
    /// The unit that holds the case acts.
    OwnUnit = "own_unit",
    /// Nothing happens before the person lived there.
    ResidentThen = "resident_then",
    /// A second person has to agree.
    SecondPerson = "second_person",
}

impl Guard {
    /// Reads [`Guard::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|guard| guard.key() == key)
    }
}

/// What was found instead, for the sentence of a refusal.
pub type Found = [String; 2];

/// Whether a condition holds; the error says what was found.
pub(in crate::cases) type Checked = Result<(), Found>;

fn ok(holds: bool) -> Checked {
    if holds { Ok(()) } else { no("", "") }
}

#[expect(clippy::needless_pass_by_value, reason = "numbers, days and words as they are found, made text at once")]
fn no(a: impl ToString, b: impl ToString) -> Checked {
    Err([a.to_string(), b.to_string()])
}
