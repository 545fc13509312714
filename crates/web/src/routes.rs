//! Every address, once. Who may use it stands in `routes.txt`, which a test compares.

use axum::Router;
use axum::extract::DefaultBodyLimit;

use crate::site::Site;
use crate::{assets, commune, facts, gallery, law, ledger, nation, province, unit};

/// Largest form.
const FORM_BYTES_MAX: usize = 1 << 20;
/// Largest upload, with room for the fields around the file.
const UPLOAD_BYTES_MAX: usize = (32 << 20) + (64 << 10);

macro_rules! table {
    (forms { $($method:ident $path:literal => $handler:path;)* } uploads { $($upload:literal => $taker:path;)* }) => {
        /// Method and address of every route.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($method), $path),)* $(("post", $upload),)*];

        /// All routes, with the size that a body may have.
        pub fn router() -> Router<Site> {
            let forms = Router::new()$(.route($path, axum::routing::$method($handler)))*;
            let uploads = Router::new()$(.route($upload, axum::routing::post($taker)))*;
            forms.layer(DefaultBodyLimit::max(FORM_BYTES_MAX)).merge(uploads.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX)))
        }
    };
}

table! { forms {
    get "/" => nation::get;
    get "/tinh/{code}" => province::show::get;
    get "/tinh/{code}/xep-loai" => province::verdict::get;
    get "/tinh/{code}/xep-loai.xlsx" => province::export::xlsx;
    get "/tinh/{code}/xep-loai.csv" => province::export::csv;
    get "/tinh/{code}/xep-loai.json" => province::export::json;
    get "/tinh/{code}/gia-dinh" => province::what_if::get;
    get "/tinh/{code}/so-lieu" => facts::sheet::get;
    post "/tinh/{code}/so-lieu" => facts::sheet::post;
    get "/tinh/{code}/so-lieu/ban-danh-dau/{id}" => facts::marked::get;
    post "/tinh/{code}/so-lieu/hoan-tac" => facts::undo::post;
    get "/tinh/{code}/mau-so-lieu.xlsx" => facts::template::get;
    get "/xa" => commune::index::get;
    get "/xa/{code}" => commune::show::get;
    get "/xa/{code}/gia-dinh" => commune::what_if::get;
    get "/luat" => law::index;
    get "/luat/{pack}" => law::show;
    get "/don-vi" => unit::index::get;
    get "/don-vi/{code}" => unit::show::get;
    get "/so-cai" => ledger::show;
    get "/so-cai/checkpoint" => ledger::checkpoint;
    get "/so-cai/consistency" => ledger::consistency;
    get "/so-cai/inclusion" => ledger::inclusion;
    post "/so-cai/cosignature" => ledger::cosignature;
    get "/so-cai/tuan/{year}/{week}" => ledger::week;
    get "/assets/{name}" => assets::get;
    get "/dev/gallery" => gallery::index;
    get "/dev/gallery/{page}/{sample}" => gallery::show;
} uploads {
    "/tinh/{code}/so-lieu/tai-len" => facts::upload::post;
} }
