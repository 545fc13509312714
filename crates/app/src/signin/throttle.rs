//! Failed tries, counted for a login and for the place they come from; neither is kept as it is.

use std::net::IpAddr;

use domain::accounts::{NOBODY, Throttle};
use store::Tx;
use store::access::{Act, Outcome};
use store::ledger::Actor;
use store::sessions;
use uuid::Uuid;

use super::{AccessFault, Caller};
use crate::app::App;
use crate::problem::Problem;

/// The keys under which one try is counted.
pub(crate) struct Counted {
    /// None where no login was named: a passkey, an enrolment code.
    login: Option<[u8; 32]>,
    place: Option<[u8; 32]>,
}

/// A network, not a machine: an office shares an address, and an attacker has many in one network.
fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

impl App {
    pub(super) async fn counted(&self, login: &str, caller: Caller) -> Result<Counted, Problem> {
        let login = Some(self.keyed("login", login).await?);
        Ok(Counted { login, ..self.counted_by_place(caller).await? })
    }

    pub(super) async fn counted_by_place(&self, caller: Caller) -> Result<Counted, Problem> {
        self.counted_by_place_for("place", caller).await
    }

    /// The key of a place for one kind of try. Programs that go on asking with an address of a calendar that is void
    /// must not shut the desk for their whole office.
    pub(crate) async fn counted_by_place_for(&self, what: &'static str, caller: Caller) -> Result<Counted, Problem> {
        let place = match caller.address {
            Some(address) => Some(self.keyed(what, &prefix(address)).await?),
            None => None,
        };
        Ok(Counted { login: None, place })
    }

    /// The key of an account's own login, to be forgotten when an administrator helps.
    pub(crate) async fn forget_failures(&self, tx: &mut Tx, login: &str) -> Result<(), Problem> {
        let key = self.keyed("login", login).await?;
        Ok(sessions::forget_tries(tx, &key).await?)
    }

    /// Stops a try that comes too early, before any work is done for it.
    pub(crate) async fn throttled(&self, counted: &Counted) -> Result<(), Problem> {
        let mut tx = self.db().snapshot().await?;
        let now = self.now();
        let of_login = match &counted.login {
            Some(login) => sessions::tries(&mut tx, login).await?.throttle(now),
            None => Throttle::Open,
        };
        let of_place = match &counted.place {
            Some(place) => sessions::tries(&mut tx, place).await?.throttle_of_place(now),
            None => Throttle::Open,
        };
        Ok(verdict([of_login, of_place])?)
    }

    /// Counts a failure and writes it down; the answer is the same whatever was wrong.
    pub(super) async fn refuse(&self, counted: &Counted, account: Option<Uuid>, caller: Caller) -> Problem {
        match self.note_failure(counted, account, caller).await {
            Ok(()) => AccessFault::Wrong.into(),
            Err(problem) => problem,
        }
    }

    /// Counts a failure of which nothing is written down: nobody was named.
    pub(crate) async fn count_failure(&self, counted: &Counted) -> Result<(), Problem> {
        let mut tx = self.db().begin().await?;
        for key in [counted.login.as_ref(), counted.place.as_ref()].into_iter().flatten() {
            sessions::failed(&mut tx, key, self.now()).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn note_failure(&self, counted: &Counted, account: Option<Uuid>, caller: Caller) -> Result<(), Problem> {
        let actor = Actor::Account { account: account.unwrap_or(NOBODY.0), appointment: None };
        let mut tx = self.db().begin().await?;
        for key in [counted.login.as_ref(), counted.place.as_ref()].into_iter().flatten() {
            sessions::failed(&mut tx, key, self.now()).await?;
        }
        store::access::add(&mut tx, &self.coming(actor, Act::SignIn, caller), Outcome::Failed).await?;
        Ok(tx.commit().await?)
    }

    /// It went well: failures of the login are forgotten. Those of the place stay, or one good account would open the
    /// door to guessing all others.
    pub(super) async fn forgive(&self, tx: &mut Tx, counted: &Counted) -> Result<(), Problem> {
        if let Some(login) = &counted.login {
            sessions::forget_tries(tx, login).await?;
        }
        Ok(())
    }
}

fn verdict(throttles: [Throttle; 2]) -> Result<(), AccessFault> {
    let mut until = None;
    for throttle in throttles {
        match throttle {
            Throttle::Locked => return Err(AccessFault::Locked),
            Throttle::Wait(then) => until = until.max(Some(then)),
            Throttle::Open => {}
        }
    }
    until.map_or(Ok(()), |until| Err(AccessFault::Wait { until }))
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_place_is_a_network() {
        let of = |text: &str| prefix(text.parse().expect("an address"));
        assert_eq!(of("192.0.2.7"), of("192.0.2.200"));
        assert_ne!(of("192.0.2.7"), of("192.0.3.7"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.9"), "the same network, written as IPv6");
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
