//! What is wrong with an uploaded file; nothing of it was saved.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// One thing to put right in the file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Row as the user counts it; none for the file as a whole.
    pub row: Option<u64>,
    /// Column heading or letter; empty for the row as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what was expected.
    pub message: String,
}

/// The list of what is wrong.
#[derive(Clone, Debug, Template)]
#[template(path = "sheet/upload.html")]
pub struct Upload {
    /// Around the page.
    pub frame: Frame,
    /// Code of the province.
    pub code: String,
    /// Name of the province with its kind.
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// Faults shown here.
    pub faults: Vec<Fault>,
    /// Faults in all.
    pub total: u64,
    /// Address of the marked copy, if the file could be read.
    pub marked: Option<String>,
}

impl Upload {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Faults that are not shown.
    pub fn hidden(&self) -> u64 {
        self.total.saturating_sub(crate::format::Whole::whole(&self.faults.len()))
    }

    /// Made-up pages: wrong cells, a file that cannot be read, very many faults.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let fault = |row, column: &str, value: &str, message: &str| Fault {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            message: message.to_owned(),
        };
        let cells = Self {
            frame: samples::frame(
                "/tinh/38/so-lieu/tai-len",
                Section::Nation,
                &[("Toàn quốc", "/"), ("Thanh Hóa", "/tinh/38"), ("Số liệu", "/tinh/38/so-lieu"), ("Tải lên", "")],
            ),
            code: "38".to_owned(),
            name: "Tỉnh Thanh Hóa".to_owned(),
            file: "so-lieu-2025.xlsx".to_owned(),
            faults: vec![
                fault(Some(12), "Số nhân khẩu", "0", "Số nhân khẩu phải lớn hơn 0."),
                fault(Some(40), "Người nghiện có hồ sơ", "12,5", "Cần một số nguyên không âm."),
                fault(Some(77), "Mã", "14992", "Mã này không còn hiệu lực; đơn vị kế thừa: xã Tân Thành (15661)."),
                fault(Some(101), "", "", "Xã Nga Sơn xuất hiện hai lần (dòng 98 và dòng 101)."),
            ],
            total: 4,
            marked: Some("/tinh/38/so-lieu/ban-danh-dau/1.xlsx".to_owned()),
        };
        let unreadable = Self {
            faults: vec![fault(None, "", "", "Tệp có macro. Lưu lại dưới dạng .xlsx rồi tải lên.")],
            total: 1,
            marked: None,
            file: "Biểu tổng hợp số liệu rất dài của Phòng Cảnh sát điều tra tội phạm về ma túy (bản cuối cùng đã sửa).xlsm".to_owned(),
            ..cells.clone()
        };
        let many = Self { total: 1840, ..cells.clone() };
        vec![("cells", cells), ("unreadable", unreadable), ("many", many)]
    }
}
