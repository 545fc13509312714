//! GET /assets/{name}: style sheet, script, icon.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// A name never stands for other bytes, so a browser may keep it for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The file, compressed if the browser takes it so.
pub async fn get(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let asset = pages::assets::find(&name).ok_or(Problem::NoSuchPage)?;
    let tag = HeaderValue::try_from(format!("\"{}\"", asset.name)).map_err(|_| Problem::NoSuchPage)?;
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, FOR_EVER)];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let media = [(header::CONTENT_TYPE, HeaderValue::from_static(asset.media))];
    let takes_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip")));
    Ok(if takes_gzip {
        let coded = [
            (header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
            (header::VARY, HeaderValue::from_static("Accept-Encoding")),
        ];
        (kept, media, coded, asset.gz).into_response()
    } else {
        (kept, media, asset.bytes).into_response()
    })
}
