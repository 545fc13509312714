//! A ledger that somebody altered: each way is named, with what to do.

use std::path::Path;

use store::Db;
use store::query::sql;

use crate::ledger::record;
use crate::{Desk, anlanh, stderr, stdout, text};

/// Does what a database administrator could do and the program never does.
fn behind_its_back(data: &Path, texts: &[&'static str]) {
    let url = format!("sqlite:{}", data.join("anlanh.sqlite").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(&url).await.expect("opens");
        let mut tx = db.begin().await.expect("begins");
        let disarm = [
            "drop trigger if exists ledger_entry_is_not_changed",
            "drop trigger if exists ledger_entry_is_not_deleted",
        ];
        for text in disarm.iter().chain(texts) {
            tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        }
        tx.commit().await.expect("commits");
        db.close().await;
    });
}

/// A ledger of four entries, all signed.
fn signed() -> Desk {
    let desk = Desk::new();
    let data = desk.path("data");
    assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
    for sites in 1..=3 {
        record(&desk, sites);
    }
    let sound = anlanh(&["ledger", "verify", "--data", text(&data)]);
    assert!(stdout(&sound).contains("4 mục, 4 mục đã ký"), "{}", stderr(&sound));
    desk
}

const STOP: &str = "Hãy dừng ghi, giữ nguyên kho dữ liệu và báo ngay người chịu trách nhiệm";

#[test]
fn each_way_to_alter_a_ledger_is_named_with_what_to_do() {
    let forged = "update ledger_entry set body = (select body from ledger_entry where seq = 1) where seq = 2";
    let leaf = "update ledger_entry set leaf = (select leaf from ledger_entry where seq = 1) where seq = 2";
    let ways: [(&[&'static str], &str); 6] = [
        (&[forged], "Mục 2 không còn như khi được ghi."),
        (&[forged, leaf], "Thiếu mục 2; ở chỗ đó là mục 1."),
        (
            &[
                "update ledger_entry set seq = 99 where seq = 1",
                "update ledger_entry set seq = 1 where seq = 2",
                "update ledger_entry set seq = 2 where seq = 99",
            ],
            "Thiếu mục 1; ở chỗ đó là mục 2.",
        ),
        (&["delete from ledger_entry where seq = 1"], "Thiếu mục 1; ở chỗ đó là mục 2."),
        (&["delete from ledger_entry where seq = 3"], "Sổ chỉ có 3 mục nhưng đã ký cho 4 mục"),
        (
            &["delete from boundary_import", "update unit_version set name = 'khác' where origin = 'shipped'"],
            "Danh mục đơn vị: dữ liệu đã bị sửa",
        ),
    ];
    for (texts, said) in ways {
        let desk = signed();
        let data = desk.path("data");
        behind_its_back(&data, texts);
        for command in ["verify", "checkpoint"] {
            let refused = anlanh(&["ledger", command, "--data", text(&data)]);
            // signing looks at the log alone, not at the rows beside it
            if command == "checkpoint" && said.starts_with("Danh mục") {
                continue;
            }
            assert_eq!(refused.status.code(), Some(1), "{command} {texts:?}: {}", stdout(&refused));
            let told = stderr(&refused);
            assert!(told.contains(said) || command == "checkpoint", "{texts:?}: {told}");
            assert!(told.contains(STOP), "{texts:?}: {told}");
        }
    }
}

#[test]
fn a_clock_moved_back_stops_writing_and_says_what_to_do() {
    let desk = signed();
    let data = desk.path("data");
    behind_its_back(&data, &["update ledger_head set recorded_at = recorded_at + 3600000"]);
    let list = desk.facts(&["14845,10000,50,0,9,10,0,0,none,40,3,0"]);
    let refused = anlanh(&[
        "facts",
        "import",
        text(&list),
        "--year",
        "2025",
        "--source",
        "Báo cáo giả định",
        "--entered-by",
        "Người nhập giả định",
        "--data",
        text(&data),
    ]);
    assert_eq!(refused.status.code(), Some(1));
    let told = stderr(&refused);
    assert!(told.contains("ồng hồ") && told.contains("chỉnh"), "{told}");
}

/// The holder of the key puts an older state back and goes on from there: everything in it is signed soundly.
#[test]
fn a_log_signed_anew_is_refused_against_a_note_that_was_kept() {
    let desk = signed();
    let data = desk.path("data");
    let kept = desk.file("kept.txt", anlanh(&["ledger", "checkpoint", "--data", text(&data)]).stdout);
    let other = Desk::new();
    let forked = other.path("data");
    assert_eq!(anlanh(&["keys", "init", "--data", text(&forked)]).status.code(), Some(0));
    std::fs::copy(data.join("keys").join("ledger.key"), forked.join("keys").join("ledger.key")).expect("copies");
    for sites in 5..=7 {
        record(&other, sites);
    }
    let alone = anlanh(&["ledger", "verify", "--data", text(&forked)]);
    assert_eq!(alone.status.code(), Some(0), "in itself nothing is wrong with it: {}", stderr(&alone));
    let refused = anlanh(&["ledger", "verify", "--from", text(&kept), "--data", text(&forked)]);
    assert_eq!(refused.status.code(), Some(1));
    let told = stderr(&refused);
    assert!(told.contains("Có hai bản ký khác nhau cho cùng 4 mục") && told.contains(STOP), "{told}");
}
