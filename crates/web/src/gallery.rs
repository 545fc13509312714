//! GET /dev/gallery: every page with made-up content. Off unless asked for.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};

use crate::cx::Cx;
use crate::problem::Problem;
use crate::site::Site;

/// The list of exhibits.
pub async fn index(State(site): State<Site>, cx: Cx) -> Result<Response, Problem> {
    open(&site)?;
    Ok(Html(pages::gallery::Gallery::new(cx.lang).html()?).into_response())
}

/// One exhibit.
pub async fn show(
    State(site): State<Site>,
    cx: Cx,
    Path((page, sample)): Path<(String, String)>,
) -> Result<Response, Problem> {
    open(&site)?;
    let name = format!("{page}/{sample}");
    let exhibit = pages::gallery::exhibits().into_iter().find(|e| e.name == name).ok_or(Problem::NoSuchPage)?;
    Ok(Html((exhibit.html)(cx.lang)?).into_response())
}

fn open(site: &Site) -> Result<(), Problem> {
    if site.gallery { Ok(()) } else { Err(Problem::NoSuchPage) }
}
