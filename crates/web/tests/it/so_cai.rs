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
    assert_eq!(state.size, ground.entries + 1, "{} {}", saved.status, saved.body);
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
    let size = ground.entries;
    assert!(note.body.starts_with("anlanh/") && note.body.contains(&format!("\n{size}\n")), "{}", note.body);
    let proof = ground.get(&format!("/so-cai/consistency?from=0&to={size}")).await;
    assert_eq!((proof.status.as_u16(), proof.body.as_str()), (200, ""), "any log continues the empty one");
    let beyond = format!("?from={size}&to={}", size + 1);
    for wrong in ["", &beyond, "?from=1&to=0", "?from=-1&to=1", "?from=a&to=b"] {
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

#[tokio::test]
async fn one_entry_is_given_with_its_proof_and_a_week_with_its_root() {
    let ground = Ground::empty().await;
    assert_eq!(ground.get("/so-cai/inclusion?seq=0").await.status, 422, "nothing is signed yet");
    ground.app.checkpoint().await.expect("signs");
    let proof = ground.get("/so-cai/inclusion?seq=0").await;
    assert_eq!(proof.status, 200);
    assert_eq!(proof.header("content-type"), "text/plain; charset=utf-8");
    assert!(proof.body.starts_with("c2sp.org/tlog-proof@v1\nextra "), "{}", proof.body);
    let size = ground.entries;
    for wrong in ["", &format!("?seq={size}"), "?seq=-1", "?seq=18446744073709551615"] {
        assert_eq!(ground.get(&format!("/so-cai/inclusion{wrong}")).await.status, 422, "{wrong}");
    }
    assert_eq!(ground.get(&format!("/so-cai/checkpoint?size={size}")).await.status, 200);
    for wrong in [&(size + 1).to_string(), "-1", "18446744073709551615"] {
        assert_eq!(ground.get(&format!("/so-cai/checkpoint?size={wrong}")).await.status, 422, "{wrong}");
    }
    let root = ground.app.ledger_state().await.expect("reads").signed.expect("signed").root;
    let week = ground.get("/so-cai/tuan/2025/51").await;
    assert_eq!(week.status, 200);
    assert!(week.body.contains(&root) && week.body.contains("Tuần này chưa hết"), "{}", week.body);
    for wrong in ["2025/54", "2025/0", "2999/1", "a/b"] {
        let answer = ground.get(&format!("/so-cai/tuan/{wrong}")).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{wrong}: {}", answer.status);
    }
}

#[tokio::test]
async fn only_named_witnesses_leave_their_signature() {
    use vault::key::WitnessSigningKey;
    let ground = Ground::empty().await;
    ground.app.checkpoint().await.expect("signs");
    let witness = |seed: u8| {
        let text = WitnessSigningKey::text_of_seed("w.example", &[seed; 32]).expect("a name");
        WitnessSigningKey::from_text(&text).expect("a key")
    };
    ground.app.witnessed_by(vec![witness(1).verifying().clone()]);
    let note = ground.get("/so-cai/checkpoint").await.body;
    let size = ground.entries;
    let now = ground.app.now().as_second().unsigned_abs();
    let hand_in = async |note: String| {
        let request = crate::ground::request("POST", "/so-cai/cosignature").header("content-type", "text/plain");
        ground.send(request.body(axum::body::Body::from(note)).expect("sound")).await
    };
    let cosigned = |seed| vault::witness::cosign(&note, &witness(seed), now).expect("signs");
    for wrong in
        [String::new(), note.clone(), cosigned(2), note.replace(&format!("\n{size}\n"), &format!("\n{}\n", size + 1))]
    {
        assert_eq!(hand_in(wrong.clone()).await.status, 422, "{wrong}");
    }
    let kept = hand_in(cosigned(1)).await;
    assert_eq!((kept.status.as_u16(), kept.body.as_str()), (200, "w.example\n"));
    assert!(ground.get("/so-cai/checkpoint").await.body.contains("\u{2014} w.example "));
    assert!(ground.get("/so-cai").await.body.contains("w.example"));
}
