//! From a request to a use case and from its answer to a page.
//!
//! One file per screen under the noun that it shows; `routes.rs` is the table of
//! addresses. Nothing is decided here: handlers read the address and the form,
//! ask [`app`], and fill a struct of [`pages`].

mod access_log;
mod account;
pub mod api;
mod assets;
mod calendar;
mod case;
mod commune;
mod counts;
mod cx;
mod days;
mod download;
mod duplicate;
mod facts;
mod feed;
mod fund;
mod gallery;
mod glass;
mod grades;
mod ground;
pub mod guard;
mod helped;
mod issued;
mod law;
mod ledger;
mod mail;
mod map;
mod me;
mod nation;
mod plan;
mod problem;
mod proposal;
mod province;
mod report;
mod retention;
mod rights;
pub mod routes;
mod run;
mod scope;
mod sent;
mod series;
mod shield;
mod signin;
mod simulator;
mod site;
mod steering;
mod tally;
mod task;
mod team;
mod templates;
mod today;
mod unit;
mod verdict;
mod visitor;

use std::time::Duration;

use app::App;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::problem::{Around, Problem};
use crate::shield::{Hosts, Https};
pub use crate::site::Options;
use crate::site::Site;

/// How long a request may take; judging a nation's upload is the slowest.
const REQUEST_SECONDS_MAX: u64 = 60;

/// The service over the use cases.
pub fn router(app: App, options: &Options) -> Router {
    let around = Around { year: scope::FIRST_YEAR, app: app.clone() };
    let site = Site::new(app.clone(), options);
    let programs = api::router();
    let https = site.is_https();
    // From the outside in: every answer, refusals too, passes the upper layers.
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(app, shield::outer))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn_with_state(around, problem::show))
        .layer(from_fn_with_state(Hosts::new(&options.hosts), shield::gate))
        .layer(from_fn_with_state(Https(https), shield::choose_language))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS_MAX)));
    let guarded = routes::router().merge(programs).route_layer(from_fn_with_state(site.clone(), guard::check));
    guarded.fallback(|| async { Problem::NoSuchPage }).with_state(site).layer(layers)
}
