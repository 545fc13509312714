//! Every address, once, with what it needs. Who may use it stands in words in `routes.txt`, which a test compares.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use domain::access::Action::{ExportFigures, ReadFigures, RecordFigures, UndoFigures, VerifyLedger};

use crate::guard::Where::{Nation, Path, PathPart, Query};
use crate::guard::{Need, OPEN, at, own};
use crate::site::Site;
use crate::{assets, commune, facts, gallery, law, ledger, nation, province, unit};

/// Largest form.
const FORM_BYTES_MAX: usize = 1 << 20;
/// Largest upload, with room for the fields around the file.
const UPLOAD_BYTES_MAX: usize = (32 << 20) + (64 << 10);

macro_rules! table {
    (forms { $($method:ident $path:literal => $handler:path, $need:expr;)* } uploads { $($upload:literal => $taker:path, $wants:expr;)* }) => {
        /// Method, address and need of every route.
        pub const ALL: &[(&str, &str, Need)] = &[$((stringify!($method), $path, $need),)* $(("post", $upload, $wants),)*];

        /// All routes, with the size that a body may have.
        pub fn router() -> Router<Site> {
            let forms = Router::new()$(.route($path, axum::routing::$method($handler)))*;
            let uploads = Router::new()$(.route($upload, axum::routing::post($taker)))*;
            forms.layer(DefaultBodyLimit::max(FORM_BYTES_MAX)).merge(uploads.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX)))
        }
    };
}

table! { forms {
    get "/" => nation::get, at(ReadFigures, Nation);
    get "/tinh/{code}" => province::show::get, at(ReadFigures, Path);
    get "/tinh/{code}/xep-loai" => province::verdict::get, at(ReadFigures, Path);
    get "/tinh/{code}/xep-loai.xlsx" => province::export::xlsx, at(ExportFigures, Path);
    get "/tinh/{code}/xep-loai.csv" => province::export::csv, at(ExportFigures, Path);
    get "/tinh/{code}/xep-loai.json" => province::export::json, at(ExportFigures, Path);
    get "/tinh/{code}/gia-dinh" => province::what_if::get, at(ReadFigures, Path);
    get "/tinh/{code}/so-lieu" => facts::sheet::get, at(RecordFigures, PathPart);
    post "/tinh/{code}/so-lieu" => facts::sheet::post, at(RecordFigures, PathPart);
    get "/tinh/{code}/so-lieu/ban-danh-dau/{id}" => facts::marked::get, at(RecordFigures, PathPart);
    post "/tinh/{code}/so-lieu/hoan-tac" => facts::undo::post, at(UndoFigures, PathPart);
    get "/tinh/{code}/mau-so-lieu.xlsx" => facts::template::get, at(RecordFigures, PathPart);
    get "/xa" => commune::index::get, at(ReadFigures, Query("tinh"));
    get "/xa/{code}" => commune::show::get, at(ReadFigures, Path);
    get "/xa/{code}/gia-dinh" => commune::what_if::get, at(ReadFigures, Path);
    get "/luat" => law::index, OPEN;
    get "/luat/{pack}" => law::show, OPEN;
    get "/don-vi" => unit::index::get, OPEN;
    get "/don-vi/{code}" => unit::show::get, OPEN;
    get "/so-cai" => ledger::show, own(VerifyLedger);
    get "/so-cai/checkpoint" => ledger::checkpoint, OPEN;
    get "/so-cai/consistency" => ledger::consistency, OPEN;
    get "/so-cai/inclusion" => ledger::inclusion, own(VerifyLedger);
    post "/so-cai/cosignature" => ledger::cosignature, OPEN;
    get "/so-cai/tuan/{year}/{week}" => ledger::week, own(VerifyLedger);
    get "/assets/{name}" => assets::get, OPEN;
    get "/dev/gallery" => gallery::index, OPEN;
    get "/dev/gallery/{page}/{sample}" => gallery::show, OPEN;
} uploads {
    "/tinh/{code}/so-lieu/tai-len" => facts::upload::post, at(RecordFigures, PathPart);
} }
