//! Queries and bodies that hold what was agreed and nothing else.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use domain::units::Level;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use texts::Lang;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::cx::Cx;
use crate::problem::Problem;

/// No value of a query is longer, in characters.
const TEXT_CHARS_MAX: usize = 200;
/// No list is turned further.
pub const PAGES_MAX: u32 = 10_000;

/// A query, read key by key.
pub struct Query {
    lang: Lang,
    pairs: Vec<(String, String)>,
}

/// Parameters of an operation, made from its query.
pub trait Read: IntoParams + Sized {
    /// Reads every key.
    fn read(query: &Query) -> Result<Self, Problem>;
}

/// The parameters of an operation; anything else in the query is refused.
pub struct Strict<T>(pub T);

impl<S: Sync, T: Read> FromRequestParts<S> for Strict<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let lang = Cx::of(parts).lang;
        let known: Vec<String> = T::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        let query = Query { lang, pairs: pairs(parts.uri.query().unwrap_or(""), lang)? };
        query.hold_to(&known)?;
        T::read(&query).map(Strict)
    }
}

/// An operation without parameters.
pub struct NoQuery;

impl<S: Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let lang = Cx::of(parts).lang;
        Query { lang, pairs: pairs(parts.uri.query().unwrap_or(""), lang)? }.hold_to(&[])?;
        Ok(Self)
    }
}

fn pairs(text: &str, lang: Lang) -> Result<Vec<(String, String)>, Problem> {
    let bad = || Problem::Invalid(lang.api_key_encoding().to_owned());
    let one = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decoded(key).ok_or_else(bad)?, decoded(value).ok_or_else(bad)?))
    };
    text.split('&').filter(|pair| !pair.is_empty()).map(one).collect()
}

/// Percent-decoded, `+` a space; none where it is not UTF-8 or holds control characters.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

impl Query {
    /// Keys are known and stand once, values are of a length.
    fn hold_to(&self, known: &[String]) -> Result<(), Problem> {
        let lang = self.lang;
        for (at, (key, value)) in self.pairs.iter().enumerate() {
            if !known.contains(key) {
                let why =
                    if known.is_empty() { lang.api_no_keys(key) } else { lang.api_unknown_key(key, known.join(", ")) };
                return Err(Problem::Invalid(why));
            }
            if self.pairs.iter().take(at).any(|(earlier, _)| earlier == key) {
                return Err(Problem::Invalid(lang.api_key_twice(key)));
            }
            if value.chars().count() > TEXT_CHARS_MAX {
                return Err(Problem::Invalid(lang.api_too_long(key, TEXT_CHARS_MAX)));
            }
        }
        Ok(())
    }

    /// A text, if it is given.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// A text that must be given.
    pub fn required(&self, key: &str) -> Result<&str, Problem> {
        self.text(key).ok_or_else(|| Problem::Invalid(self.lang.api_missing_key(key)))
    }

    /// A whole number within bounds, if it is given.
    pub fn number(&self, key: &str, from: u64, to: u64) -> Result<Option<u64>, Problem> {
        let Some(value) = self.text(key) else { return Ok(None) };
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value.parse().ok().filter(|n| digits && (from..=to).contains(n));
        number.map(Some).ok_or_else(|| Problem::Invalid(self.lang.api_not_a_number(key, value, from, to)))
    }

    /// A unit's code, if it is given.
    pub fn code(&self, key: &str) -> Result<Option<String>, Problem> {
        let Some(value) = self.text(key) else { return Ok(None) };
        code(key, value, self.lang)?;
        Ok(Some(value.to_owned()))
    }

    /// A year of evaluation, if it is given.
    pub fn year(&self) -> Result<Option<i16>, Problem> {
        Ok(self.number("year", 2000, 2999)?.and_then(|year| i16::try_from(year).ok()))
    }

    /// The page of a list, from 1.
    pub fn page(&self) -> Result<u32, Problem> {
        let page = self.number("page", 1, u64::from(PAGES_MAX))?;
        Ok(page.and_then(|page| u32::try_from(page).ok()).unwrap_or(1))
    }

    /// A day, if it is given.
    pub fn day(&self, key: &str) -> Result<Option<Date>, Problem> {
        let Some(value) = self.text(key) else { return Ok(None) };
        let day = value.parse().ok().filter(|day: &Date| value.len() == 10 && day.to_string() == value);
        day.map(Some).ok_or_else(|| Problem::Invalid(self.lang.api_not_a_day(key, value)))
    }

    /// An instant, if it is given.
    pub fn instant(&self, key: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(value) = self.text(key) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| Problem::Invalid(self.lang.api_not_an_instant(key, value)))
    }

    /// Commune or province; communes unless said.
    pub fn level(&self) -> Result<Level, Problem> {
        self.text("level").map_or(Ok(Level::Commune), |word| level(word, self.lang))
    }

    /// Switches of a pack: `key:option,key:option`.
    pub fn switches(&self) -> Result<Vec<(String, String)>, Problem> {
        let text = self.text("switches").unwrap_or("");
        let one = |choice: &str| {
            let pair = choice.split_once(':').filter(|(key, option)| !key.is_empty() && !option.is_empty());
            let pair = pair.map(|(key, option)| (key.to_owned(), option.to_owned()));
            pair.ok_or_else(|| Problem::Invalid(self.lang.api_not_a_choice(choice)))
        };
        text.split(',').filter(|choice| !choice.is_empty()).map(one).collect()
    }
}

/// Commune or province.
pub fn level(word: &str, lang: Lang) -> Result<Level, Problem> {
    let known = [Level::Commune, Level::Province];
    known
        .into_iter()
        .find(|level| level.key() == word)
        .ok_or_else(|| Problem::Invalid(lang.api_not_a_word("level", word, known.map(Level::key).join(", "))))
}

/// A unit's code: digits, as many as any code has.
pub fn code(key: &str, text: &str, lang: Lang) -> Result<(), Problem> {
    let is_code = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(()) } else { Err(Problem::Invalid(lang.api_not_a_code(key, text))) }
}

/// An id of an address.
pub fn id(text: &str, lang: Lang) -> Result<Uuid, Problem> {
    // one id has one text: not in braces, not without its dashes
    let read = Uuid::try_parse(text).ok().filter(|id| id.to_string().eq_ignore_ascii_case(text));
    read.ok_or_else(|| Problem::Invalid(lang.api_not_an_id(text)))
}

/// A body of JSON of one shape.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let media = media.split(';').next().unwrap_or("").trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Problem::NotJson);
        }
        let (parts, body) = request.into_parts();
        let lang = Cx::of(&parts).lang;
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await.map_err(|refused| {
            use axum::response::IntoResponse as _;
            let status = refused.into_response().status();
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                return Problem::Refused(status);
            }
            Problem::Invalid(lang.api_body_unread().to_owned())
        })?;
        serde_json::from_slice(&bytes)
            .map(Body)
            .map_err(|fault| Problem::Invalid(lang.api_body(fault.line(), fault.column())))
    }
}
