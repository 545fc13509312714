//! Made-up files.

use super::{
    Basis, CaseFile, ClockRow, EventRow, ListRow, MeasureRow, MemberRow, PaperRow, Residence, ResidencePeriod,
    RightsBox, StepRow, SupportRow,
};
use crate::frame::Section;

const FILE: &str = "/ho-so/0199c0de-0000-7000-8000-000000000009";
const MANAGED: &str = "Đang bị quản lý người sử dụng trái phép chất ma túy";
const USERS: &str = "Danh sách người sử dụng trái phép chất ma túy";
const POSITIVE: &str = "Kết quả xét nghiệm dương tính";

pub(super) fn all() -> Vec<(&'static str, CaseFile)> {
    let full = full();
    let mut child = full.clone();
    child.minor = true;
    "2010".clone_into(&mut child.year);
    child.transit = Some(("xã Mường Chanh".to_owned(), "21/11/2026".to_owned()));
    "1".clone_into(&mut child.contested);
    "sức khỏe, điều trị".clone_into(&mut child.restricted);
    for event in child.events.iter_mut().filter(|event| event.entry == 1) {
        event.contested = true;
    }
    let empty = CaseFile {
        measures: Vec::new(),
        past: Vec::new(),
        lists: Vec::new(),
        clocks: Vec::new(),
        clocks_over: Vec::new(),
        due_steps: Vec::new(),
        steps: Vec::new(),
        events: Vec::new(),
        papers: Vec::new(),
        support: Vec::new(),
        team: Vec::new(),
        residence: Residence::default(),
        year: String::new(),
        ..full.clone()
    };
    let closed = CaseFile {
        closed: "chết, 20/11/2026".to_owned(),
        measures: Vec::new(),
        clocks: Vec::new(),
        due_steps: Vec::new(),
        steps: Vec::new(),
        any_steps: Vec::new(),
        rights: RightsBox::default(),
        ..full.clone()
    };
    let mut long = full.clone();
    "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut long.name);
    for event in &mut long.events {
        "Đại úy Nguyễn Hoàng Phương Trường Giang, Trưởng Công an xã (giả định)".clone_into(&mut event.signer);
    }
    vec![("full", full), ("child", child), ("empty", empty), ("closed", closed), ("long", long)]
}

fn basis(citation: &str, mark: &str) -> Basis {
    let owner = if mark == "V" { "" } else { "Phòng PC04, Công an tỉnh" };
    Basis { citation: citation.to_owned(), mark: mark.to_owned(), owner: owner.to_owned() }
}

fn full() -> CaseFile {
    CaseFile {
        frame: crate::samples::frame(
            FILE,
            Section::Other,
            &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "/ho-so"), ("Lò Văn Giả Định", "")],
        ),
        id: "0199c0de-0000-7000-8000-000000000009".to_owned(),
        name: "Lò Văn Giả Định".to_owned(),
        year: "1990".to_owned(),
        minor: false,
        unit: "xã Mường Lát".to_owned(),
        purpose: "quản lý người sử dụng trái phép chất ma túy".to_owned(),
        transit: None,
        closed: String::new(),
        contested: String::new(),
        restricted: String::new(),
        measures: vec![running()],
        past: vec![ended()],
        lists: lists(),
        clocks: clocks(),
        clocks_over: clocks_over(),
        due_steps: vec![StepRow {
            due: "23:59 20/11/2026".to_owned(), ..step("residence_check", "Kiểm tra cư trú")
        }],
        steps: vec![
            StepRow { second: true, ..step("end_management", "Chấm dứt quản lý") },
            step("suspend_management", "Tạm đình chỉ quản lý"),
            step("depart", "Rời nơi đang quản lý để chuyển nơi cư trú"),
        ],
        any_steps: vec![
            step("record_positive_test", POSITIVE),
            step("request_determination", "Đề nghị xác định tình trạng nghiện"),
            StepRow { href: String::new(), ..step("record_death", "Người có hồ sơ chết") },
        ],
        events: events(),
        papers: vec![
            paper("Mẫu 04 PL III: Quyết định quản lý người sử dụng trái phép chất ma túy", "pl3-04"),
            paper("Mẫu 09 PL III: Quyết định chấm dứt quản lý", "pl3-09"),
        ],
        support: vec![
            support("Học nghề", "Đã giới thiệu", "02/09/2026"),
            support("Vay vốn", "Không cần", "02/09/2026"),
        ],
        support_href: format!("{FILE}/viec/record_support"),
        team: vec![MemberRow {
            name: "Hà Văn Giả Định".to_owned(),
            role: "Trưởng bản, Tổ phó".to_owned(),
            until: "06/07/2027".to_owned(),
        }],
        residence: residence(),
        rights: RightsBox {
            extract: format!("{FILE}/trich-luc"),
            contest: format!("{FILE}/viec/contest_entry"),
            settle: format!("{FILE}/viec/settle_contest"),
            looks: "/nhat-ky-truy-cap/0199c0de-0000-7000-8000-000000000009".to_owned(),
        },
        at: "08:00 22/11/2026".to_owned(),
    }
}

