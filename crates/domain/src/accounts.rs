//! Accounts: who can sign in, and the laws of signing in. What an account may do is [`crate::access`]'s.

pub mod passwords;

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

/// An account. A surrogate: logins may change owner, accounts never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub Uuid);

/// Whom an entry names where somebody was refused who is nobody here: an unknown login, key or code.
pub const NOBODY: AccountId = AccountId(Uuid::from_u128(0x0000_0000_0000_5000_8000_0000_0000_0002));

/// The name typed at sign-in, in its one form: small letters, digits, `.`, `-`, `_`; 3 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

/// Not a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a login has 3 to 64 letters without marks, digits, dots, hyphens or underscores, a letter first")]
pub struct NotALogin;

impl Login {
    /// Fewest characters.
    pub const MIN: usize = 3;
    /// Most characters.
    pub const MAX: usize = 64;

    /// Reads what was typed. Case and marks do not count: `Hương.Tran` is `huong.tran`.
    pub fn new(text: &str) -> Result<Self, NotALogin> {
        if text.len() > 8 * Self::MAX {
            return Err(NotALogin);
        }
        let folded = bare(text.trim());
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        let first = folded.chars().next().is_some_and(|c| c.is_ascii_lowercase());
        let length = (Self::MIN..=Self::MAX).contains(&folded.len());
        if first && length && folded.chars().all(fits) { Ok(Self(folded)) } else { Err(NotALogin) }
    }

    /// The text that is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Small letters without marks, every other character as it is: unlike [`crate::fold::plain`], signs stay.
pub(crate) fn bare(text: &str) -> String {
    let letters = text.to_lowercase();
    letters.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can sign in.
    Active,
    /// It cannot, and its sessions are over.
    Disabled,
}

impl State {
    /// The word that is kept.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// Reads [`State::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Active, Self::Disabled].into_iter().find(|state| state.key() == key)
    }
}

/// By what somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// A passkey that verified its user.
    Passkey,
    /// A password and a code of the moment.
    PasswordTotp,
    /// A password and a recovery code.
    PasswordRecovery,
    /// The identity provider of the province.
    Provider,
    /// The code that came with a new account: only good for setting up a way to sign in.
    Enrolment,
    /// Nothing: the choice of a fictitious officer in a demonstration. Good for nothing anywhere else.
    Demo,
}

impl Method {
    /// Every way.
    pub const ALL: [Self; 6] =
        [Self::Passkey, Self::PasswordTotp, Self::PasswordRecovery, Self::Provider, Self::Enrolment, Self::Demo];

    /// The word that is kept.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::PasswordTotp => "password_totp",
            Self::PasswordRecovery => "password_recovery",
            Self::Provider => "provider",
            Self::Enrolment => "enrolment",
            Self::Demo => "demo",
        }
    }

    /// Reads [`Method::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }
}

/// A session ends after so long without a request (security.md C10).
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// A session ends after so long whatever happens.
pub const SESSION_MAX: SignedDuration = SignedDuration::from_hours(12);
/// A session of an enrolment code is for setting up one way to sign in.
pub const ENROLMENT_SESSION_MAX: SignedDuration = SignedDuration::from_mins(15);
/// Sessions at once of one account; with one more the oldest ends.
pub const SESSIONS_MAX: usize = 2;
/// Dangerous acts ask for a proof of who acts that is no older (C11).
pub const STEP_UP_MAX: SignedDuration = SignedDuration::from_mins(5);
/// A challenge is good for so long, and once.
pub const CEREMONY_MAX: SignedDuration = SignedDuration::from_mins(5);
/// The code that comes with a new account is good for so long, and once.
pub const ENROLMENT_MAX: SignedDuration = SignedDuration::from_hours(24);
/// A token of the API lives no longer.
pub const TOKEN_MAX: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Break-glass ends by itself after so long (C8).
pub const BREAK_GLASS_MAX: SignedDuration = SignedDuration::from_hours(4);

/// After so many failures in a row each further try waits (C9d).
pub const FAILURES_FREE: i64 = 10;
/// After so many failures in a row nothing is tried until an administrator helps (NIST SP 800-63B-4 §3.2.2).
pub const FAILURES_MAX: i64 = 100;
/// Failures are forgotten when so long nothing was tried.
pub const FAILURES_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// A try waits no longer than this.
const DELAY_MAX_S: i64 = 15 * 60;

/// How the last tries of an account, or from a place, went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// Failures in a row.
    pub failures: i64,
    /// When the last was.
    pub last: Option<Timestamp>,
}

/// What a throttle says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// Go on.
    Open,
    /// Not before this instant.
    Wait(Timestamp),
    /// Not at all.
    Locked,
}

