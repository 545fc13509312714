//! Whose accounts, proposals and looks somebody sees, and what the simulator says. Everybody is fictitious (giả định).

use app::Problem;
use app::access_log::{ToSee, Whose};
use app::accounts::NewAccount;
use app::persons::{Asking, Filed, Purpose as Use};
use app::proposals::{ResetWanted, Wanted, What};
use app::signin::AccessFault;
use app::simulate::{ToTry, Verdict};
use domain::access::{Action, FieldClass, NATION, Purpose, Role};
use domain::persons::{Basis, Class, Field, Holder};
use domain::proposals::DecisionFault;
use domain::units::{Level, UnitId};
use jiff::SignedDuration;
use jiff::civil::date;
use store::access_log::Asked;
use store::ledger::Actor;
use testkit::id;

use super::ground::{House, Officer, office, pair};

fn here(house: &House) -> UnitId {
    house.unit(Level::Commune, "14845")
}

fn there(house: &House) -> UnitId {
    house.unit(Level::Commune, "00166")
}

fn wanted(account: uuid::Uuid, role: Role, unit: UnitId) -> Wanted {
    Wanted {
        account,
        role,
        unit: unit.0,
        from: date(2025, 12, 1),
        until: None,
        decision_number: "7/QĐ-GĐ".to_owned(),
        decision_date: date(2025, 11, 30),
    }
}

async fn logins(house: &House, by: &Officer, unit: UnitId) -> Vec<String> {
    let session = house.session(&by.reference).await;
    let seen = house.app.accounts(&session, office(&session), unit).await.expect("lists");
    seen.into_iter().map(|seen| seen.account.login.to_string()).collect()
}

#[track_caller]
fn hidden<T>(outcome: Result<T, Problem>) {
    match outcome {
        Err(Problem::Hidden) => {}
        other => panic!("existence is itself secret: {:?}", other.err()),
    }
}

pub async fn accounts_of_other_units_are_not_seen(house: &House) {
    let admin = house.officer("quantri.xa.gia", &[(Role::PlatformAdmin, here(house))]).await;
    let own = house.officer("ho.so.gia", &[(Role::FileOfficer, here(house))]).await;
    let other = house.officer("noi.khac.gia", &[(Role::FileOfficer, there(house))]).await;
    let nobody = house.officer("chua.co.gia", &[]).await;
    assert_eq!(logins(house, &admin, here(house)).await, ["ho.so.gia", "quantri.xa.gia"]);
    let session = house.session(&admin.reference).await;
    let by = office(&session);
    let file = house.app.account(&session, by, own.account).await.expect("seen");
    assert_eq!((file.seen.offices.len(), file.seen.elsewhere, file.answers), (1, false, here(house)));
    hidden(house.app.account(&session, by, other.account).await);
    hidden(house.app.account(&session, by, nobody.account).await);
    assert!(matches!(
        house.app.accounts(&session, by, there(house)).await,
        Err(Problem::Access(AccessFault::Refused(_)) | Problem::Hidden)
    ));
    hidden(house.app.propose_appointment(&session, by, &wanted(other.account.0, Role::Front, here(house))).await);
}

pub async fn who_makes_an_account_sees_it_before_it_is_appointed(house: &House) {
    let admin = house.officer("quantri.xa.gia", &[(Role::PlatformAdmin, here(house))]).await;
    let neighbour = house.officer("quantri.ben.gia", &[(Role::PlatformAdmin, there(house))]).await;
    let session = house.session(&admin.reference).await;
    let new =
        NewAccount {
            login: "moi.gia".to_owned(), name: "Người mới giả định".to_owned(), ..NewAccount::default()
        };
    let made = house.app.create_account(&session, office(&session), here(house), new).await.expect("made");
    assert!(logins(house, &admin, here(house)).await.contains(&"moi.gia".to_owned()));
    house.app.account(&session, office(&session), made.account).await.expect("seen by who made it");
    let session = house.session(&neighbour.reference).await;
    hidden(house.app.account(&session, office(&session), made.account).await);
    let nation = house.officer("quantri.gia", &[(Role::PlatformAdmin, NATION)]).await;
    assert!(logins(house, &nation, NATION).await.contains(&"moi.gia".to_owned()), "and from above");
}

/// Two people of a commune must not come into the account of somebody above them by naming their own unit.
pub async fn nobody_takes_over_an_account_that_reaches_further(house: &House) {
    let province = house.unit(Level::Province, "38");
    let admin = house.officer("quantri.xa.gia", &[(Role::PlatformAdmin, here(house))]).await;
    let above = house.officer("tinh.gia", &[(Role::StandingOffice, province)]).await;
    let both =
        house.officer("hai.noi.gia", &[(Role::FileOfficer, here(house)), (Role::StandingOffice, province)]).await;
    let session = house.session(&admin.reference).await;
    let by = office(&session);
    for victim in [&above, &both] {
        let reset = ResetWanted { account: victim.account.0, unit: here(house).0 };
        hidden(house.app.propose_reset(&session, by, &reset).await);
        hidden(house.app.disable_account(&session, by, here(house), victim.account).await);
        assert!(house.is_in(&victim.reference).await);
    }
    let file = house.app.account(&session, by, both.account).await.expect("one of its offices is here");
    assert_eq!((file.seen.offices.len(), file.seen.elsewhere, file.answers), (1, true, province));
}

