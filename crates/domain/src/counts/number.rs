//! The numbers that are counted, each with the key under which its files open (`/ho-so?so=…`).

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// On the list of users.
    Users,
    /// Put on it.
    UsersIn,
    /// Taken off it.
    UsersOut,
    /// Of those on it, on the way elsewhere.
    UsersMoving,
    /// On the list of people with dependence: the list-based count.
    Addicts,
    /// Put on it.
    AddictsIn,
    /// Taken off it.
    AddictsOut,
    /// Of those on it, on the way elsewhere.
    AddictsMoving,
    /// On the list after rehabilitation.
    Post,
    /// Put on it.
    PostIn,
    /// Taken off it.
    PostOut,
    /// Of those on it, on the way elsewhere.
    PostMoving,
    /// Taken off a list in the last 60 days of the period.
    RemovedLate,
    /// A0: a determination was legally required in the period.
    DeterminationDue,
    /// A0: of these, obtained.
    DeterminationDone,
    /// A0: of these, not yet obtained.
    DeterminationOpen,
    /// A: an open course of dependence, facilities included: the cohort-based count.
    Cohort,
    /// A1: of the cohort, with the sheet of the result and listed.
    CohortFiled,
    /// A1: of those filed, with an act whose file has the summary of their life (form 33).
    CohortSummed,
    /// A1: of the cohort, without the sheet or not listed.
    CohortUnfiled,
    /// A1: of those filed, in a suitable form or counselled in the period.
    CohortHelped,
    /// A2: of the cohort, in a suitable form.
    CohortInForm,
    /// In rehabilitation at home.
    FormHome,
    /// In a private facility.
    FormPrivate,
    /// In a public facility by choice.
    FormPublic,
    /// In substitution treatment.
    FormSubstitution,
    /// In compulsory rehabilitation.
    FormCompulsory,
    /// A compulsory file is being built.
    FilePending,
    /// Inside the 24 hours of registration.
    InsideWindow,
    /// The result has not been notified: nobody is late but the office.
    NotNotified,
    /// Registered, not yet begun.
    Registered,
    /// Excluded from compulsion and in no voluntary form.
    Excluded,
    /// Postponed or suspended.
    Postponed,
    /// Evading, as recorded.
    Absconded,
    /// In prison; the measure waits.
    Imprisoned,
    /// In none of these.
    NotInForm,
    /// Tested positive and not dependent: under management, or waiting for its decision.
    UsersFound,
    /// Of these, under management: the decision opens the file.
    UsersFiled,
    /// Of those with a file, counselled in the period.
    UsersHelped,
    /// B: a ground to test arose in the period and was not withdrawn.
    Grounds,
    /// B: of these, tested.
    Tested,
    /// B: of these, not yet tested.
    GroundWaiting,
    /// A ground withdrawn on verification.
    Withdrawn,
    /// Tested positive in the period.
    Positive,
    /// Tested negative in the period.
    Negative,
    /// Escorted to the test after a refusal.
    Escorted,
    /// Identity erased.
    Erased,
    /// C: a course completed within the last one or two years.
    PostDue,
    /// C: under management after rehabilitation.
    PostActive,
    /// C1: of those due, active with a complete file.
    PostFiled,
    /// C1: of those due, active, and a paper of the file is missing.
    PostIncomplete,
    /// C: of those due, serving a sentence; management waits.
    PostImprisoned,
    /// C: of those due, in a course of dependence again.
    PostAgain,
    /// C: of those due, with no decision on management.
    PostUnmanaged,
    /// C2: met in the reporting month.
    PostMet,
    /// C3: tested within the interval of the local plan, on no ground of its own.
    PostTested,
    /// C3: tested in the period on a ground, outside of any plan.
    PostUnscheduled,
    /// C4: counselled in the period.
    PostCounselled,
    /// Needs for work assessed.
    WorkAssessed,
    /// C5: assessed and offered.
    WorkOffered,
    /// Accepted.
    WorkAccepted,
    /// Refused: an answer.
    WorkRefused,
    /// Not needed.
    WorkNotNeeded,
    /// The input of the criteria.
    AddictsOnFile,
    /// The input of the criteria.
    UsersOnFile,
    /// The input of the criteria.
    ResidentsNotExempt,
    /// Of those on the list of users, held in custody while management is suspended.
    InCustody,
    /// Of those on the list of users or of people with dependence, recorded as absent or evading.
    Absent,
}

