//! Whose name stands under a report, under which letterhead, and what a day or a switch leaves out of a sum.

use std::io::{Cursor, Read as _};

use app::reports::{Kind, Ordered};
use app::work::{Wanted, WorkFault};
use domain::access::{Role, acts};
use jiff::civil::date;
use programme::indicators::{Measured, Why};
use programme::reports::{Capacity, Refusal, ReportAct, Signer};
use programme::steering::body::{Body, BodyAct, Heading, Office};
use testkit::{TestDb, id};

use super::{Desk, value};

/// The words of a paper, one after the other.
async fn words(desk: &Desk, ordered: &Ordered) -> String {
    let built = desk.app.build_report(ordered, (desk.app.today(), false), Kind::Docx, true).await.expect("built");
    let mut file = zip::ZipArchive::new(Cursor::new(built.bytes)).expect("a sound archive");
    let mut xml = String::new();
    file.by_name("word/document.xml").expect("words").read_to_string(&mut xml).expect("text");
    let texts = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

fn signer(capacity: Capacity, post: Option<&str>) -> Signer {
    Signer { capacity, name: "Trần Thị Giả Định".to_owned(), post: post.map(str::to_owned), rank: None }
}

#[tokio::test]
async fn a_paper_is_signed_in_the_signers_capacity_once_somebody_else_agreed() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let (unit, province) = (desk.unit("14845"), desk.unit("38"));
    let ordered = desk.ordered("kh192-xa", unit);
    let kept = desk.submitted(unit, id(7, 1), 4).await;
    let head = desk.permit::<acts::SubmitReport>(2, Role::PoliceHead, unit, unit);
    let no_post = ReportAct::NameSigner { signer: signer(Capacity::ByOrder, None) };
    let refused = desk.act(&head, &kept, no_post).await;
    assert!(matches!(refused, Err(WorkFault::Refused(Refusal::Empty { place: "signer_post" }))), "{refused:?}");
    let named = ReportAct::NameSigner { signer: signer(Capacity::Deputy, None) };
    let kept = desk.act(&head, &kept, named).await.expect("named");
    let before = words(&desk, &ordered).await;
    for line in ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Chưa ký)"] {
        assert!(before.contains(line), "{line} is not in {before}");
    }
    assert!(!before.contains("Trần Thị Giả Định"), "nobody has signed: {before}");

    let office = desk.permit::<acts::ApproveReport>(3, Role::StandingOffice, province, unit);
    let approve =
        ReportAct::Approve { note: None, signer: Some(signer(Capacity::ByOrder, Some("Chánh Văn phòng"))) };
    let kept = desk.act(&office, &kept, approve).await.expect("approved");
    let after = words(&desk, &ordered).await;
    for line in ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Trần Thị Giả Định", "Đã duyệt ngày 10/09/2026"]
    {
        assert!(after.contains(line), "{line} is not in {after}");
    }
    assert!(!after.contains("(Chưa ký)") && !after.contains("TM. "), "{after}");
    // whom the approver agreed to is not exchanged behind their back
    let again = ReportAct::NameSigner { signer: signer(Capacity::Head, None) };
    let refused = desk.act(&head, &kept, again).await;
    assert!(matches!(refused, Err(WorkFault::Refused(Refusal::Stands { .. }))), "{refused:?}");
    desk.it.finish().await;
}

