//! `anlanh forms`: an office's own forms before they are in use.

use crate::{Desk, anlanh, stderr, stdout, text};

#[test]
fn forms_are_listed_with_whether_somebody_checked_them() {
    let said = stdout(&anlanh(&["forms", "list"]));
    let line = said.lines().find(|line| line.starts_with("pl3-08\t")).expect("listed");
    assert!(line.contains("Mẫu 08 Phụ lục III") && line.ends_with("bố cục chưa đối chiếu"), "{line}");
    assert!(said.lines().count() > 40, "{said}");
}

#[test]
fn a_form_is_taken_changed_checked_and_seen() {
    let desk = Desk::new();
    let shipped = anlanh(&["forms", "show", "pl3-08"]);
    assert!(shipped.status.success());
    let own = stdout(&shipped).replace("\"not_verified\"", "\"verified\"");
    let file = desk.file("pl3-08.toml", &own);
    let folder = file.parent().expect("a folder");
    let checked = anlanh(&["forms", "check", text(folder)]);
    assert_eq!(stdout(&checked).trim(), "1 tệp, không có lỗi.");
    for ending in ["docx", "pdf"] {
        let to = folder.join(format!("xem.{ending}"));
        let seen = anlanh(&["forms", "preview", "pl3-08", "--from", text(folder), "--to", text(&to)]);
        assert!(seen.status.success(), "{}", stderr(&seen));
        let bytes = std::fs::read(&to).expect("written");
        assert!(bytes.starts_with(if ending == "pdf" { b"%PDF" } else { b"PK\x03\x04" }));
    }
}

#[test]
fn faults_of_a_form_are_told_with_place_and_remedy() {
    let desk = Desk::new();
    let own = stdout(&anlanh(&["forms", "show", "pl3-08"]));
    let prison = "[act.stop_reason=prison]";
    let own = own.replace("&identity", "{person.nme}");
    let own = own.replace(prison, &format!("Bị áp dụng biện pháp giáo dục tại xã\n{prison}"));
    let file = desk.file("pl3-08.toml", &own);
    let folder = file.parent().expect("a folder");
    let checked = anlanh(&["forms", "check", text(folder)]);
    assert_eq!(checked.status.code(), Some(2));
    let said = stderr(&checked);
    for words in
        ["không có chỗ điền tên person.nme", "thiếu chỗ điền person.name", "không còn \"giáo dục tại xã\"", "Điều 24.5"]
    {
        assert!(said.contains(words), "{words} in\n{said}");
    }
    let nothing = anlanh(&["--lang", "en", "forms", "check", text(&folder.join("none"))]);
    assert_eq!(nothing.status.code(), Some(2), "{}", stderr(&nothing));
    for wrong in [["forms", "show", "pl9-01"], ["forms", "preview", "pl3-08"]] {
        assert_eq!(anlanh(&wrong).status.code(), Some(64));
    }
}
