//! Acts of two people from outside. Everybody is fictitious (giả định).

use domain::access::{Action, NATION, Role};
use domain::accounts::{Method, SESSION_MAX};
use domain::proposals::Proposal;
use domain::units::Level;
use jiff::SignedDuration;
use store::query::{Arg, sql};
use store::sessions::Begun;
use vault::Digest;

use crate::accounts::{Office, hidden, said, session};

#[tokio::test]
async fn two_appoint_a_third_from_end_to_end() {
    let office = Office::open().await;
    let ground = &office.ground;
    let proposal = office.propose().await;
    let own = ground.get_as(&office.admin, &proposal).await;
    assert!(said(&own).contains("Người đề nghị không được tự đồng ý") && !own.body.contains("/dong-y\""));
    let inbox = ground.get_as(&office.protector, "/de-nghi").await;
    assert!(inbox.body.contains(&proposal), "it waits for the second");
    let shown = ground.get_as(&office.protector, &proposal).await;
    for exactly in ["nguoi-moi", "Cán bộ hồ sơ, Công an cấp xã", "7/QĐ-GĐ, 30/11/2025", "01/12/2025"] {
        assert!(shown.body.contains(exactly), "{exactly}: {}", said(&shown));
    }
    let saw = [("da-xem", hidden(&shown, "da-xem"))];
    let agreed = ground.post_as(&office.protector, &format!("{proposal}/dong-y"), &saw).await;
    assert_eq!(agreed.status, 303, "{}", said(&agreed));
    let account = ground.get_as(&office.admin, &format!("/tai-khoan/{}", office.newcomer)).await;
    assert!(account.body.contains("Đang có hiệu lực") && account.body.contains("quan-tri (giả định) đề nghị"));
    let twice = ground.post_as(&office.protector, &format!("{proposal}/dong-y"), &saw).await;
    assert_eq!(twice.status, 409, "somebody decided before");
    let over = ground.get_as(&office.protector, "/de-nghi").await;
    assert!(said(&over).contains("Đã đồng ý và thực hiện"));
}

#[tokio::test]
async fn an_author_cannot_agree_in_any_session() {
    let office = Office::open().await;
    let ground = &office.ground;
    let proposal = office.propose().await;
    let shown = ground.get_as(&office.protector, &proposal).await;
    let saw = [("da-xem", hidden(&shown, "da-xem"))];
    let at = ground.app.now();
    let begun = Begun {
        hash: *Digest::of(b"phien-thu-hai").bytes(),
        id: ground.app.new_id(),
        account: session(ground, "quan-tri").await.account,
        method: Method::Passkey,
        at,
        expires_at: at + SESSION_MAX,
    };
    let mut tx = ground.app.db().begin().await.expect("begins");
    assert!(store::sessions::begin(&mut tx, &begun).await.expect("begins"));
    tx.commit().await.expect("kept");
    for cookie in [office.admin.as_str(), "phien=phien-thu-hai"] {
        let refused = ground.post_as(cookie, &format!("{proposal}/dong-y"), &saw).await;
        assert_eq!(refused.status, 422);
        assert!(said(&refused).contains("Người đề nghị không được tự đồng ý"), "{}", said(&refused));
    }
    let withdrawn = ground.post_as(&office.admin, &format!("{proposal}/rut-lai"), &[]).await;
    assert_eq!(withdrawn.status, 303);
    let late = ground.post_as(&office.protector, &format!("{proposal}/dong-y"), &saw).await;
    assert_eq!(late.status, 409, "taken back before");
}

#[tokio::test]
async fn what_was_not_shown_is_not_agreed_to() {
    let office = Office::open().await;
    let ground = &office.ground;
    let proposal = office.propose().await;
    let agree = format!("{proposal}/dong-y");
    for digest in ["00".repeat(32), "zz".repeat(32), "12".to_owned(), "ff".repeat(33)] {
        for path in [agree.clone(), format!("{proposal}/tu-choi")] {
            let refused = ground.post_as(&office.protector, &path, &[("da-xem", &digest)]).await;
            assert_eq!(refused.status, 409, "{digest}");
        }
    }
    assert_eq!(ground.post_as(&office.protector, &agree, &[]).await.status, 422, "nothing seen");
    let shown = ground.get_as(&office.protector, &proposal).await;
    let saw = hidden(&shown, "da-xem");
    let more = [("da-xem", saw), ("outcome", "agreed")];
    assert_eq!(ground.post_as(&office.protector, &agree, &more).await.status, 422, "a field that no form has");
    let stranger = ground.signed_in("noi-khac", &[(Role::PoliceHead, ground.unit(Level::Commune, "01273"))]).await;
    assert_eq!(ground.get_as(&stranger, &proposal).await.status, 404, "nobody else's business");
    assert_eq!(ground.post_as(&stranger, &agree, &[("da-xem", saw)]).await.status, 404);
    let refused = ground.post_as(&office.protector, &format!("{proposal}/tu-choi"), &[("da-xem", saw)]).await;
    assert_eq!(refused.status, 303);
    assert!(session(ground, "nguoi-moi").await.appointments.is_empty(), "nothing was carried out");
}