#[tokio::test]
async fn a_body_issues_its_reports_under_its_own_letterhead() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let province = desk.unit("38");
    let order = || desk.app.order_report("kh192-nganh", province, "2026-Q3", Some("sở y tế".to_owned()));
    let ordered = order().expect("ordered");
    let bare = words(&desk, &ordered).await;
    assert!(bare.contains("THỦ TRƯỞNG") && !bare.contains("BC-"), "{bare}");
    assert!(!bare.contains("ghi đến ."), "nothing was worked out, and no instant is named: {bare}");

    let permit = desk.permit::<acts::WriteWork>(5, Role::StandingOffice, province, province);
    let heading = Heading {
        parent: None,
        symbol: "SYT".to_owned(),
        head: "Giám đốc".to_owned(),
        deputy: Some("Phó Giám đốc".to_owned()),
        collective: None,
    };
    let office = |symbol: &str| Office {
        name: "Sở Y tế".to_owned(),
        head: Some(id(41, 9)),
        staff: Vec::new(),
        heading: Some(Heading { symbol: symbol.to_owned(), ..heading.clone() }),
    };
    let write = |symbol: &str| {
        let act = BodyAct::Record { office: office(symbol) };
        Wanted { work: id(77, 1), id: id(77, 1), seen: 0, on: desk.app.today(), act }
    };
    let refused = desk.app.work_do::<Body, _>(&permit, write("S Y/T")).await;
    assert!(matches!(refused, Err(WorkFault::Refused(_))), "{refused:?}");
    desk.app.work_do::<Body, _>(&permit, write("SYT")).await.expect("written down");
    let own = words(&desk, &ordered).await;
    for line in ["ỦY BAN NHÂN DÂN TỈNH THANH HÓA", "SỞ Y TẾ", "BC-SYT", "GIÁM ĐỐC"] {
        assert!(own.contains(line), "{line} is not in {own}");
    }
    desk.it.finish().await;
}

#[tokio::test]
async fn a_sum_as_of_an_earlier_day_has_only_what_had_come_in_and_a_switch_leaves_out_what_nobody_approved() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let province = desk.unit("38");
    let ordered = desk.ordered("kh192-tinh", province);
    let communes = desk.app.units_below(&ordered);
    for (number, unit) in (1_u64..).zip(communes.iter().take(2)) {
        let kept = desk.submitted(*unit, id(7, number), 5).await;
        if number == 1 {
            let office = desk.permit::<acts::ApproveReport>(3, Role::StandingOffice, province, *unit);
            desk.act(&office, &kept, ReportAct::Approve { note: None, signer: None }).await.expect("approved");
        }
    }
    let told = async |as_of, only_approved| {
        let built = desk.app.build_report(&ordered, (as_of, only_approved), Kind::Json, true).await.expect("built");
        let json: serde_json::Value = serde_json::from_slice(&built.bytes).expect("JSON");
        let figures = json["figures"].as_array().expect("figures").clone();
        let sessions = figures.into_iter().find(|figure| figure["indicator"] == "sessions").expect("sessions");
        (json["missing"].as_array().map(Vec::len), sessions["value"]["value"].as_i64())
    };
    assert_eq!(told(date(2026, 9, 10), false).await, (Some(164), Some(10)));
    assert_eq!(told(date(2026, 9, 10), true).await, (Some(165), Some(5)));
    assert_eq!(told(date(2026, 9, 9), false).await, (Some(166), None), "nothing had come in the day before");
    desk.it.finish().await;
}

#[tokio::test]
async fn a_provinces_report_holds_the_plans_target_by_its_own_arithmetic() {
    let desk = Desk::over(TestDb::sqlite_bare().await).await;
    let province = desk.unit("38");
    let permit = desk.permit::<acts::WriteWork>(5, Role::StandingOffice, province, province);
    let ordered = desk.app.order_report("kh192-tinh", province, "2026-year", None).expect("ordered");
    assert!(ordered.form.sections_of("year").any(|section| section.title == "ĐÁNH GIÁ CẢ NĂM"));
    let kept = desk.app.report_begin(&permit, None, &ordered, (id(7, 900), id(8, 900))).await.expect("begun");
    let Measured::Text { text } = value(&kept.state, "plan_drug_free") else { panic!("no account") };
    for arithmetic in ["20\u{a0}% × 166 = 33,2, làm tròn lên 34", "50\u{a0}% × 166 = 83", "chưa có số nào"] {
        assert!(text.contains(arithmetic), "{text}");
    }
    assert_eq!(value(&kept.state, "plan_drug_free_needed"), &Measured::count(34), "the point that is due");
    assert_eq!(value(&kept.state, "plan_drug_free_status"), &Measured::unknown(Why::Undetermined));
    desk.it.finish().await;
}
