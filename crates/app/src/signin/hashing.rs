//! Hashing passwords, at most two at once: each takes 64 MiB, and a crowd at the desk must not fill the memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::accounts::passwords::Password;
use tokio::sync::Semaphore;

use super::AccessFault;
use crate::problem::Problem;

/// At most so many hashes at once (Rauthy's limit): 128 MiB.
const AT_ONCE: usize = 2;
/// At most so many people wait; whoever comes then is asked to come again. About a quarter of a minute.
const WAITING_MAX: usize = 64;
/// When to come again, in seconds.
const RETRY_S: u32 = 15;

/// What a guess costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// Argon2id with 64 MiB and three passes, about half a second of one core (security.md C9c).
    pub const PRODUCT: Self = Self { memory_kib: 64 << 10, passes: 3 };
    /// The least that Argon2 does: only tests, which are about something else, hash so cheaply.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1 };

    fn params(self) -> Result<Params, AccessFault> {
        Params::new(self.memory_kib, self.passes, 1, None).map_err(|_| AccessFault::Cost)
    }
}

/// Makes and checks hashes.
#[derive(Clone)]
pub struct Hasher {
    cost: Cost,
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    /// What the password of an account that is none is held against.
    nobody: Arc<str>,
}

/// Counts a caller for as long as it waits or works.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether it is the password.
    pub right: bool,
    /// Whether the hash was made at a lower cost than today's.
    pub weak: bool,
}

impl Hasher {
    /// A hasher of this cost.
    pub fn new(cost: Cost) -> Result<Self, AccessFault> {
        cost.params()?;
        Ok(Self {
            cost,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(AtomicUsize::new(0)),
            nobody: nobody(cost).into(),
        })
    }

    /// Hashes a new password with a fresh salt.
    pub(crate) async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<String, Problem> {
        let cost = self.cost;
        Ok(self.in_turn(move || hash(cost, password.bytes(), &salt)).await??)
    }

    /// Holds a password against a hash; without one the same work is done and the answer is no.
    pub(crate) async fn check(&self, password: Password, against: Option<String>) -> Result<Checked, Problem> {
        let (cost, known) = (self.cost, against.is_some());
        let against = against.unwrap_or_else(|| self.nobody.to_string());
        self.in_turn(move || {
            let right = check(password.bytes(), &against);
            let weak = PasswordHash::new(&against).is_ok_and(|hash| is_weaker(&hash, cost));
            Checked { right: right && known, weak }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Place(Arc::clone(&self.waiting));
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= AT_ONCE + WAITING_MAX {
            return Err(AccessFault::Busy { retry_s: RETRY_S }.into());
        }
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Problem::fault)?;
        // half a second of one core: off the threads that answer; the turn goes with the work, not with the caller
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        })
        .await
        .map_err(Problem::fault)
    }
}

fn hash(cost: Cost, password: &[u8], salt: &[u8; 16]) -> Result<String, AccessFault> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?);
    argon2.hash_password_with_salt(password, salt).map(|hash| hash.to_string()).map_err(|_| AccessFault::Cost)
}

/// The form of a hash of this cost that is none of any password: comparing with it takes as long as with any other.
/// Written, not worked out, which would cost each start half of its time.
fn nobody(cost: Cost) -> String {
    let (salt, hash) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={},t={},p=1${salt}${hash}", cost.memory_kib, cost.passes)
}

fn check(password: &[u8], against: &str) -> bool {
    // algorithm and parameters come out of the hash
    PasswordHash::new(against).is_ok_and(|hash| Argon2::default().verify_password(password, &hash).is_ok())
}

fn is_weaker(hash: &PasswordHash, cost: Cost) -> bool {
    Params::try_from(hash).map_or(true, |made| {
        (made.m_cost(), made.t_cost()) < (cost.memory_kib, cost.passes) || made.t_cost() < cost.passes
    })
}

#[cfg(test)]
mod tests {
    use domain::accounts::passwords::Password;

    use super::{Cost, Hasher};

    fn password(text: &str) -> Password {
        Password::typed(text).unwrap_or_else(|fault| panic!("{fault}"))
    }

    #[tokio::test]
    async fn a_hash_tells_right_from_wrong_and_from_weak() {
        let weak = Hasher::new(Cost::LEAST).expect("cheap");
        let strong = Hasher::new(Cost { memory_kib: 16, passes: 2 }).expect("cheap");
        let hash = weak.hash(password("giọt sương"), [7; 16]).await.expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let same = weak.check(password("giọt sương"), Some(hash.clone())).await.expect("checks");
        assert!(same.right && !same.weak);
        assert!(!weak.check(password("giot suong"), Some(hash.clone())).await.expect("checks").right);
        assert!(strong.check(password("giọt sương"), Some(hash)).await.expect("checks").weak);
        assert!(!weak.check(password("giọt sương"), None).await.expect("checks").right);
        assert!(!weak.check(password("giọt sương"), Some("no hash".to_owned())).await.expect("checks").right);
    }

    #[test]
    fn what_nobody_is_held_against_is_a_hash_of_the_same_cost() {
        let cost = Cost { memory_kib: 16, passes: 2 };
        let text = super::nobody(cost);
        let parsed = super::PasswordHash::new(&text).unwrap_or_else(|fault| panic!("{fault}"));
        assert!(!super::is_weaker(&parsed, cost));
        let real = super::hash(cost, b"x", &[7; 16]).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(text.len(), real.len(), "{real}");
        assert!(!super::check(b"x", &text) && super::check(b"x", &real));
    }

    #[tokio::test]
    async fn a_crowd_is_asked_to_come_again() {
        let hasher = Hasher::new(Cost { memory_kib: 1 << 12, passes: 2 }).expect("cheap");
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let hasher = hasher.clone();
            crowd.spawn(async move { hasher.check(password("ai đó"), None).await.is_ok() });
        }
        let answered = crowd.join_all().await.into_iter().filter(|ok| *ok).count();
        assert!((66..200).contains(&answered), "{answered} were answered");
        assert!(hasher.check(password("ai đó"), None).await.is_ok(), "whoever comes again is served");
    }
}
