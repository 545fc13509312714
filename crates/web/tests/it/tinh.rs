//! Provinces: the list, the sheet, uploads, undo, downloads.

use crate::ground::{Answer, Ground};

const SIGNED: [(&str, &str); 2] = [("van-ban", "Báo cáo 1 (giả định)"), ("nguoi-nhap", "Người kiểm thử (giả định)")];

async fn save(ground: &Ground, cells: &[(&str, &str)]) -> Answer {
    let form: Vec<_> = cells.iter().copied().chain(SIGNED).collect();
    ground.post("/tinh/38/so-lieu?q=14845", &form).await
}

fn value_of(page: &str, name: &str) -> String {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field is there");
    after.split('"').next().expect("it ends").to_owned()
}

#[tokio::test]
async fn the_list_is_ordered_and_filtered_by_the_address() {
    let ground = Ground::demo().await;
    let rows = |page: &str| page.matches("<tr data-code=").count();
    let all = ground.get("/tinh/38").await.body;
    assert_eq!(rows(&all), 166);
    let rising = ground.get("/tinh/38?xep=ma").await.body;
    let falling = ground.get("/tinh/38?xep=ma&chieu=giam").await.body;
    let first = |page: &str| page.split_once("<tr data-code=\"").expect("rows").1[..5].to_owned();
    assert!(first(&rising) < first(&falling));
    let free = ground.get("/tinh/38?ket-qua=DRUG_FREE").await.body;
    assert!((1..166).contains(&rows(&free)));
    assert_eq!(rows(&free), free.matches("data-grade=\"DRUG_FREE\"").count());
    assert_eq!(ground.get("/tinh/99").await.status, 404);
}

#[tokio::test]
async fn typed_figures_are_recorded_and_taken_back() {
    let ground = Ground::empty().await;
    let saved =
        save(&ground, &[("14845.population", "5.000"), ("14845.plant_area_m2", "12,5"), ("14845.key_route", "inter")])
            .await;
    assert_eq!(saved.status, 303);
    assert!(saved.header("location").contains("xong=3"), "{}", saved.header("location"));
    let page = ground.get("/tinh/38/so-lieu?q=14845").await.body;
    assert_eq!(value_of(&page, "14845.population"), "5000");
    assert_eq!(value_of(&page, "14845.plant_area_m2"), "12,5");
    assert!(page.contains("<option value=\"inter\" selected>"));
    assert!(ground.get("/xa/14845").await.body.contains("5.000"), "the verdict shows the figure");
    let batch = value_of(&page, "lan-ghi");
    let undone = ground
        .post("/tinh/38/so-lieu/hoan-tac", &[("lan-ghi", &batch), ("nguoi-nhap", "Người kiểm thử (giả định)")])
        .await;
    assert_eq!(undone.status, 303);
    let page = ground.get("/tinh/38/so-lieu?q=14845").await.body;
    assert_eq!(value_of(&page, "14845.population"), "");
    assert!(ground.get("/xa/14845").await.body.contains("5.000"), "the history still shows it");
}

#[tokio::test]
async fn nothing_is_recorded_while_a_cell_is_wrong() {
    let ground = Ground::empty().await;
    let refused =
        save(&ground, &[("14845.population", "1000"), ("14845.addicts_on_file", "1.001"), ("14845.plants", "nhiều")])
            .await;
    assert_eq!(refused.status, 422);
    assert_eq!(value_of(&refused.body, "14845.plants"), "nhiều");
    assert_eq!(value_of(&refused.body, "14845.population"), "1000");
    assert_eq!(refused.body.matches("aria-invalid=\"true\"").count(), 2, "more people than live there, and no number");
    assert!(refused.body.contains("value=\"Báo cáo 1 (giả định)\""), "the document is not asked for twice");
    assert!(ground.app.years().await.expect("readable").is_empty());
}