/// Agreed to when it was theirs, carried out when it no longer is: refused.
pub async fn a_reset_ends_when_the_account_grows(house: &House) {
    let (admin, protector) = pair(house).await;
    let commune = house.officer("quantri.xa.gia", &[(Role::PlatformAdmin, here(house))]).await;
    let head = house.officer("truong.gia", &[(Role::PoliceHead, here(house))]).await;
    let officer = house.officer("ho.so.gia", &[(Role::FileOfficer, here(house))]).await;
    let session = house.session(&commune.reference).await;
    let reset = ResetWanted { account: officer.account.0, unit: here(house).0 };
    let proposal = house.app.propose_reset(&session, office(&session), &reset).await.expect("proposed");
    let session = house.session(&admin.reference).await;
    let more = wanted(officer.account.0, Role::Auditor, NATION);
    let more = house.app.propose_appointment(&session, office(&session), &more).await.expect("proposed");
    let session = house.session(&protector.reference).await;
    house.app.agree_and_do(&session, office(&session), more.id, more.digest).await.expect("appointed");
    let session = house.session(&head.reference).await;
    hidden(house.app.agree_and_do(&session, office(&session), proposal.id, proposal.digest).await);
}

pub async fn a_proposal_says_why_one_cannot_agree(house: &House) {
    let (admin, protector) = pair(house).await;
    let third = house.officer("ba.gia", &[]).await;
    let session = house.session(&admin.reference).await;
    let what = wanted(third.account.0, Role::FileOfficer, here(house));
    let proposal = house.app.propose_appointment(&session, office(&session), &what).await.expect("proposed");
    let own = house.app.proposal(&session, office(&session), proposal.id).await.expect("seen by its author");
    assert!(own.is_own);
    assert_eq!(own.objection, Some(AccessFault::Decision(DecisionFault::OwnProposal)));
    assert_eq!((own.what, own.login.as_str()), (What::Appointment(what), "ba.gia"));
    let second = house.session(&protector.reference).await;
    let shown = house.app.proposal(&second, office(&second), proposal.id).await.expect("seen by who may decide");
    assert_eq!((shown.objection, shown.is_own), (None, false));
    let auditor = house.officer("kiemtra.gia", &[(Role::Auditor, NATION)]).await;
    let session = house.session(&auditor.reference).await;
    let seen = house.app.proposal(&session, office(&session), proposal.id).await.expect("an auditor sees it");
    assert!(matches!(seen.objection, Some(AccessFault::Refused(_))), "and cannot agree");
    let stranger = house.officer("noi.khac.gia", &[(Role::PoliceHead, there(house))]).await;
    let session = house.session(&stranger.reference).await;
    hidden(house.app.proposal(&session, office(&session), proposal.id).await);
    house.app.agree_and_do(&second, office(&second), proposal.id, proposal.digest).await.expect("agreed");
    let inbox = house.app.proposals(&second, office(&second)).await.expect("reads");
    assert!(inbox.waiting.is_empty());
    assert_eq!(inbox.over.iter().map(|past| past.proposal.id).collect::<Vec<_>>(), [proposal.id]);
}

fn see(house: &House, whose: Whose) -> ToSee {
    let asked = Asked {
        from: house.now() - SignedDuration::from_hours(24),
        to: house.now() + SignedDuration::from_hours(1),
        account: None,
        act: String::new(),
        purpose: String::new(),
        limit: 100,
        skip: 0,
    };
    ToSee { whose, purpose: Purpose::DataProtection, asked, request: id(90, 1) }
}

pub async fn whoever_reads_the_log_stands_in_it(house: &House) {
    let province = house.unit(Level::Province, "38");
    let officer = house.officer("baove.gia", &[(Role::ProtectionOfficer, province)]).await;
    let session = house.session(&officer.reference).await;
    let by = office(&session);
    let first = house.app.access_log(&session, by, &see(house, Whose::Unit(province))).await.expect("reads");
    assert_eq!(first.lines.len(), 1, "this very look: {:?}", first.lines);
    assert_eq!((first.lines[0].id, first.lines[0].account), (first.logged, Some(officer.account.0)));
    let taken = house.app.export_access_log(&session, by, &see(house, Whose::Unit(province))).await.expect("taken");
    assert_eq!(taken.lines[0].id, taken.logged, "the id of an export is found in the log");
    assert_eq!(taken.lines[0].act, "export");
    let elsewhere = house.unit(Level::Province, "01");
    assert!(house.app.access_log(&session, by, &see(house, Whose::Unit(elsewhere))).await.is_err());
    hidden(house.app.access_log(&session, by, &see(house, Whose::Person(id(31, 1)))).await);
    let stranger = house.officer("ho.so.gia", &[(Role::FileOfficer, here(house))]).await;
    let session = house.session(&stranger.reference).await;
    assert!(house.app.access_log(&session, office(&session), &see(house, Whose::Unit(here(house)))).await.is_err());
    let session = house.session(&officer.reference).await;
    let seen = house.app.access_log(&session, by, &see(house, Whose::Unit(here(house)))).await.expect("reads");
    assert!(seen.lines.iter().any(|line| line.act == "refuse" && line.account == Some(stranger.account.0)));
    let paged = ToSee {
        asked: Asked { limit: 1, ..see(house, Whose::Unit(province)).asked },
        ..see(house, Whose::Unit(province))
    };
    let page = house.app.access_log(&session, by, &paged).await.expect("reads");
    assert_eq!((page.lines.len(), page.more), (1, true));
}

