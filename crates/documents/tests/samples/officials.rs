//! Fictitious documents of free shape: for tests here, and for those who print and open them. Nobody in them exists.

use documents::official::{
    Align, Annex, Block, Cell, Decimal, Group, Issuer, Letterhead, Marks, Official, Row, Run, RunKind, Signing, Table,
    TableColumn, Urgency, heading, list, paragraph,
};
use documents::paper::{Key, Values};
use jiff::civil::date;

/// A fictitious unit.
pub fn unit() -> Values {
    let mut unit = Values::default();
    unit.choose(Key::UnitKind, "phuong");
    for (key, text) in [
        (Key::UnitFull, "phường Giả Định"),
        (Key::UnitName, "Giả Định"),
        (Key::UnitProvince, "tỉnh Giả Định"),
        (Key::UnitPlace, "Giả Định"),
    ] {
        unit.set(key, text);
    }
    unit
}

/// Each sample with the name of its files.
pub fn all(letterhead: &Letterhead) -> Vec<(&'static str, Official)> {
    vec![
        ("bao-cao", report(letterhead, "phường Giả Định")),
        ("bao-cao-cong-an", police_report(letterhead)),
        ("cong-van", letter(letterhead)),
        ("quyet-dinh", decision(letterhead)),
        ("ke-hoach", plan(letterhead)),
        ("bien-ban", minutes(letterhead)),
    ]
}

fn issuer(letterhead: &Letterhead, office: &str) -> Issuer {
    Issuer::of(letterhead, office, &unit()).expect("a shipped office")
}

fn bold(text: &str) -> Run {
    Run { kind: RunKind::Text(text.to_owned()), bold: true, italic: false }
}

/// A quarterly report with two tables of 15 rows: what a province gets from each commune.
pub fn report(letterhead: &Letterhead, of: &str) -> Official {
    let issuer = issuer(letterhead, "council");
    let signing = issuer.signing(true, None, Some("Trần Thị Thử Nghiệm"));
    let subject = format!("Kết quả công tác phòng, chống ma túy và xây dựng {of} không ma túy quý III năm 2026");
    Official {
        number: Some(5),
        date: Some(date(2027, 1, 5)),
        addressees: vec!["Ủy ban nhân dân tỉnh Giả Định".to_owned(), "Công an tỉnh Giả Định".to_owned()],
        blocks: vec![
            paragraph(
                "Thực hiện Kế hoạch số 192/KH-UBND ngày 08 tháng 9 năm 2025 (số liệu dưới đây là giả định), Ủy ban nhân dân phường báo cáo kết quả như sau:",
            ),
            heading(1, "I. TÌNH HÌNH"),
            Block::Paragraph(vec![
                Run::text("Đến hết ngày 14 tháng 9 năm 2026, trên địa bàn có "),
                bold("12 người"),
                Run::text(
                    " đang được quản lý, giảm 03 người so với kỳ trước; không phát sinh điểm, tụ điểm về ma túy.",
                ),
            ]),
            heading(2, "1. Số liệu theo chế độ quản lý"),
            Block::Table(figures()),
            heading(2, "2. Công việc đã làm"),
            list([
                "Tuyên truyền tại 15 tổ dân phố, 1.250 lượt người dự;",
                "Tư vấn, giúp đỡ 12 người, 04 người có việc làm;",
                "Kiểm tra cư trú mỗi tháng một lần theo quy định.",
            ]),
            heading(1, "II. KẾT QUẢ THEO TỔ DÂN PHỐ"),
            Block::Table(hamlets()),
            heading(1, "III. KIẾN NGHỊ"),
            heading(3, "a) Với Công an tỉnh"),
            paragraph("Bố trí thêm phương tiện xét nghiệm cho Công an phường."),
        ],
        signatures: vec![signing],
        recipients: vec!["Thường trực Đảng ủy, Hội đồng nhân dân phường".to_owned(), "Công an phường".to_owned()],
        filed: Some("VT".to_owned()),
        marks: Marks { warning: Some("SỐ LIỆU GIẢ ĐỊNH".to_owned()), ..Marks::default() },
        ..Official::new(issuer, Some("Báo cáo"), "BC-UBND", &subject, date(2027, 1, 5))
    }
}

