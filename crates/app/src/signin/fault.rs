//! Why somebody did not come in, or may not do what was asked.

use domain::access::{AppointmentError, GrantError, Refusal};
use domain::accounts::passwords::{ALONE_MIN, CHARACTERS_MAX, PasswordFault, WITH_SECOND_FACTOR_MIN};
use domain::proposals::DecisionFault;
use jiff::Timestamp;
use texts::Lang;
use thiserror::Error;

use crate::problem::{Problem, written};

/// Why a door stayed shut. Says to a stranger no more than that it did.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccessFault {
    /// Login, password, code or key: one of them is not right, or there is no such account.
    #[error("the way of signing in is not right")]
    Wrong,
    /// Too many failures: not before an instant.
    #[error("too many failures: not before {until}")]
    Wait {
        /// Then.
        until: Timestamp,
    },
    /// A hundred failures: an administrator has to help.
    #[error("locked after too many failures")]
    Locked,
    /// Too many people at the desk.
    #[error("busy: come again in {retry_s} s")]
    Busy {
        /// In so many seconds.
        retry_s: u32,
    },
    /// The challenge was answered before, or its few minutes are over.
    #[error("the challenge is used or too old")]
    Stale,
    /// Nobody is signed in, or the session is over.
    #[error("nobody is signed in")]
    NoSession,
    /// Who they are was proved too long ago for this.
    #[error("proved too long ago")]
    StepUp,
    /// A role asks for a passkey.
    #[error("this role signs in by passkey only")]
    PasskeyNeeded,
    /// The authenticator's answer was not taken.
    #[error("the passkey was not taken")]
    Key,
    /// There are as many passkeys as there can be.
    #[error("no more than {most} passkeys")]
    TooManyKeys {
        /// How many there can be.
        most: usize,
    },
    /// The last way to sign in cannot be removed.
    #[error("the last way to sign in")]
    LastKey,
    /// The code of the moment does not belong to the secret offered.
    #[error("the code is not the one of this moment")]
    Code,
    /// The text cannot be a password.
    #[error(transparent)]
    Password(PasswordFault),
    /// The text cannot be a login.
    #[error("`{0}` is no login")]
    Login(String),
    /// The login is taken.
    #[error("the login `{0}` is taken")]
    Taken(String),
    /// No name, reason or number where one is needed.
    #[error("a text is missing")]
    Missing,
    /// There is an administrator already.
    #[error("there is an administrator")]
    AdminExists,
    /// There are administrators enough to appoint each other in pairs.
    #[error("there are administrators who can appoint")]
    AdminsExist,
    /// The account has no appointment in force for this.
    #[error("no appointment in force")]
    NoAppointment,
    /// The appointment cannot stand.
    #[error(transparent)]
    Appointment(AppointmentError),
    /// Favours returned.
    #[error(transparent)]
    Grant(GrantError),
    /// The decision cannot stand.
    #[error(transparent)]
    Decision(DecisionFault),
    /// The policy said no.
    #[error(transparent)]
    Refused(Refusal),
    /// More people's files than the budget has, without a reason.
    #[error("beyond the budget of reads: a reason is needed")]
    Budget,
    /// The file is not open in this session.
    #[error("the file was not opened for a purpose")]
    NoPurpose,
    /// The file is open for another purpose than the act serves.
    #[error("the file is open for another purpose")]
    OtherPurpose,
    /// Neither of the two holds the office that decides.
    #[error("who decides is neither of the two")]
    NotSigned(domain::access::Role),
    /// An act that no proposal carries out.
    #[error("this act is not done by proposal here")]
    NotByProposal,
    /// The life of a token is too long, or its actions are none.
    #[error("the token is not as a token may be")]
    Token,
    /// There is nobody to be told of an emergency.
    #[error("fewer than two people can be told")]
    NobodyToTell,
    /// The identity provider cannot be reached, or answers what cannot be believed.
    #[error("the identity provider: {0}")]
    Provider(&'static str),
    /// There is no identity provider.
    #[error("there is no identity provider")]
    NoProvider,
    /// Whom the provider names is joined to an account already.
    #[error("joined to an account already")]
    Joined,
    /// Nobody here is joined to whom the provider names.
    #[error("not joined to an account")]
    NotLinked,
    /// The settings name an address and a host that do not fit together.
    #[error("origin and host name do not fit together")]
    Origin,
    /// The settings ask for a cost that Argon2 does not know, or the memory is not there.
    #[error("the cost of hashing")]
    Cost,
    /// The rules of who may do what contradict their schema: a broken build.
    #[error("the policies are not sound")]
    Policies,
    /// The desk was not opened.
    #[error("there is no desk")]
    NoDesk,
}