pub async fn who_looked_at_one_person_is_told_line_by_line(house: &House) {
    let province = house.unit(Level::Province, "38");
    let of = Holder { unit: here(house), province_code: "38".to_owned() };
    let asking = |purpose| Asking {
        actor: Actor::Account { account: id(70, 1), appointment: Some(id(71, 1)) },
        of: of.clone(),
        purpose,
        request_id: id(72, 1),
        reason: None,
    };
    let (one, other) = (id(41, 1), id(41, 2));
    for (n, person) in [(1, one), (2, other)] {
        let basis = Basis {
            clause: "điều giả định".to_owned(),
            document_number: format!("{n}/QĐ-GĐ"),
            document_date: date(2025, 12, 1),
        };
        let filed = Filed { id: id(40, n), occurred_on: date(2025, 12, 2), basis };
        let name = [(Field::FullName, "Giả Định Hòa")];
        house.app.open_person(&asking(Use::Register), person, &name, filed).await.expect("opens");
        house.app.read_person(&asking(Use::Manage), person, &[Class::Names].into(), None).await.expect("reads");
    }
    let officer = house.officer("baove.gia", &[(Role::ProtectionOfficer, province)]).await;
    let session = house.session(&officer.reference).await;
    let by = office(&session);
    let seen = house.app.access_log(&session, by, &see(house, Whose::Person(one))).await.expect("reads");
    let reads: Vec<_> = seen.lines.iter().filter(|line| line.noun == "person" && line.act == "read").collect();
    assert_eq!(reads.len(), 1, "not the other's: {:#?}", seen.lines);
    assert_eq!((reads[0].account, reads[0].purpose.as_str()), (Some(id(70, 1)), "manage"));
    assert_eq!(seen.unit, here(house));
    let own: Vec<_> = seen.lines.iter().filter(|line| line.noun == "access").map(|line| line.account).collect();
    assert_eq!(own, [Some(officer.account.0)], "whoever reads the log of a file stands in it");
    let rights = ToSee { purpose: Purpose::PersonRights, ..see(house, Whose::Person(one)) };
    house.app.export_access_log(&session, by, &rights).await.expect("for the person's own rights");
    let stranger = house.officer("xa.gia", &[(Role::ProtectionOfficer, house.unit(Level::Province, "01"))]).await;
    let session = house.session(&stranger.reference).await;
    hidden(house.app.access_log(&session, office(&session), &see(house, Whose::Person(one))).await);
}

pub async fn the_simulator_says_what_the_rules_say(house: &House) {
    let auditor = house.officer("kiemtra.gia", &[(Role::Auditor, NATION)]).await;
    let head = house.officer("truong.gia", &[(Role::PoliceHead, here(house))]).await;
    let session = house.session(&auditor.reference).await;
    let held = house.session(&head.reference).await;
    let attempt = ToTry {
        account: head.account,
        appointment: office(&held),
        unit: here(house),
        purpose: Some(Purpose::UserManagement),
    };
    let tried = house.app.simulate(&session, office(&session), &attempt).await.expect("answers");
    let of = |action, class| {
        tried.answers.iter().find(|answer| answer.action == action && answer.class == class).expect("in the table")
    };
    let read = of(Action::ReadPerson, FieldClass::Identity);
    assert_eq!(
        (read.verdict, read.policies.as_slice()),
        (Verdict::Yes, ["police.read-identity".to_owned()].as_slice())
    );
    assert!(!read.citations.is_empty());
    assert_eq!(of(Action::ReadPerson, FieldClass::Health).verdict, Verdict::No, "a test needs no diagnosis");
    assert_eq!(of(Action::RegisterPerson, FieldClass::Identity).verdict, Verdict::Once, "two persons");
    assert_eq!(of(Action::GrantAppointment, FieldClass::System).roles, [Role::HamletHead, Role::FileOfficer]);
    let asked: usize = Action::ALL.iter().map(|action| action.classes().len()).sum();
    assert_eq!(tried.answers.len(), asked, "every act with every class");
    // a head of police has no simulator
    assert!(house.app.simulate(&held, office(&held), &attempt).await.is_err());
}
