use app::Problem;
use app::hamlets::{HamletFault, HamletImport, HamletNotice};
use app::intake::IssueKind;
use domain::units::{Kind, Level, Version};
use jiff::civil::date;
use testkit::id;

use super::office::{Office, faults, file, said, signed};

async fn import(office: &Office, n: u64, text: &str) -> Result<HamletImport, Problem> {
    office.app.import_hamlets("thôn giả định.csv", file(text), signed(), id(3, n)).await
}

fn names(office: &Office, commune: &str, day: jiff::civil::Date) -> Vec<String> {
    let found = office.app.hamlets(commune, day).expect("the commune is in force");
    found.hamlets.iter().map(Version::full_name).collect()
}

#[tokio::test]
async fn a_list_is_taken_in_and_read_back_in_order() {
    let office = Office::open().await;
    let list = "Danh sách giả định;;;;;\n\
        STT;Tên thôn;Loại;Mã xã;Hiệu lực từ (dd/mm/yyyy);Căn cứ\n\
        1;Thôn 10;thôn;12313;01/07/2025;\n\
        2;Thôn 2;Thôn;12313;2025-07-01;Nghị quyết giả định 7\n\
        3;Bản Giả Định;;12313;1/7/2025;\n";
    let done = import(&office, 1, list).await.expect("a sound list");
    assert_eq!((done.added, done.changed, done.unchanged), (3, 0, 0));
    assert_eq!(done.notices, [HamletNotice::Ignored { heading: "STT".to_owned() }]);
    assert_eq!(names(&office, "12313", date(2026, 1, 1)), ["thôn 2", "thôn 10", "bản Giả Định"]);
    assert_eq!(names(&office, "12313", date(2025, 7, 1)).len(), 3);
    let found = office.app.hamlets("12313", date(2026, 1, 1)).expect("in force");
    assert_eq!(found.commune.name, "Đức Hợp");
    let basis: Vec<&str> = found.hamlets.iter().map(|v| v.basis.as_str()).collect();
    assert_eq!(basis, ["Nghị quyết giả định 7", "Nghị quyết giả định 12/NQ-GĐ", "Nghị quyết giả định 12/NQ-GĐ"]);
    let codes: Vec<&str> = found.hamlets.iter().map(|v| v.code.as_str()).collect();
    assert_eq!(codes, ["12313-02", "12313-01", "12313-03"]);
    let register = office.restart().await.register();
    let province = found.hamlets.first().and_then(|v| register.province(v.unit, date(2026, 1, 1)));
    assert_eq!(province.map(|p| p.code.as_str()), Some("33"), "they are there after a restart, under their province");
    let recorded = office.app.hamlet_imports().await.expect("reads");
    let recorded: Vec<_> = recorded.iter().map(|i| (i.file.as_str(), i.entered_by.as_str(), i.hamlets)).collect();
    assert_eq!(recorded, [("thôn giả định.csv", "cán bộ giả định", 3)]);
    office.finish().await;
}

#[tokio::test]
async fn every_fault_is_named_and_nothing_is_kept() {
    let office = Office::open().await;
    let list = "code,name,type,from,until,hamlet_code\n\
        12313,Thôn 1,thôn,01/07/2025,,A1\n\
        ,,,,,\n\
        x12,Thôn 2,thôn,01/07/2025,,\n\
        99999,Thôn 3,thôn,01/07/2025,,\n\
        12313,,làng,1/7/25,,\n\
        12313,Thôn 5,,01/07/2025,30/06/2025,\n\
        12313,thôn 1,thôn,01/08/2025,,\n\
        12313,Thôn 7,thôn,01/07/2025,,A1\n\
        12313,Xóm Mới,,01/07/2025,,\n\
        12286,Thôn 9,thôn,01/01/2025,,\n";
    let issues = faults(import(&office, 1, list).await);
    let seen: Vec<(u32, &str, String)> =
        issues.iter().map(|i| (i.row, i.heading.as_str(), format!("{:?}", i.kind))).collect();
    let has = |row: u32, heading: &str, kind: &str| {
        assert!(
            seen.iter().any(|(r, h, k)| (*r, *h) == (row, heading) && k.contains(kind)),
            "{row} {heading} {kind}: {seen:#?}"
        );
    };
    has(4, "code", "NotACode");
    has(5, "code", "UnknownCode");
    has(6, "name", "NoName");
    has(6, "type", "UnknownKind");
    has(6, "from", "NotADay");
    has(7, "until", "EndsBeforeStart");
    has(8, "name", "Duplicate { first: 2 }");
    has(9, "hamlet_code", "CodeTaken");
    has(10, "type", "NoKind");
    has(11, "code", "CommuneEnds");
    assert_eq!(seen.len(), 10, "{seen:#?}");
    assert!(issues.is_sorted_by_key(|i| i.row));
    let said = said(&issues);
    assert!(said.iter().any(|s| s.starts_with("Dòng 6, cột “from”, giá trị “1/7/25”: ")), "{said:#?}");
    assert_eq!(names(&office, "12313", date(2026, 1, 1)), Vec::<String>::new());
    assert!(office.app.hamlet_imports().await.expect("reads").is_empty());
    office.finish().await;
}

