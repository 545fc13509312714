//! Templates of an office: every version stays, one or none is in use.

use domain::work::{Author, Chain as _, Entry, replay};
use jiff::civil::date;
use programme::templates::{FILE_BYTES_MAX, File, Template, TemplateAct, TemplateRefusal};
use uuid::Uuid;

fn file(sha256: &str, bytes: u32) -> File {
    File { name: "mau.docx".to_owned(), bytes, sha256: sha256.to_owned(), content: String::new() }
}

fn put(sha256: &str) -> TemplateAct {
    TemplateAct::Put { paper: "chung".to_owned(), reason: "Mẫu mới".to_owned(), file: file(sha256, 9) }
}

fn back(version: u32) -> TemplateAct {
    TemplateAct::PutBack { version, reason: "Bản cũ đúng hơn".to_owned() }
}

fn withdraw() -> TemplateAct {
    TemplateAct::Withdraw { reason: "Dùng mẫu của phần mềm".to_owned() }
}

fn play(acts: &[TemplateAct]) -> Result<Template, TemplateRefusal> {
    let by = Author { account: Uuid::from_u128(1), appointment: Uuid::from_u128(2) };
    let entries: Vec<Entry<TemplateAct>> = (1..)
        .zip(acts)
        .map(|(seq, act)| Entry {
            id: Uuid::from_u128(u128::from(seq)),
            seq,
            on: date(2026, 11, 22),
            at: jiff::Timestamp::UNIX_EPOCH,
            by,
            act: act.clone(),
        })
        .collect();
    Ok(replay::<Template>(&entries)?.expect("begun"))
}

#[test]
fn each_file_is_a_version_and_none_is_overwritten() {
    let template = play(&[put("a"), put("b"), back(1), put("c")]).expect("lawful");
    let kept: Vec<(u32, &str)> =
        template.versions.iter().map(|version| (version.number, version.file.sha256.as_str())).collect();
    assert_eq!(kept, [(1, "a"), (2, "b"), (3, "c")]);
    assert_eq!(template.current().map(|version| version.number), Some(3));
    let none = play(&[put("a"), withdraw()]).expect("lawful");
    assert_eq!((none.current(), none.standing().state.as_str()), (None, "withdrawn"));
    assert_eq!(play(&[put("a"), withdraw(), back(1)]).expect("lawful").used, Some(1));
}

#[test]
fn what_makes_no_version_is_refused() {
    let refused = |acts: &[TemplateAct]| play(acts).expect_err("refused");
    assert!(matches!(refused(&[withdraw()]), TemplateRefusal::Order { .. }));
    assert_eq!(refused(&[put("a"), put("a")]), TemplateRefusal::Same { version: 1 });
    assert_eq!(refused(&[put("a"), back(1)]), TemplateRefusal::Same { version: 1 });
    assert_eq!(refused(&[put("a"), back(2)]), TemplateRefusal::NoVersion { version: 2, last: 1 });
    assert_eq!(refused(&[put("a"), withdraw(), withdraw()]), TemplateRefusal::NotUsed);
    let large =
        |bytes| TemplateAct::Put { paper: "chung".to_owned(), reason: "Mẫu".to_owned(), file: file("a", bytes) };
    for bytes in [0, FILE_BYTES_MAX + 1] {
        assert_eq!(refused(&[large(bytes)]), TemplateRefusal::FileSize { bytes, most: FILE_BYTES_MAX });
    }
    let other = TemplateAct::Put { paper: "khac".to_owned(), reason: "Mẫu".to_owned(), file: file("b", 9) };
    assert!(matches!(refused(&[put("a"), other]), TemplateRefusal::Order { .. }));
    // version after version of the largest size ends where a chain would be too long to be read
    let many: Vec<TemplateAct> = (0..60)
        .map(|number| TemplateAct::Put {
            paper: "chung".to_owned(),
            reason: "Mẫu".to_owned(),
            file: file(&format!("{number}"), FILE_BYTES_MAX),
        })
        .collect();
    assert!(matches!(refused(&many), TemplateRefusal::AllSize { .. }));
}