fn residence() -> Residence {
    Residence {
        periods: vec![
            ResidencePeriod {
                unit: "xã Mường Lát".to_owned(),
                from: "14/10/2026".to_owned(),
                kind: "Tạm trú".to_owned(),
                verified: "Công an cấp xã, 15/10/2026".to_owned(),
                ..ResidencePeriod::default()
            },
            ResidencePeriod {
                unit: "xã Pù Nhi".to_owned(), to: "14/10/2026".to_owned(), ..ResidencePeriod::default()
            },
        ],
        since: "01/01/2020".to_owned(),
        rows: vec![("Xác minh nơi cư trú".to_owned(), "05/07/2026".to_owned(), "Có".to_owned())],
    }
}

fn running() -> MeasureRow {
    MeasureRow {
        title: MANAGED.to_owned(),
        regime: "C".to_owned(),
        since: "06/07/2026".to_owned(),
        until: "12/07/2027".to_owned(),
        other: Some(("06/07/2027".to_owned(), "Thời gian tạm giữ, tạm giam trong thời hạn quản lý".to_owned())),
        back: Some(("14/09/2026".to_owned(), 9)),
        entry: 3,
        basis: basis("Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1", "V"),
        ..MeasureRow::default()
    }
}

fn ended() -> MeasureRow {
    MeasureRow {
        title: "Cai nghiện tự nguyện tại gia đình, cộng đồng".to_owned(),
        regime: "A".to_owned(),
        since: "01/03/2023".to_owned(),
        until: "01/09/2023".to_owned(),
        over: Some(("01/09/2023".to_owned(), "hoàn thành".to_owned())),
        minor: true,
        entry: 1,
        basis: basis("Luật 73/2021/QH14, Điều 30", "S"),
        ..MeasureRow::default()
    }
}

fn lists() -> Vec<ListRow> {
    let verified = ("05/07/2026".to_owned(), 2, "Xác minh nơi cư trú".to_owned());
    let here = ListRow {
        title: USERS.to_owned(),
        unit: "xã Mường Lát".to_owned(),
        from: verified,
        basis: basis("NĐ 163/2026/NĐ-CP, Điều 58.1, 58.2", "V"),
        to: None,
    };
    let before = ListRow {
        title: "Danh sách người nghiện ma túy".to_owned(),
        from: ("01/03/2023".to_owned(), 1, "Biên bản tiếp nhận".to_owned()),
        to: Some(("01/09/2023".to_owned(), 2, "Giấy xác nhận hoàn thành".to_owned())),
        ..here.clone()
    };
    vec![here, before]
}

fn clock() -> ClockRow {
    ClockRow {
        title: "Kiểm tra cư trú ít nhất một lần mỗi tháng".to_owned(),
        owes: "Cán bộ Công an cấp xã".to_owned(),
        due: "23:59 20/11/2026".to_owned(),
        due_iso: "2026-11-20T23:59".to_owned(),
        standing: "late",
        met: String::new(),
        binding: true,
        window: false,
        basis: basis("NĐ 163/2026/NĐ-CP, Điều 61.1.a", "V"),
        default_year: String::new(),
    }
}