/// Figures under groups of headings, with decimals and percentages.
pub fn figures() -> Table {
    let column = |title: &str, width| TableColumn::new(title, width, Align::Right);
    let row = |n: i64| {
        Row::new([
            Cell::Whole(n),
            Cell::from(
                ["Người sử dụng trái phép", "Người nghiện", "Người sau cai nghiện"]
                    [usize::try_from(n % 3).unwrap_or(0)],
            ),
            Cell::Whole(n * 1_111),
            Cell::Whole(n * 7),
            Cell::Whole(n * 3),
            Cell::Percent(Decimal { digits: n * 333, places: 2 }),
        ])
    };
    let total = Row::new([
        Cell::Empty,
        Cell::from("Tổng số"),
        Cell::Whole(116_655),
        Cell::Whole(735),
        Cell::Whole(315),
        Cell::Empty,
    ]);
    Table {
        title: Some("Bảng 1. Người đang được quản lý".to_owned()),
        unit: Some("Đơn vị tính: người".to_owned()),
        groups: vec![Group { title: "Trong kỳ".to_owned(), first: 2, columns: 3 }],
        columns: vec![
            TableColumn::new("TT", 8, Align::Centre),
            TableColumn::new("Chế độ quản lý", 32, Align::Left),
            column("Đầu kỳ", 15),
            column("Đưa vào", 15),
            column("Đưa ra", 15),
            column("Tỷ lệ", 15),
        ],
        numbering: ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"].map(str::to_owned).to_vec(),
        rows: (1..=14).map(row).chain([total.total()]).collect(),
        note: Some("Ghi chú: số liệu giả định, lấy đến hết ngày 14 tháng 9 năm 2026.".to_owned()),
    }
}

fn hamlets() -> Table {
    let row = |n: i64| {
        Row::new([
            Cell::Whole(n),
            Cell::from(format!("Tổ dân phố số {n}")),
            Cell::from(if n % 2 == 0 { "Không có người nghiện" } else { "Đang giúp đỡ" }),
            Cell::Decimal(Decimal { digits: n * 125, places: 1 }),
        ])
    };
    Table {
        columns: vec![
            TableColumn::new("TT", 8, Align::Centre),
            TableColumn::new("Tổ dân phố", 32, Align::Left),
            TableColumn::new("Kết quả", 40, Align::Left),
            TableColumn::new("Diện tích (ha)", 20, Align::Right),
        ],
        rows: (1..=15).map(row).collect(),
        ..Table::default()
    }
}

fn police_report(letterhead: &Letterhead) -> Official {
    let issuer = issuer(letterhead, "police");
    let signing = issuer.signing(true, Some("Đại úy"), Some("Lê Văn Thử"));
    Official {
        number: Some(121),
        date: Some(date(2027, 2, 9)),
        addressees: vec!["Công an tỉnh Giả Định (qua Phòng Cảnh sát điều tra tội phạm về ma túy)".to_owned()],
        blocks: vec![heading(1, "1. Kết quả"), paragraph("Không có thay đổi so với kỳ trước.")],
        signatures: vec![signing],
        filed: Some("CAP".to_owned()),
        annexes: vec![
            Annex {
                title: "Số liệu chi tiết theo tổ dân phố".to_owned(),
                landscape: true,
                blocks: vec![Block::Table(figures())],
            },
            Annex {
                title: "Giải thích".to_owned(), landscape: false, blocks: vec![paragraph("Số liệu giả định.")]
            },
        ],
        marks: Marks { urgency: Some(Urgency::Immediate), ..Marks::default() },
        ..Official::new(
            issuer,
            Some("Báo cáo"),
            "BC-CAP",
            "Công tác quản lý người sử dụng trái phép chất ma túy tháng 01 năm 2027",
            date(2027, 2, 9),
        )
    }
}

fn letter(letterhead: &Letterhead) -> Official {
    let issuer = issuer(letterhead, "council");
    let signing = issuer.signing(false, None, Some("Trần Thị Thử Nghiệm"));
    Official {
        number: Some(12),
        date: Some(date(2027, 1, 5)),
        addressees: ["Công an phường", "Trạm Y tế phường", "Các tổ dân phố"].map(str::to_owned).to_vec(),
        blocks: vec![paragraph(
            "Ủy ban nhân dân phường đề nghị các đơn vị gửi số liệu quý III năm 2026 trước ngày 15 tháng 9 năm 2026./.",
        )],
        signatures: vec![signing],
        filed: Some("VT, VX".to_owned()),
        ..Official::new(
            issuer,
            None,
            "UBND-VX",
            "cung cấp số liệu xây dựng phường không ma túy quý III năm 2026",
            date(2027, 1, 5),
        )
    }
}