const KEPT: &str = "
    insert into proposal (id, act, payload, digest, unit_id, subject, proposer, proposer_appointment, proposed_at,
                          expires_at, other_unit)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

#[tokio::test]
async fn a_proposal_runs_out() {
    let office = Office::open().await;
    let ground = &office.ground;
    let by = session(ground, "quan-tri").await;
    let at = ground.app.now() - SignedDuration::from_hours(8 * 24);
    let payload = format!(
        "{{\"account\":\"{}\",\"role\":\"auditor\",\"unit\":\"{}\",\"from\":\"2025-12-01\",\"until\":null,\
         \"decision_number\":\"1\",\"decision_date\":\"2025-12-01\"}}",
        office.newcomer, NATION.0
    );
    let old = Proposal {
        id: ground.app.new_id(),
        act: Action::GrantAppointment,
        digest: *Digest::of(payload.as_bytes()).bytes(),
        payload: payload.into_bytes(),
        unit: NATION,
        subject: Some(office.newcomer),
        proposer: by.account.0,
        proposer_appointment: Some(by.appointments[0].id),
        proposed_at: at,
        expires_at: at + SignedDuration::from_hours(7 * 24),
        other_unit: false,
    };
    let mut tx = ground.app.db().begin().await.expect("begins");
    // a week ago: the ledger takes nothing that late, so the row alone
    let row: Vec<Arg> = vec![
        old.id.into(),
        old.act.key().into(),
        old.payload.clone().into(),
        old.digest.as_slice().into(),
        old.unit.0.into(),
        old.subject.into(),
        old.proposer.into(),
        old.proposer_appointment.into(),
        old.proposed_at.as_millisecond().into(),
        old.expires_at.as_millisecond().into(),
        0_i64.into(),
    ];
    tx.run(sql(KEPT).args(row)).await.expect("kept");
    tx.commit().await.expect("kept");
    let path = format!("/de-nghi/{}", old.id);
    let shown = ground.get_as(&office.protector, &path).await;
    assert!(said(&shown).contains("Đã hết hạn") && !shown.body.contains("/dong-y\""));
    let saw = shown.body.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("the digest").to_owned();
    let refused = ground.post_as(&office.protector, &format!("{path}/dong-y"), &[("da-xem", &saw)]).await;
    assert_eq!(refused.status, 422);
    assert!(said(&refused).contains("Đề nghị đã hết hạn"), "{}", said(&refused));
}

#[tokio::test]
async fn a_new_way_in_is_shown_once_to_who_agreed() {
    let (ground, _ring) = crate::glasses::with_keyring().await;
    let office = Office::at(ground).await;
    let ground = &office.ground;
    let path = format!("/tai-khoan/{}/de-nghi-cap-lai", office.newcomer);
    let proposed = ground.post_as(&office.admin, &path, &[]).await;
    assert_eq!(proposed.status, 303, "{}", said(&proposed));
    let proposal = proposed.header("location").split('?').next().expect("a path").to_owned();
    let shown = ground.get_as(&office.protector, &proposal).await;
    assert!(said(&shown).contains("Xóa mọi khóa"), "{}", said(&shown));
    let saw = [("da-xem", hidden(&shown, "da-xem"))];
    let agreed = ground.post_as(&office.protector, &format!("{proposal}/dong-y"), &saw).await;
    assert_eq!(agreed.status, 200, "{}", said(&agreed));
    assert!(agreed.body.contains("Mã đăng ký của nguoi-moi"));
    let later = ground.get_as(&office.protector, &proposal).await;
    let code = agreed.body.split("<strong><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    assert!(!later.body.contains(code), "never again");
}
