//! The ledger.

use crate::ground::Ground;

#[tokio::test]
async fn the_ledger_is_shown_without_names() {
    let ground = Ground::empty().await;
    let form = [
        ("van-ban", "Báo cáo giả định"),
        ("so", "12/BC-GĐ"),
        ("nguoi-nhap", "Người kiểm thử (giả định)"),
        ("14845.use_sites", "2"),
    ];
    let saved = ground.post("/tinh/38/so-lieu?q=14845", &form).await;
    let before = ground.get("/so-cai").await.body;
    assert!(before.contains("Chưa ký lần nào."), "{before}");
    ground.app.checkpoint().await.expect("signs");
    let page = ground.get("/so-cai").await.body;
    let state = ground.app.ledger_state().await.expect("reads");
    let root = state.signed.expect("signed").root;
    let grouped: Vec<&str> = (0..11).filter_map(|n| root.get(n * 4..n * 4 + 4)).collect();
    assert!(page.contains(&grouped.join(" ")), "{page}");
    assert_eq!(state.size, 2, "{} {}", saved.status, saved.body);
    assert!(page.contains("Số liệu: ghi") && page.contains("Danh mục đơn vị: nạp theo chương trình"), "{page}");
    assert!(page.contains("12/BC-GĐ") && page.contains("Mường Lát"), "{page}");
    assert!(!page.contains("Người kiểm thử"), "no person's name stands in the ledger");
}

#[tokio::test]
async fn witnesses_are_given_notes_and_proofs() {
    let ground = Ground::empty().await;
    let early = ground.get("/so-cai/checkpoint").await;
    assert_eq!(early.status, 422, "nothing is signed yet");
    ground.app.checkpoint().await.expect("signs");
    let note = ground.get("/so-cai/checkpoint").await;
    assert_eq!(note.status, 200);
    assert_eq!(note.header("content-type"), "text/plain; charset=utf-8");
    assert!(note.body.starts_with("anlanh/") && note.body.contains("\n1\n"), "{}", note.body);
    let proof = ground.get("/so-cai/consistency?from=0&to=1").await;
    assert_eq!((proof.status.as_u16(), proof.body.as_str()), (200, ""), "any log continues the empty one");
    for wrong in ["", "?from=1&to=2", "?from=1&to=0", "?from=-1&to=1", "?from=a&to=b"] {
        assert_eq!(ground.get(&format!("/so-cai/consistency{wrong}")).await.status, 422, "{wrong}");
    }
}

#[tokio::test]
async fn a_ledger_altered_behind_the_programs_back_is_said_on_its_page() {
    let ground = Ground::empty().await;
    let mut tx = ground.app.db().begin().await.expect("begins");
    let altered = ["drop trigger ledger_entry_is_not_changed", "update ledger_entry set leaf = zeroblob(32)"];
    for text in altered {
        tx.run(store::query::sql(text)).await.expect(text);
    }
    tx.commit().await.expect("commits");
    ground.app.checkpoint().await.expect_err("is not signed");
    let page = ground.get("/so-cai").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Mục 0 không còn như khi được ghi."), "{}", page.body);
}