fn decision(letterhead: &Letterhead) -> Official {
    let issuer = issuer(letterhead, "committee");
    let signing = issuer.signing(false, None, Some("Trần Thị Thử Nghiệm"));
    let article = |number: &str, text: &str| Block::Paragraph(vec![bold(number), Run::text(format!(" {text}"))]);
    Official {
        number: Some(7),
        date: Some(date(2026, 10, 1)),
        basis: [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
            "Căn cứ Quyết định số 28/2025/QĐ-TTg ngày 24 tháng 8 năm 2025 của Thủ tướng Chính phủ",
            "Theo đề nghị của Trưởng Công an phường Giả Định",
        ]
        .map(str::to_owned)
        .to_vec(),
        decider: Some("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG GIẢ ĐỊNH".to_owned()),
        blocks: vec![
            Block::Centre(vec![Run::text("QUYẾT ĐỊNH:")]),
            article("Điều 1.", "Thành lập Tổ công tác gồm các ông, bà có tên trong danh sách kèm theo."),
            article("Điều 2.", "Quyết định này có hiệu lực kể từ ngày ký."),
        ],
        signatures: vec![signing],
        recipients: vec!["Như Điều 1".to_owned()],
        filed: Some("VT".to_owned()),
        ..Official::new(
            issuer,
            Some("Quyết định"),
            "QĐ-UBND",
            "Về việc thành lập Tổ công tác xây dựng phường không ma túy",
            date(2026, 10, 1),
        )
    }
}

fn plan(letterhead: &Letterhead) -> Official {
    let issuer = issuer(letterhead, "council_province");
    let signing = issuer.signing(true, None, None);
    let long = "Triển khai đồng bộ các giải pháp củng cố, giữ vững các địa bàn không có ma túy; chuyển hóa các địa bàn trọng điểm phức tạp về ma túy. ".repeat(12);
    Official {
        blocks: vec![
            heading(1, "I. MỤC ĐÍCH, YÊU CẦU"),
            paragraph(long.clone()),
            heading(1, "II. NỘI DUNG"),
            paragraph(long),
            Block::List {
                marker: documents::official::Marker::Letter,
                items: ["Rà soát;", "Tuyên truyền;", "Quản lý;", "Kiểm tra;", "Sơ kết."]
                    .map(|text| vec![Run::text(text)])
                    .to_vec(),
            },
        ],
        signatures: vec![signing],
        filed: Some("VT, NC".to_owned()),
        marks: Marks { draft: true, unsigned: true, ..Marks::default() },
        ..Official::new(
            issuer,
            Some("Kế hoạch"),
            "KH-UBND",
            "Xây dựng xã, phường không ma túy giai đoạn 2026 - 2030",
            date(2027, 1, 5),
        )
    }
}

fn minutes(letterhead: &Letterhead) -> Official {
    let issuer = issuer(letterhead, "council");
    Official {
        number: Some(3),
        date: Some(date(2027, 1, 5)),
        blocks: vec![
            paragraph("Hồi 08 giờ 00 phút, Ban Chỉ đạo họp, ông Trần Văn Giả Định chủ trì."),
            paragraph("Kết luận: giao Công an phường rà soát xong trước ngày 31 tháng 01 năm 2027."),
            paragraph("Cuộc họp kết thúc hồi 10 giờ 30 phút cùng ngày."),
        ],
        signatures: vec![
            Signing::own("THƯ KÝ", Some("Nguyễn Thị Thử")),
            Signing::own("CHỦ TỌA", Some("Trần Văn Giả Định")),
        ],
        filed: Some("VT".to_owned()),
        ..Official::new(
            issuer,
            Some("Biên bản"),
            "BB-UBND",
            "Họp Ban Chỉ đạo xây dựng phường không ma túy tháng 01 năm 2027",
            date(2027, 1, 5),
        )
    }
}