#[tokio::test]
async fn a_former_commune_is_answered_with_its_heirs() {
    let office = Office::open().await;
    let gone = "code,name,type,from\n12319,Thôn 1,thôn,01/07/2025\n";
    let [issue] = &faults(import(&office, 1, gone).await)[..] else { panic!("one fault") };
    let IssueKind::FormerCode { was, heirs } = &issue.kind else { panic!("{issue:?}") };
    assert!(was == "xã Hùng An" && heirs.iter().any(|h| h == "12322 xã Hiệp Cường"), "{was} {heirs:?}");

    // 16417 was xã Đông Văn until 30/6/2025 and is phường Đông Quang.
    let early = "code,name,type,from\n16417,Thôn 1,thôn,01/01/2025\n";
    let [issue] = &faults(import(&office, 2, early).await)[..] else { panic!("one fault") };
    let IssueKind::Hamlet(HamletFault::CommuneEnds { commune, last, heirs }) = &issue.kind else { panic!("{issue:?}") };
    assert_eq!((commune.as_str(), *last), ("xã Đông Văn", date(2025, 6, 30)));
    assert!(!heirs.is_empty());
    let ended = "code,name,type,from,until\n16417,Thôn 1,thôn,01/01/2025,30/06/2025\n";
    assert_eq!(import(&office, 3, ended).await.expect("a hamlet of the past").added, 1);
    assert_eq!(names(&office, "16417", date(2025, 7, 1)), Vec::<String>::new());
    assert_eq!(names(&office, "16417", date(2025, 6, 30)), ["thôn 1"]);

    let wrong = "code,tên xã,name,type,from\n16417,Đông Văn,TDP 1,tdp,01/07/2025\n";
    let [issue] = &faults(import(&office, 4, wrong).await)[..] else { panic!("one fault") };
    assert!(matches!(&issue.kind, IssueKind::OtherName { was: Some(was), .. } if was == "xã Đông Văn"), "{issue:?}");
    office.finish().await;
}

#[tokio::test]
async fn a_known_hamlet_is_brought_up_to_date_not_doubled() {
    let office = Office::open().await;
    let unit = |day| {
        let found = office.app.hamlets("12313", day).expect("in force").hamlets;
        let [only] = found.as_slice() else { panic!("one hamlet, not {found:?}") };
        only.clone()
    };
    let list = "code,name,type,from\n12313,Hoà Bình,thôn,01/07/2025\n";
    import(&office, 1, list).await.expect("taken in");
    let first = unit(date(2025, 8, 1));

    let again = import(&office, 2, list).await.expect("the same again");
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 1));
    let later = import(&office, 3, "code,name,type,from\n12313,thôn HÒA BÌNH,,01/09/2025\n").await.expect("known");
    assert_eq!((later.added, later.changed, later.unchanged), (0, 0, 1), "another spelling is the same hamlet");

    let other = import(&office, 4, "code,name,type,from\n12313,Hòa Bình,bản,01/05/2026\n").await.expect("another type");
    assert_eq!((other.added, other.changed), (0, 1));
    assert_eq!((unit(date(2026, 4, 30)).kind, unit(date(2026, 5, 1)).kind), (Kind::Thon, Kind::Ban));
    assert_eq!(unit(date(2026, 5, 1)).unit, first.unit);

    let [issue] = &faults(import(&office, 5, "code,name,type,from\n12313,Hòa Bình,ấp,01/09/2025\n").await)[..]
    else {
        panic!("one fault")
    };
    assert_eq!(issue.kind, IssueKind::Hamlet(HamletFault::ChangedSince { day: date(2026, 5, 1) }));

    let closed =
        "code,name,type,from,until\n12313,Hòa Bình,bản,01/05/2026,31/12/2026\n12313,Hòa Bình,thôn,01/01/2027,\n";
    let closed = import(&office, 6, closed).await.expect("ends, and another of its name begins");
    assert_eq!((closed.added, closed.changed), (1, 1));
    assert_eq!(unit(date(2026, 12, 31)).unit, first.unit, "the last day is in force");
    assert_ne!(unit(date(2027, 1, 1)).unit, first.unit);
    assert_eq!(office.restart().await.register().level(Level::Hamlet, date(2027, 1, 1)).count(), 1);
    office.finish().await;
}

