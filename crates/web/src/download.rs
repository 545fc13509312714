//! Files to keep.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

impl Format {
    const fn media(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// A file under a plain ASCII name.
pub fn file(format: Format, stem: &str, bytes: Vec<u8>) -> Response {
    let media = HeaderValue::from_static(format.media());
    let name = format!("attachment; filename=\"{stem}.{}\"", format.extension());
    let name = HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}
