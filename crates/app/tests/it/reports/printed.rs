//! The paper of each form that comes with the program. `PAPERS_DIR=/tmp/papers cargo test -p app --test it printed` leaves
//! the files there: `scripts/office-check` opens them with other programs and holds first pages against kept pictures.

use app::reports::Kind;
use domain::access::{NATION, Role, acts};
use programme::reports::{Capacity, ReportAct, Signer};
use testkit::{TestDb, id};

use super::Desk;

#[tokio::test]
async fn every_form_that_comes_with_the_program_prints_in_both_kinds() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let (commune, province) = (desk.unit("14845"), desk.unit("38"));
    let kept = desk.submitted(commune, id(7, 1), 4).await;
    let office = desk.permit::<acts::ApproveReport>(3, Role::StandingOffice, province, commune);
    let name = "Trần Thị Giả Định".to_owned();
    let signer = Some(Signer { capacity: Capacity::Deputy, name, post: None, rank: None });
    desk.act(&office, &kept, ReportAct::Approve { note: None, signer }).await.expect("approved");
    let asked = [
        ("kh192-xa", commune, "2026-Q3", None),
        ("kh192-tinh", province, "2026-year", None),
        ("kh192-nganh", province, "2026-Q3", Some("Sở Y tế (giả định)".to_owned())),
        ("qd28-xa", commune, "2026-year", None),
        ("qd28-tinh", province, "2026-year", None),
        ("qd28-bo", NATION, "2026-year", None),
    ];
    assert_eq!(asked.len(), programme::reports::SHIPPED.len(), "each form has a paper here");
    for (form, unit, period, body) in asked {
        let ordered = desk.app.order_report(form, unit, period, body).expect("ordered");
        for kind in [Kind::Docx, Kind::Pdf] {
            let built = desk.app.build_report(&ordered, (desk.app.today(), false), kind, true).await.expect("built");
            let sign: &[u8] = if kind == Kind::Pdf { b"%PDF" } else { b"PK" };
            assert!(built.bytes.starts_with(sign), "{form}");
            if let Ok(folder) = std::env::var("PAPERS_DIR") {
                let path = std::path::Path::new(&folder).join(format!("report-{form}.{}", kind.ending()));
                std::fs::write(path, &built.bytes).expect("a folder to look at papers");
            }
        }
    }
    desk.it.finish().await;
}
