//! What a request brings with it: language, path, query.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use texts::Lang;
use uuid::Uuid;

use crate::visitor::{Visitor, cookies};

/// Name of the cookie and of the query value that hold the language.
pub const LANGUAGE: &str = "ngon-ngu";

/// The context of a request.
#[derive(Clone, Debug)]
pub struct Cx {
    /// Language of the reader.
    pub lang: Lang,
    /// Path, as asked for.
    pub path: String,
    /// Query in order, decoded, without the language.
    pub query: Vec<(String, String)>,
    /// Id of the request, also in the log and in the response.
    pub request: Option<RequestId>,
    /// The reader wants JSON rather than a page.
    pub json: bool,
    /// Who is signed in.
    pub visitor: Option<Visitor>,
}

/// Id of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

impl Cx {
    /// Reads a request's head.
    pub fn of(parts: &Parts) -> Self {
        let Query(mut query) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).unwrap_or_default();
        query.retain(|(key, _)| key != LANGUAGE);
        let of_api = crate::api::is_api(parts.uri.path());
        Self {
            lang: if of_api { crate::api::language(&parts.headers) } else { language(&parts.headers) },
            path: parts.uri.path().to_owned(),
            query,
            request: parts.extensions.get().copied(),
            json: of_api || wants_json(&parts.headers),
            visitor: parts.extensions.get().cloned(),
        }
    }

    /// The first value of a query key that is not empty.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Page of a list, from 1.
    pub fn page(&self) -> u64 {
        self.value("trang").and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(1)
    }
}

impl<S: Sync> FromRequestParts<S> for Cx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// The language that the reader has chosen; Vietnamese until then.
fn language(headers: &HeaderMap) -> Lang {
    cookies(headers).find(|(key, _)| *key == LANGUAGE).map_or(Lang::default(), |(_, tag)| Lang::from_tag(tag))
}

/// JSON is preferred when it is named and HTML is not.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}