fn clocks_over() -> Vec<ClockRow> {
    let unread = ClockRow {
        title: "Người có hồ sơ được đọc và ghi chép".to_owned(),
        owes: "Người có hồ sơ hoặc người đại diện".to_owned(),
        standing: "lapsed",
        window: true,
        basis: basis("Luật 120/2025/QH15, Điều 35.3.c, 36.2.c", "V"),
        ..clock()
    };
    vec![ClockRow { standing: "met", met: "08:00 06/07/2026".to_owned(), ..clock() }, unread]
}

fn clocks() -> Vec<ClockRow> {
    let open = ClockRow {
        title: "Chấm dứt quản lý khi hết thời hạn".to_owned(),
        owes: "Trưởng Công an cấp xã".to_owned(),
        due: "23:59 12/07/2027".to_owned(),
        due_iso: "2027-07-12T23:59".to_owned(),
        standing: "open",
        basis: basis("Luật 120/2025/QH15, Điều 24.2; NĐ 163/2026/NĐ-CP, Điều 63.3", "V"),
        ..clock()
    };
    let loose = ClockRow { binding: false, standing: "open", default_year: "2027".to_owned(), ..clock() };
    vec![clock(), open, loose]
}

fn step(act: &str, title: &str) -> StepRow {
    StepRow {
        href: format!("{FILE}/viec/{act}"),
        title: title.to_owned(),
        form: "Mẫu 09 PL III".to_owned(),
        by: "Trưởng Công an cấp xã".to_owned(),
        due: String::new(),
        second: false,
        basis: basis("Luật 120/2025/QH15, Điều 24.2, 27.3; NĐ 163/2026/NĐ-CP, Điều 63.3", "V"),
    }
}

fn paper(title: &str, id: &str) -> PaperRow {
    PaperRow {
        title: title.to_owned(),
        docx: format!("{FILE}/van-ban/{id}.docx"),
        pdf: format!("{FILE}/van-ban/{id}.pdf"),
    }
}

fn support(what: &str, outcome: &str, day: &str) -> SupportRow {
    SupportRow { what: what.to_owned(), outcome: outcome.to_owned(), day: day.to_owned() }
}

fn events() -> Vec<EventRow> {
    let event = |entry, when: &str, title: &str, office: &str| EventRow {
        entry,
        when: when.to_owned(),
        title: title.to_owned(),
        basis: basis("Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1", "V"),
        paper: ("05/QĐ-CAX".to_owned(), "06/07/2026".to_owned()),
        signer: "Trưởng Công an xã (giả định)".to_owned(),
        office: office.to_owned(),
        entered: ("Người giả định A".to_owned(), "09:00 06/07/2026".to_owned()),
        agreed: "Người giả định B".to_owned(),
        ..EventRow::default()
    };
    let fields = vec![("Mẫu xét nghiệm".to_owned(), "Nước tiểu".to_owned())];
    vec![
        event(3, "08:00 06/07/2026", "Quyết định quản lý người sử dụng trái phép chất ma túy", "Trưởng Công an cấp xã"),
        EventRow {
            notes: vec!["theo ngày sinh mới, người này dưới 18 tuổi ở những việc trước: rà soát lại".to_owned()],
            paper: (String::new(), "05/07/2026".to_owned()),
            signer: String::new(),
            agreed: String::new(),
            fields: vec![("Có nơi cư trú ổn định".to_owned(), "Có".to_owned())],
            ..event(2, "05/07/2026", "Xác minh nơi cư trú", "Cán bộ Công an cấp xã")
        },
        EventRow {
            fields,
            notes: vec![
                "đã đính chính Mẫu xét nghiệm: giá trị cũ “Máu”, giá trị mới “Nước tiểu” (việc số 8, 14/09/2026)"
                    .to_owned(),
            ],
            correct: format!("{FILE}/viec/correct_entry?viec=1"),
            agreed: String::new(),
            ..event(1, "10:00 04/07/2026", POSITIVE, "Cơ quan Công an phát hiện")
        },
    ]
}