impl Tries {
    /// Whether one more may be made now. The delay doubles with each failure beyond [`FAILURES_FREE`], from two
    /// seconds to a quarter of an hour.
    pub fn throttle(self, now: Timestamp) -> Throttle {
        if self.failures >= FAILURES_MAX {
            return Throttle::Locked;
        }
        let (Some(last), true) = (self.last, self.failures >= FAILURES_FREE) else { return Throttle::Open };
        let doublings = u32::try_from(self.failures - FAILURES_FREE + 1).unwrap_or(u32::MAX).min(20);
        let delay = 2_i64.saturating_pow(doublings).min(DELAY_MAX_S);
        match last.checked_add(SignedDuration::from_secs(delay)) {
            Ok(until) if until > now => Throttle::Wait(until),
            _ => Throttle::Open,
        }
    }

    /// The same for a place, which is shared by many: it waits, but is never locked.
    pub fn throttle_of_place(self, now: Timestamp) -> Throttle {
        Self { failures: self.failures.min(FAILURES_MAX - 1), ..self }.throttle(now)
    }

    /// After one more failure. Failures that lie a day back are forgotten; a login that is locked is not tried at all,
    /// so its failures stay.
    #[must_use]
    pub fn failed(self, now: Timestamp) -> Self {
        let forgotten = self.last.is_some_and(|last| now.duration_since(last) > FAILURES_KEPT);
        Self { failures: if forgotten { 1 } else { self.failures.saturating_add(1) }, last: Some(now) }
    }
}

/// How many different people's files an account may open in an hour before it has to say why (C12).
pub const PEOPLE_AN_HOUR: i64 = 60;
/// How many in a day.
pub const PEOPLE_A_DAY: i64 = 200;

/// What the budget of reads says to opening one more person's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Within it.
    Within,
    /// Beyond it: a reason is needed, and the protection officer is told.
    Beyond,
}

/// Holds the files opened in the last hour and day, without the one to open, against the budget.
pub const fn budget(last_hour: i64, last_day: i64) -> Budget {
    if last_hour < PEOPLE_AN_HOUR && last_day < PEOPLE_A_DAY { Budget::Within } else { Budget::Beyond }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Budget, FAILURES_KEPT, Login, Throttle, Tries, budget};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_765_760_400 + second).expect("a small number")
    }

    #[test]
    fn a_login_has_one_form() {
        for text in ["huong.tran", "Huong.Tran", " HƯƠNG.TRẦN ", "hu\u{31b}o\u{31b}ng.tra\u{302}\u{300}n"] {
            assert_eq!(Login::new(text).map(|l| l.to_string()), Ok("huong.tran".to_owned()), "{text}");
        }
        for text in ["", "ab", "1abc", ".abc", "a b c", "a@b.c", "аdmin", "a\u{200b}bc", &"a".repeat(65), "a/../b"] {
            assert!(Login::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn delays_grow_after_ten_failures_and_a_hundred_lock() {
        let tries = |failures| Tries { failures, last: Some(at(0)) };
        assert_eq!(tries(9).throttle(at(0)), Throttle::Open);
        assert_eq!(tries(10).throttle(at(0)), Throttle::Wait(at(2)));
        assert_eq!(tries(10).throttle(at(2)), Throttle::Open);
        assert_eq!(tries(11).throttle(at(0)), Throttle::Wait(at(4)));
        assert_eq!(tries(14).throttle(at(0)), Throttle::Wait(at(32)));
        assert_eq!(tries(99).throttle(at(0)), Throttle::Wait(at(900)));
        assert_eq!(tries(100).throttle(at(1_000_000)), Throttle::Locked);
    }

    #[test]
    fn old_failures_are_forgotten_but_a_lock_is_not() {
        let locked = Tries { failures: 100, last: Some(at(0)) };
        assert_eq!(locked.throttle(at(1_000_000)), Throttle::Locked);
        assert_eq!(locked.throttle_of_place(at(899)), Throttle::Wait(at(900)));
        assert_eq!(locked.throttle_of_place(at(900)), Throttle::Open);
        let later = at(0).checked_add(FAILURES_KEPT + SignedDuration::from_secs(1)).expect("in range");
        assert_eq!(Tries { failures: 50, last: Some(at(0)) }.failed(later).failures, 1);
        assert_eq!(Tries { failures: 50, last: Some(at(0)) }.failed(at(5)).failures, 51);
    }

    #[test]
    fn the_sixty_first_file_in_an_hour_and_the_two_hundred_first_in_a_day_need_a_reason() {
        assert_eq!((budget(59, 59), budget(60, 60)), (Budget::Within, Budget::Beyond));
        assert_eq!((budget(0, 199), budget(0, 200)), (Budget::Within, Budget::Beyond));
    }
}