impl AccessFault {
    /// In a sentence that says what to do.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Wrong => lang.signin_wrong().to_owned(),
            Self::Wait { until } => lang.signin_wait(written(*until)),
            Self::Locked => lang.signin_locked().to_owned(),
            Self::Busy { retry_s } => lang.signin_busy(retry_s),
            Self::Stale => lang.signin_stale().to_owned(),
            Self::NoSession => lang.signin_no_session().to_owned(),
            Self::StepUp => lang.signin_step_up().to_owned(),
            Self::PasskeyNeeded => lang.signin_passkey_needed().to_owned(),
            Self::Key => lang.signin_key().to_owned(),
            Self::TooManyKeys { most } => lang.signin_too_many_keys(most),
            Self::LastKey => lang.signin_last_key().to_owned(),
            Self::Code => lang.signin_code().to_owned(),
            Self::Password(fault) => password(*fault, lang),
            Self::Login(text) => lang.signin_login(text),
            Self::Taken(text) => lang.signin_taken(text),
            Self::Missing => lang.signin_missing().to_owned(),
            Self::AdminExists => lang.signin_admin_exists().to_owned(),
            Self::AdminsExist => lang.signin_admins_exist().to_owned(),
            Self::NoAppointment => lang.signin_no_appointment().to_owned(),
            Self::Appointment(fault) => appointment(fault, lang),
            Self::Grant(GrantError::SamePerson) => lang.signin_same_person().to_owned(),
            Self::Grant(GrantError::Mutual { at, .. }) => lang.signin_mutual(written(*at)),
            Self::Decision(fault) => decision(*fault, lang),
            Self::Refused(refusal) => {
                let missing = refusal.missing.iter().map(|missing| policy::words::missing(lang, *missing));
                missing.chain([lang.signin_refused()]).collect::<Vec<_>>().join(" ")
            }
            Self::Budget => lang.signin_budget().to_owned(),
            Self::NoPurpose => lang.cases_no_purpose().to_owned(),
            Self::OtherPurpose => lang.cases_other_purpose().to_owned(),
            Self::NotSigned(role) => lang.cases_not_signed(policy::words::role(lang, *role)),
            Self::NotByProposal => lang.signin_not_by_proposal().to_owned(),
            Self::Token => lang.signin_token().to_owned(),
            Self::NobodyToTell => lang.signin_nobody_to_tell().to_owned(),
            Self::Provider(_) => lang.signin_provider().to_owned(),
            Self::NoProvider => lang.signin_no_provider().to_owned(),
            Self::Joined => lang.signin_joined().to_owned(),
            Self::NotLinked => lang.signin_not_linked().to_owned(),
            Self::Origin => lang.signin_origin().to_owned(),
            Self::Cost => lang.signin_cost().to_owned(),
            Self::Policies => lang.signin_policies().to_owned(),
            Self::NoDesk => lang.signin_no_desk().to_owned(),
        }
    }
}

fn password(fault: PasswordFault, lang: Lang) -> String {
    match fault {
        PasswordFault::Short { characters, needed } => lang.signin_password_short(characters, needed),
        PasswordFault::Long { .. } => lang.signin_password_long(CHARACTERS_MAX),
        PasswordFault::Guessable => lang.signin_password_guessable(WITH_SECOND_FACTOR_MIN, ALONE_MIN),
    }
}

fn appointment(fault: &AppointmentError, lang: Lang) -> String {
    match fault {
        AppointmentError::Tier { .. } => lang.signin_tier().to_owned(),
        AppointmentError::Backwards { from, until } => lang.signin_backwards(until, from),
        AppointmentError::NoDecision => lang.signin_no_decision().to_owned(),
        AppointmentError::SamePerson => lang.signin_same_person().to_owned(),
    }
}

fn decision(fault: DecisionFault, lang: Lang) -> String {
    match fault {
        DecisionFault::OwnProposal => lang.signin_own_proposal().to_owned(),
        DecisionFault::OwnCase => lang.signin_own_case().to_owned(),
        DecisionFault::Expired(at) => lang.signin_proposal_expired(written(at)),
        DecisionFault::NoAppointment => lang.signin_no_appointment().to_owned(),
        DecisionFault::ProposerLeft => lang.signin_proposer_left().to_owned(),
        DecisionFault::SameUnit => lang.signin_same_unit().to_owned(),
        DecisionFault::NotAsShown => lang.signin_not_as_shown().to_owned(),
    }
}

impl From<AccessFault> for Problem {
    fn from(fault: AccessFault) -> Self {
        Self::Access(fault)
    }
}

impl From<AppointmentError> for Problem {
    fn from(fault: AppointmentError) -> Self {
        AccessFault::Appointment(fault).into()
    }
}

impl From<GrantError> for Problem {
    fn from(fault: GrantError) -> Self {
        AccessFault::Grant(fault).into()
    }
}

impl From<DecisionFault> for Problem {
    fn from(fault: DecisionFault) -> Self {
        AccessFault::Decision(fault).into()
    }
}