#[tokio::test]
async fn figures_need_a_document_and_a_person() {
    let ground = Ground::empty().await;
    let refused = ground.post("/tinh/38/so-lieu?q=14845", &[("14845.plants", "1"), ("ngay", "31/2/2025")]).await;
    assert_eq!(refused.status, 422);
    for id in ["e-title", "e-date", "e-by"] {
        assert!(refused.body.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(ground.app.years().await.expect("readable").is_empty());
}

#[tokio::test]
async fn the_same_recording_sent_twice_is_written_once() {
    let ground = Ground::empty().await;
    let batch = [("lan", "0199c0de-0000-7000-8000-0000000000aa"), ("14845.plants", "7")];
    assert!(save(&ground, &batch).await.header("location").contains("xong=1"));
    assert!(save(&ground, &batch).await.header("location").contains("xong=khong-doi"));
    assert_eq!(ground.app.recordings(Some("38"), 2025).await.expect("readable").len(), 1);
}

#[tokio::test]
async fn a_unit_of_another_province_cannot_be_written_here() {
    let ground = Ground::empty().await;
    let refused = save(&ground, &[("00004.plants", "1")]).await;
    assert_eq!(refused.status, 404);
    assert!(ground.app.years().await.expect("readable").is_empty());
}

#[tokio::test]
async fn a_file_goes_in_whole_or_not_at_all() {
    let ground = Ground::empty().await;
    let bad = "code,population,plants\n14845,1000,1\n14848,0,x\n00004,10,1\n";
    let refused = ground.upload("/tinh/38/so-lieu/tai-len", "so-lieu.csv", bad.as_bytes()).await;
    assert_eq!(refused.status, 422);
    for row in ["<td class=\"num\">3</td>", "<td class=\"num\">4</td>"] {
        assert!(refused.body.contains(row), "{row}");
    }
    assert!(ground.app.years().await.expect("readable").is_empty());
    let (_, link) = refused.body.split_once("href=\"/tinh/38/so-lieu/ban-danh-dau/").expect("a marked copy is offered");
    let id = link.split('"').next().expect("it ends");
    let copy = ground.get(&format!("/tinh/38/so-lieu/ban-danh-dau/{id}")).await;
    assert!(copy.status == 200 && copy.body.starts_with("PK"));
    let good = "code;population;plants\n14845;1.000;1\n14848;2.000;\n";
    let taken = ground.upload("/tinh/38/so-lieu/tai-len", "so-lieu.csv", good.as_bytes()).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(taken.header("location").contains("xong=3"));
    let garbage = ground.upload("/tinh/38/so-lieu/tai-len", "so-lieu.xlsx", b"PK\x03\x04 not a workbook").await;
    assert_eq!(garbage.status, 422);
}

#[tokio::test]
async fn figures_of_two_papers_that_disagree_are_still_handed_out() {
    let ground = Ground::empty().await;
    // Each file is sound by itself; together they count more people on file than people.
    for file in ["code,population\n14845,100\n", "code,addicts_on_file\n14845,200\n"] {
        let taken = ground.upload("/tinh/38/so-lieu/tai-len", "so-lieu.csv", file.as_bytes()).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
    }
    let json = ground.get("/tinh/38/xep-loai.json?nam=2025").await;
    assert_eq!(json.status, 200, "{}", json.body);
    let document: serde_json::Value = serde_json::from_str(&json.body).expect("it is JSON");
    let units = document["units"].as_array().expect("units");
    let unit = units.iter().find(|u| u["code"] == "14845").expect("Mường Lát");
    assert_eq!((&unit["facts"]["population"], &unit["facts"]["addicts_on_file"]), (&100.into(), &200.into()));
}

#[tokio::test]
async fn the_template_can_be_filled_and_the_list_be_kept() {
    let ground = Ground::demo().await;
    let template = ground.get("/tinh/38/mau-so-lieu.xlsx").await;
    assert_eq!(template.status, 200);
    assert!(template.body.starts_with("PK"));
    assert!(template.header("content-disposition").ends_with(".xlsx\""));
    let workbook = ground.get("/tinh/38/xep-loai.xlsx").await;
    assert!(workbook.status == 200 && workbook.body.starts_with("PK"));
    let csv = ground.get("/tinh/38/xep-loai.csv").await;
    assert_eq!(csv.body.lines().count(), 167, "a heading and 166 units");
    let json = ground.get("/tinh/38/xep-loai.json?band_reading=literal").await.body;
    let document: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(document["units"].as_array().map(Vec::len), Some(166));
    assert_eq!(document["switches"]["band_reading"], "literal");
}

#[tokio::test]
async fn a_province_is_judged_itself() {
    let ground = Ground::demo().await;
    let page = ground.get("/tinh/38/xep-loai").await.body;
    for id in ["P1", "P6", "F1"] {
        assert!(page.contains(&format!("<code>{id}</code>")), "{id}");
    }
    assert_eq!(ground.get("/tinh/38/gia-dinh?population=3700000").await.status, 200);
}