impl Number {
    /// Every number, in the order of the pages.
    pub const ALL: [Self; 68] = [
        Self::Users,
        Self::UsersIn,
        Self::UsersOut,
        Self::UsersMoving,
        Self::Addicts,
        Self::AddictsIn,
        Self::AddictsOut,
        Self::AddictsMoving,
        Self::Post,
        Self::PostIn,
        Self::PostOut,
        Self::PostMoving,
        Self::RemovedLate,
        Self::DeterminationDue,
        Self::DeterminationDone,
        Self::DeterminationOpen,
        Self::Cohort,
        Self::CohortFiled,
        Self::CohortSummed,
        Self::CohortUnfiled,
        Self::CohortHelped,
        Self::CohortInForm,
        Self::FormHome,
        Self::FormPrivate,
        Self::FormPublic,
        Self::FormSubstitution,
        Self::FormCompulsory,
        Self::FilePending,
        Self::InsideWindow,
        Self::NotNotified,
        Self::Registered,
        Self::Excluded,
        Self::Postponed,
        Self::Absconded,
        Self::Imprisoned,
        Self::NotInForm,
        Self::UsersFound,
        Self::UsersFiled,
        Self::UsersHelped,
        Self::Grounds,
        Self::Tested,
        Self::GroundWaiting,
        Self::Withdrawn,
        Self::Positive,
        Self::Negative,
        Self::Escorted,
        Self::Erased,
        Self::PostDue,
        Self::PostActive,
        Self::PostFiled,
        Self::PostIncomplete,
        Self::PostImprisoned,
        Self::PostAgain,
        Self::PostUnmanaged,
        Self::PostMet,
        Self::PostTested,
        Self::PostUnscheduled,
        Self::PostCounselled,
        Self::WorkAssessed,
        Self::WorkOffered,
        Self::WorkAccepted,
        Self::WorkRefused,
        Self::WorkNotNeeded,
        Self::AddictsOnFile,
        Self::UsersOnFile,
        Self::ResidentsNotExempt,
        Self::InCustody,
        Self::Absent,
    ];

    /// The key in addresses, tables and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::UsersIn => "users_in",
            Self::UsersOut => "users_out",
            Self::UsersMoving => "users_moving",
            Self::Addicts => "addicts",
            Self::AddictsIn => "addicts_in",
            Self::AddictsOut => "addicts_out",
            Self::AddictsMoving => "addicts_moving",
            Self::Post => "post",
            Self::PostIn => "post_in",
            Self::PostOut => "post_out",
            Self::PostMoving => "post_moving",
            Self::RemovedLate => "removed_late",
            Self::DeterminationDue => "a0_due",
            Self::DeterminationDone => "a0_done",
            Self::DeterminationOpen => "a0_open",
            Self::Cohort => "a_cohort",
            Self::CohortFiled => "a1_filed",
            Self::CohortSummed => "a1_summed",
            Self::CohortUnfiled => "a1_unfiled",
            Self::CohortHelped => "a1_helped",
            Self::CohortInForm => "a2_in_form",
            Self::FormHome => "a_home",
            Self::FormPrivate => "a_private",
            Self::FormPublic => "a_public",
            Self::FormSubstitution => "a_substitution",
            Self::FormCompulsory => "a_compulsory",
            Self::FilePending => "a_file",
            Self::InsideWindow => "a_window",
            Self::NotNotified => "a_not_notified",
            Self::Registered => "a_registered",
            Self::Excluded => "a_excluded",
            Self::Postponed => "a_postponed",
            Self::Absconded => "a_absconded",
            Self::Imprisoned => "a_imprisoned",
            Self::NotInForm => "a_not_in_form",
            Self::UsersFound => "u_found",
            Self::UsersFiled => "u_filed",
            Self::UsersHelped => "u_helped",
            Self::Grounds => "b_grounds",
            Self::Tested => "b_tested",
            Self::GroundWaiting => "b_waiting",
            Self::Withdrawn => "b_withdrawn",
            Self::Positive => "b_positive",
            Self::Negative => "b_negative",
            Self::Escorted => "b_escorted",
            Self::Erased => "b_erased",
            Self::PostDue => "c_due",
            Self::PostActive => "c_active",
            Self::PostFiled => "c1_filed",
            Self::PostIncomplete => "c1_incomplete",
            Self::PostImprisoned => "c_imprisoned",
            Self::PostAgain => "c_again",
            Self::PostUnmanaged => "c_unmanaged",
            Self::PostMet => "c2_met",
            Self::PostTested => "c3_tested",
            Self::PostUnscheduled => "c3_unscheduled",
            Self::PostCounselled => "c4_counselled",
            Self::WorkAssessed => "c5_assessed",
            Self::WorkOffered => "c5_offered",
            Self::WorkAccepted => "c5_accepted",
            Self::WorkRefused => "c5_refused",
            Self::WorkNotNeeded => "c5_not_needed",
            Self::AddictsOnFile => "addicts_on_file",
            Self::UsersOnFile => "users_on_file",
            Self::ResidentsNotExempt => "residents_not_exempt",
            Self::InCustody => "in_custody",
            Self::Absent => "absent",
        }
    }

    /// Reads [`Number::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|number| number.key() == key)
    }

    /// Reads numbers that are added up, `a_cohort+u_found`: of people who stand in one of them only. None where one of
    /// them is no number.
    pub fn sum_from_key(keys: &str) -> Option<Vec<Self>> {
        keys.split('+').map(Self::from_key).collect()
    }

    /// The numbers of a list: on it, put on it, taken off it, on the way.
    pub fn of_list(list: &str) -> Option<[Self; 4]> {
        match list {
            "users" => Some([Self::Users, Self::UsersIn, Self::UsersOut, Self::UsersMoving]),
            "addicts" => Some([Self::Addicts, Self::AddictsIn, Self::AddictsOut, Self::AddictsMoving]),
            "post" => Some([Self::Post, Self::PostIn, Self::PostOut, Self::PostMoving]),
            _ => None,
        }
    }
}
