//! Every address, once, with what it needs. Who may use it stands in words in `routes.txt`, which a test compares.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use domain::access::Action::{
    CheckDuplicate, CreateAccount, DecideProposal, DisableAccount, ExportFigures, ListAccounts, ListPersons,
    ReadAccessLog, ReadFigures, ReadWork, RecordFigures, ReviewBreakGlass, Simulate, SubmitReport, UndoFigures,
    VerifyLedger, WriteWork,
};

use crate::guard::Where::{Nation, Path, PathPart, Query};
use crate::guard::{Need, OPEN, SIGNED_IN, at, own, work};
use crate::site::Site;
use crate::{
    access_log, account, assets, calendar, case, commune, counts, duplicate, facts, feed, fund, gallery, glass, ground,
    helped, issued, law, ledger, mail, me, nation, plan, proposal, province, report, retention, rights, run, series,
    signin, simulator, steering, task, team, templates, today, unit,
};

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
    get "/tinh/{code}/danh-sach" => counts::territory::lists, at(ReadFigures, Path);
    get "/tinh/{code}/danh-sach.xlsx" => counts::territory::lists_xlsx, at(ExportFigures, Path);
    get "/tinh/{code}/danh-sach.csv" => counts::territory::lists_csv, at(ExportFigures, Path);
    get "/tinh/{code}/muc-tieu" => counts::territory::goals, at(ReadFigures, Path);
    get "/tinh/{code}/muc-tieu.xlsx" => counts::territory::goals_xlsx, at(ExportFigures, Path);
    get "/tinh/{code}/muc-tieu.csv" => counts::territory::goals_csv, at(ExportFigures, Path);
    get "/ca-nuoc/danh-sach" => counts::territory::nation_lists, at(ReadFigures, Nation);
    get "/ca-nuoc/muc-tieu" => counts::territory::nation_goals, at(ReadFigures, Nation);
    get "/xa" => commune::index::get, at(ReadFigures, Query("tinh"));
    get "/xa/{code}" => commune::show::get, at(ReadFigures, Path);
    get "/xa/{code}/gia-dinh" => commune::what_if::get, at(ReadFigures, Path);
    get "/luat" => law::index, OPEN;
    get "/luat/ho-so" => law::casework::show, OPEN;
    get "/luat/{pack}" => law::show, OPEN;
    get "/don-vi" => unit::index::get, OPEN;
    get "/don-vi/{code}" => unit::show::get, OPEN;
    get "/viec-hom-nay" => today::get, SIGNED_IN;
    get "/nhiem-vu" => task::index::get, own(ReadWork);
    get "/nhiem-vu.xlsx" => task::export::xlsx, own(ReadWork);
    get "/nhiem-vu.csv" => task::export::csv, own(ReadWork);
    get "/nhiem-vu/moi" => task::create::get, own(WriteWork);
    post "/nhiem-vu/moi" => task::create::post, own(WriteWork);
    get "/nhiem-vu/{id}" => task::show::get, work(ReadWork);
    get "/nhiem-vu/{id}/viec/{act}" => task::act::get, work(ReadWork);
    post "/nhiem-vu/{id}/viec/{act}" => task::act::post, work(ReadWork);
    get "/hop" => steering::list::<steering::Meeting>, own(ReadWork);
    get "/hop.xlsx" => steering::export::xlsx::<steering::Meeting>, own(ReadWork);
    get "/hop.csv" => steering::export::csv::<steering::Meeting>, own(ReadWork);
    get "/ban-chi-dao.xlsx" => steering::export::xlsx::<steering::Committee>, own(ReadWork);
    get "/ban-chi-dao.csv" => steering::export::csv::<steering::Committee>, own(ReadWork);
    get "/trao-doi.xlsx" => steering::export::xlsx::<steering::Liaison>, own(ReadWork);
    get "/trao-doi.csv" => steering::export::csv::<steering::Liaison>, own(ReadWork);
    get "/co-quan.xlsx" => steering::export::xlsx::<steering::Body>, own(ReadWork);
    get "/co-quan.csv" => steering::export::csv::<steering::Body>, own(ReadWork);
    get "/khen-thuong.xlsx" => steering::export::xlsx::<steering::Commendation>, own(ReadWork);
    get "/khen-thuong.csv" => steering::export::csv::<steering::Commendation>, own(ReadWork);
    get "/hop/moi" => steering::begin::<steering::Meeting>, own(WriteWork);
    post "/hop/moi" => steering::add::<steering::Meeting>, own(WriteWork);
    get "/hop/{id}" => steering::show::<steering::Meeting>, work(ReadWork);
    get "/hop/{id}/van-ban/{file}" => issued::get, work(ReadWork);
    get "/ban-chi-dao/{id}/van-ban/{file}" => issued::get, work(ReadWork);
    get "/khen-thuong/{id}/van-ban/{file}" => issued::get, work(ReadWork);
    get "/nhiem-vu/{id}/van-ban/{file}" => issued::get, work(ReadWork);
    get "/hop/{id}/viec/{act}" => steering::form::<steering::Meeting>, work(WriteWork);
    post "/hop/{id}/viec/{act}" => steering::act::<steering::Meeting>, work(WriteWork);
    get "/ban-chi-dao" => steering::list::<steering::Committee>, own(ReadWork);
    get "/ban-chi-dao/moi" => steering::begin::<steering::Committee>, own(WriteWork);
    post "/ban-chi-dao/moi" => steering::add::<steering::Committee>, own(WriteWork);
    get "/ban-chi-dao/{id}" => steering::show::<steering::Committee>, work(ReadWork);
    get "/ban-chi-dao/{id}/viec/{act}" => steering::form::<steering::Committee>, work(WriteWork);
    post "/ban-chi-dao/{id}/viec/{act}" => steering::act::<steering::Committee>, work(WriteWork);
    get "/co-quan" => steering::list::<steering::Body>, own(ReadWork);
    get "/co-quan/moi" => steering::begin::<steering::Body>, own(WriteWork);
    post "/co-quan/moi" => steering::add::<steering::Body>, own(WriteWork);
    get "/co-quan/{id}" => steering::show::<steering::Body>, work(ReadWork);
    get "/co-quan/{id}/viec/{act}" => steering::form::<steering::Body>, work(WriteWork);
    post "/co-quan/{id}/viec/{act}" => steering::act::<steering::Body>, work(WriteWork);
    get "/trao-doi" => steering::list::<steering::Liaison>, own(ReadWork);
    get "/trao-doi/moi" => steering::begin::<steering::Liaison>, own(WriteWork);
    post "/trao-doi/moi" => steering::add::<steering::Liaison>, own(WriteWork);
    get "/trao-doi/{id}" => steering::show::<steering::Liaison>, work(ReadWork);
    get "/trao-doi/{id}/viec/{act}" => steering::form::<steering::Liaison>, work(WriteWork);
    post "/trao-doi/{id}/viec/{act}" => steering::act::<steering::Liaison>, work(WriteWork);
    get "/khen-thuong" => steering::list::<steering::Commendation>, own(ReadWork);
    get "/khen-thuong/moi" => steering::begin::<steering::Commendation>, own(WriteWork);
    post "/khen-thuong/moi" => steering::add::<steering::Commendation>, own(WriteWork);
    get "/khen-thuong/{id}" => steering::show::<steering::Commendation>, work(ReadWork);
    get "/khen-thuong/{id}/viec/{act}" => steering::form::<steering::Commendation>, work(WriteWork);
    post "/khen-thuong/{id}/viec/{act}" => steering::act::<steering::Commendation>, work(WriteWork);
    get "/bao-cao" => report::index::get, own(ReadWork);
    get "/bao-cao/moi" => report::create::get, own(WriteWork);
    post "/bao-cao/moi" => report::create::post, own(WriteWork);
    get "/bao-cao/tong-hop" => report::board::get, own(ReadWork);
    get "/bao-cao/tong-hop/duyet" => report::board::bulk, own(ReadWork);
    post "/bao-cao/tong-hop/duyet" => report::board::approve, own(ReadWork);
    get "/bao-cao/tong-hop/in" => run::ask_reports, own(ReadWork);
    post "/bao-cao/tong-hop/in" => run::begin_reports, own(ReadWork);
    get "/lan-in" => run::index, own(ReadWork);
    get "/lan-in/{id}" => run::show, own(ReadWork);
    get "/lan-in/{id}/dung" => run::ask_stop, own(ReadWork);
    post "/lan-in/{id}/dung" => run::stop, own(ReadWork);
    get "/lan-in/{id}/tat-ca.zip" => run::zip, own(ReadWork);
    get "/lan-in/{id}/lay" => run::ask_papers, own(ListPersons);
    post "/lan-in/{id}/lay" => run::papers, own(ListPersons);
    get "/bao-cao/{id}" => report::show::get, work(ReadWork);
    get "/bao-cao/{id}/tai/{file}" => report::file::get, work(ReadWork);
    get "/bao-cao/{id}/nhap" => report::import::get, work(ReadWork);
    get "/bao-cao/{id}/viec/{act}" => report::act::get, work(ReadWork);
    post "/bao-cao/{id}/viec/{act}" => report::act::post, work(ReadWork);
    get "/lich-bao-cao" => calendar::get, own(ReadFigures);
    get "/lich/{file}" => feed::get, OPEN;
    get "/thu-nhac" => mail::get, own(ListAccounts);
    get "/danh-sach" => counts::lists, own(ListPersons);
    post "/danh-sach" => counts::derived::post, own(RecordFigures);
    get "/danh-sach/lap" => counts::handover::ask, own(ListPersons);
    post "/danh-sach/lap" => counts::handover::propose, own(ListPersons);
    get "/danh-sach/lap/{id}" => counts::handover::show, own(ListPersons);
    post "/danh-sach/lap/{id}" => counts::handover::make, own(ListPersons);
    get "/muc-tieu" => counts::goals, own(ListPersons);
    post "/muc-tieu" => counts::plan::post, own(RecordFigures);
    get "/ho-so" => case::index::get, own(ListPersons);
    post "/ho-so" => case::index::post, own(ListPersons);
    get "/ho-so/moi" => case::create::get, own(CheckDuplicate);
    post "/ho-so/moi" => case::create::post, own(CheckDuplicate);
    get "/ho-so/in" => case::bulk::get, own(ListPersons);
    post "/ho-so/in" => case::bulk::post, own(ListPersons);
    get "/ho-so/{id}" => case::show::get, SIGNED_IN;
    get "/ho-so/{id}/mo" => case::purpose::get, SIGNED_IN;
    post "/ho-so/{id}/mo" => case::purpose::post, SIGNED_IN;
    get "/ho-so/{id}/viec/{act}" => case::act::get, SIGNED_IN;
    post "/ho-so/{id}/viec/{act}" => case::act::post, SIGNED_IN;
    get "/ho-so/{id}/van-ban/{name}" => case::paper::get, SIGNED_IN;
    get "/ho-so/{id}/trich-luc" => case::paper::extract, SIGNED_IN;
    get "/can-xet-nghiem" => ground::get, own(CheckDuplicate);
    get "/ho-so/{id}/to-quan-ly" => team::get, SIGNED_IN;
    post "/ho-so/{id}/to-quan-ly" => team::post, SIGNED_IN;
    post "/ho-so/{id}/to-quan-ly/ket-thuc" => team::end, SIGNED_IN;
    get "/ho-so/{id}/quyen" => rights::get, SIGNED_IN;
    post "/ho-so/{id}/quyen" => rights::post, SIGNED_IN;
    get "/so-van-ban" => series::index, own(ReadWork);
    get "/so-van-ban/moi" => series::begin_form, own(WriteWork);
    post "/so-van-ban/moi" => series::begin, own(WriteWork);
    get "/so-van-ban/{id}" => series::show, work(ReadWork);
    get "/so-van-ban/{id}/{act}" => series::change_form, work(WriteWork);
    post "/so-van-ban/{id}/{act}" => series::change, work(WriteWork);
    get "/mau-van-ban" => templates::index, own(ReadWork);
    get "/mau-van-ban/{paper}" => templates::show, own(ReadWork);
    get "/mau-van-ban/{paper}/tai/{file}" => templates::file, own(ReadWork);
    get "/mau-van-ban/{paper}/dua-len" => templates::act::put_form, own(SubmitReport);
    get "/mau-van-ban/{paper}/viec/{act}" => templates::act::get, own(SubmitReport);
    post "/mau-van-ban/{paper}/viec/{act}" => templates::act::post, own(SubmitReport);
    get "/trung-ho-so" => duplicate::index, SIGNED_IN;
    get "/trung-ho-so/{id}" => duplicate::show, SIGNED_IN;
    post "/trung-ho-so/{id}" => duplicate::post, SIGNED_IN;
    get "/luu-tru" => retention::get, own(ReadAccessLog);
    post "/luu-tru" => retention::post, own(ReadAccessLog);
    get "/to-quan-ly" => helped::get, SIGNED_IN;
    get "/so-cai" => ledger::show, own(VerifyLedger);
    get "/so-cai/checkpoint" => ledger::checkpoint, OPEN;
    get "/so-cai/consistency" => ledger::consistency, OPEN;
    get "/so-cai/inclusion" => ledger::inclusion, own(VerifyLedger);
    post "/so-cai/cosignature" => ledger::cosignature, OPEN;
    get "/so-cai/tuan/{year}/{week}" => ledger::week, own(VerifyLedger);
    get "/tai-khoan" => account::index::get, own(ListAccounts);
    post "/tai-khoan" => account::create::post, own(CreateAccount);
    get "/tai-khoan/{id}" => account::show::get, own(ListAccounts);
    post "/tai-khoan/{id}/ngung" => account::act::disable, own(DisableAccount);
    post "/tai-khoan/{id}/dinh-danh" => account::act::link, own(CreateAccount);
    post "/tai-khoan/{id}/thu-hoi" => account::act::revoke, own(ListAccounts);
    post "/tai-khoan/{id}/de-nghi-bo-nhiem" => account::act::grant, own(ListAccounts);
    post "/tai-khoan/{id}/de-nghi-cap-lai" => account::act::reset, own(ListAccounts);
    get "/de-nghi" => proposal::index::get, own(DecideProposal);
    get "/de-nghi/{id}" => proposal::show::get, own(DecideProposal);
    post "/de-nghi/{id}/dong-y" => proposal::decide::agree, own(DecideProposal);
    post "/de-nghi/{id}/tu-choi" => proposal::decide::refuse, own(DecideProposal);
    post "/de-nghi/{id}/rut-lai" => proposal::decide::withdraw, own(DecideProposal);
    get "/mo-khan-cap" => glass::declare::get, SIGNED_IN;
    post "/mo-khan-cap" => glass::declare::post, SIGNED_IN;
    get "/mo-khan-cap/{id}" => glass::review::get, own(ReviewBreakGlass);
    post "/mo-khan-cap/{id}/xet-lai" => glass::review::post, own(ReviewBreakGlass);
    get "/ke-hoach" => plan::index::get, own(ReadWork);
    get "/ke-hoach/moi" => plan::create::get, own(WriteWork);
    post "/ke-hoach/moi" => plan::create::post, own(WriteWork);
    get "/ke-hoach/mau/{plan}" => plan::show::document, SIGNED_IN;
    get "/ke-hoach/{id}" => plan::show::get, work(ReadWork);
    get "/ke-hoach/{id}/chi-tieu.csv" => plan::export::csv, work(ReadWork);
    get "/ke-hoach/{id}/chi-tieu.xlsx" => plan::export::xlsx, work(ReadWork);
    get "/ke-hoach/{id}/viec/{act}" => plan::act::get, work(WriteWork);
    post "/ke-hoach/{id}/viec/{act}" => plan::act::post, work(WriteWork);
    get "/kinh-phi" => fund::index::get, own(ReadWork);
    get "/kinh-phi.csv" => fund::export::csv, own(ReadWork);
    get "/kinh-phi.xlsx" => fund::export::xlsx, own(ReadWork);
    get "/kinh-phi/moi" => fund::create::get, own(WriteWork);
    post "/kinh-phi/moi" => fund::create::post, own(WriteWork);
    get "/kinh-phi/{id}" => fund::show::get, work(ReadWork);
    get "/kinh-phi/{id}/viec/{act}" => fund::act::get, work(WriteWork);
    post "/kinh-phi/{id}/viec/{act}" => fund::act::post, work(WriteWork);
    get "/tinh/{code}/lo-trinh" => plan::province::get, at(ReadWork, Path);
    get "/nhat-ky-truy-cap" => access_log::show::unit, own(ReadAccessLog);
    get "/nhat-ky-truy-cap.xlsx" => access_log::export::xlsx, own(ReadAccessLog);
    get "/nhat-ky-truy-cap.csv" => access_log::export::csv, own(ReadAccessLog);
    get "/nhat-ky-truy-cap/{person}" => access_log::show::person, own(ReadAccessLog);
    get "/nhat-ky-truy-cap/{person}/bang.xlsx" => access_log::export::person_xlsx, own(ReadAccessLog);
    get "/nhat-ky-truy-cap/{person}/bang.csv" => access_log::export::person_csv, own(ReadAccessLog);
    get "/xem-thu" => simulator::get, own(Simulate);
    get "/dang-nhap" => signin::show::get, OPEN;
    post "/dang-nhap/khoa/bat-dau" => signin::passkey::start, OPEN;
    post "/dang-nhap/khoa" => signin::passkey::post, OPEN;
    post "/dang-nhap/mat-khau" => signin::password::post, OPEN;
    post "/dang-nhap/ma" => signin::enrolment::post, OPEN;
    post "/dang-nhap/dung-thu" => signin::demo::post, OPEN;
    get "/dang-nhap/tinh" => signin::provider::start, OPEN;
    get "/dang-nhap/tinh/tro-ve" => signin::provider::finish, OPEN;
    post "/dang-xuat" => signin::out::post, OPEN;
    get "/xac-minh" => signin::step_up::get, SIGNED_IN;
    post "/xac-minh/khoa" => signin::step_up::passkey, SIGNED_IN;
    post "/xac-minh/mat-khau" => signin::step_up::password, SIGNED_IN;
    post "/xac-minh/dung-thu" => signin::step_up::demo, SIGNED_IN;
    get "/toi" => me::show::get, SIGNED_IN;
    post "/toi/khoa/bat-dau" => me::keys::start, SIGNED_IN;
    post "/toi/khoa" => me::keys::post, SIGNED_IN;
    post "/toi/khoa/xoa" => me::keys::remove, SIGNED_IN;
    post "/toi/mat-khau/bat-dau" => me::password::start, SIGNED_IN;
    post "/toi/mat-khau" => me::password::post, SIGNED_IN;
    post "/toi/ma-khoi-phuc" => me::password::renew, SIGNED_IN;
    post "/toi/phien/ket-thuc" => me::visits::end_all, SIGNED_IN;
    post "/toi/ma-truy-cap" => me::token::create, SIGNED_IN;
    post "/toi/ma-truy-cap/thu-hoi" => me::token::revoke, SIGNED_IN;
    get "/toi/lich" => me::calendar::get, SIGNED_IN;
    post "/toi/lich/dia-chi" => me::calendar::make, SIGNED_IN;
    post "/toi/lich/dia-chi/bo" => me::calendar::revoke, SIGNED_IN;
    post "/toi/lich/nhac" => me::calendar::choose, SIGNED_IN;
    post "/toi/thong-bao" => me::notices::post, SIGNED_IN;
    post "/toi/vai-tro" => me::role::post, SIGNED_IN;
    get "/assets/{name}" => assets::get, OPEN;
    get "/dev/gallery" => gallery::index, OPEN;
    get "/dev/gallery/{page}/{sample}" => gallery::show, OPEN;
} uploads {
    "/mau-van-ban/{paper}/dua-len" => templates::act::put, own(SubmitReport);
    "/tinh/{code}/so-lieu/tai-len" => facts::upload::post, at(RecordFigures, PathPart);
    "/bao-cao/{id}/nhap" => report::import::post, work(ReadWork);
} }