#[tokio::test]
async fn one_id_is_taken_in_once() {
    let office = Office::open().await;
    let done = import(&office, 1, "code,name,type,from\n12313,Một,thôn,01/07/2025\n").await.expect("taken in");
    assert_eq!(done.added, 1);
    let repeated = import(&office, 1, "code,name,type,from\n12313,Hai,thôn,01/07/2025\n").await.expect("done before");
    assert_eq!((repeated.id, repeated.added), (done.id, 0));
    assert_eq!(names(&office, "12313", date(2026, 1, 1)), ["thôn Một"]);
    office.finish().await;
}

#[tokio::test]
async fn unusual_types_and_similar_names_are_noticed_and_kept() {
    let office = Office::open().await;
    let list = "code,name,type,from\n16417,Tân Hòa,thôn,01/07/2025\n16417,Tân Hoa,tổ dân phố,01/07/2025\n4,Kim,ấp,01/07/2025\n";
    let done = import(&office, 1, list).await.expect("notices, not faults");
    assert_eq!(done.added, 3);
    let kinds: Vec<&str> = done
        .notices
        .iter()
        .map(|n| match n {
            HamletNotice::UnusualKind { row: 2, .. } => "thôn in a phường",
            HamletNotice::SimilarName { row: 3, .. } => "similar",
            HamletNotice::Padded { row: 4, .. } => "padded",
            HamletNotice::UnusualKind { row: 4, .. } => "ấp in a phường",
            _ => "?",
        })
        .collect();
    assert_eq!(kinds, ["padded", "thôn in a phường", "similar", "ấp in a phường"]);
    office.finish().await;
}

#[tokio::test]
async fn nobody_and_nothing_behind_a_list_is_refused() {
    let office = Office::open().await;
    let mut unsigned = signed();
    unsigned.entered_by = " ".to_owned();
    let refused = office.app.import_hamlets("x.csv", file("code,name\n"), unsigned, id(3, 1)).await;
    assert!(matches!(refused, Err(Problem::Missing(_))));
    let [issue] = &faults(import(&office, 2, "xã,dân số\n12313,5\n").await)[..] else { panic!("one fault") };
    assert_eq!(issue.kind, IssueKind::Hamlet(HamletFault::NoHeader));
    let [issue] = &faults(import(&office, 3, "code,name,type\n12313,Một,thôn\n").await)[..] else {
        panic!("one fault")
    };
    assert_eq!(issue.kind, IssueKind::Hamlet(HamletFault::NoDayColumn));
    assert!(matches!(office.app.hamlets("99999", date(2026, 1, 1)), Err(Problem::Hidden)));
    office.finish().await;
}

#[tokio::test]
async fn a_workbook_does_as_well() {
    let office = Office::open().await;
    let book = std::io::Cursor::new(workbook());
    let done = office.app.import_hamlets("thôn.xlsx", book, signed(), id(3, 1)).await.expect("a sound workbook");
    assert_eq!(done.added, 2);
    assert_eq!(names(&office, "12313", date(2026, 1, 1)), ["thôn 1", "thôn Đông"]);
    assert_eq!(names(&office, "12313", date(2026, 7, 1)), ["thôn 1"]);
    office.finish().await;
}

/// With a number for a name, and days as a workbook keeps them.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let at = |text: &str| rust_xlsxwriter::ExcelDateTime::parse_from_str(text).expect("a day");
    let written = (|| {
        for (column, heading) in (0..).zip(["Tên thôn", "Mã xã", "Loại", "Hiệu lực từ", "Đến"]) {
            sheet.write(2, column, heading)?;
        }
        sheet.write(3, 0, 1)?.write(3, 1, 12313)?.write(3, 2, "thôn")?.write_with_format(
            3,
            3,
            at("2025-07-01"),
            &day,
        )?;
        sheet.write(4, 0, "Đông")?.write(4, 1, "12313")?.write(4, 2, "thôn")?.write_with_format(
            4,
            3,
            at("2025-07-01"),
            &day,
        )?;
        sheet.write_with_format(4, 4, at("2026-06-30"), &day)?;
        Ok::<_, rust_xlsxwriter::XlsxError>(())
    })();
    written.expect("a small sheet");
    book.save_to_buffer().expect("a small workbook")
}

#[tokio::test]
async fn a_server_does_as_well_and_two_importers_do_not_double() {
    let Some(office) = Office::on_a_server().await else { return };
    let other = office.restart().await;
    let rows: Vec<String> = (1..=40).map(|n| format!("12313,{n},thôn,01/07/2025")).collect();
    let list = format!("code,name,type,from\n{}\n", rows.join("\n"));
    let (one, two) =
        tokio::join!(import(&office, 1, &list), other.import_hamlets("y.csv", file(&list), signed(), id(3, 2)),);
    let (one, two) = (one.expect("one"), two.expect("two"));
    assert_eq!((one.added + two.added, one.unchanged + two.unchanged), (40, 40));
    assert_eq!(office.restart().await.hamlets("12313", date(2026, 1, 1)).expect("in force").hamlets.len(), 40);
    drop(other);
    office.finish().await;
}
