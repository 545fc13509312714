//! Shapes that several answers share.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// Why nothing was answered or recorded (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Refusal {
    /// Always `about:blank`: the status says the kind.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, in the reader's language.
    title: String,
    /// The status of the answer.
    status: u16,
    /// Where, which value, and what to do, in the reader's language.
    detail: String,
    /// Id of the request, also in the log and in `x-request-id`.
    instance: String,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident $status:literal $why:literal;)* })*) => { $(
        $(#[$doc])*
        #[derive(IntoResponses)]
        #[expect(dead_code, reason = "read by the description only; the answers are made by crate::problem")]
        pub enum $name {
            $(
                #[doc = $why]
                #[response(status = $status, content_type = "application/problem+json")]
                $variant(Refusal),
            )*
        }
    )* };
}

refusals! {
    /// Refusals of any operation.
    Refusals {
        Unauthenticated 401 "Nobody is signed in, or the token is none, over or taken back.";
        NotAllowed 403 "The role, the token or the origin of the request does not allow it.";
        NotAcceptable 406 "The asker wants another form than JSON.";
        Slow 408 "It took too long; nothing was recorded.";
        Misdirected 421 "The server does not go by this name.";
        Invalid 422 "A parameter or the body is wrong.";
        Unavailable 503 "The machine cannot record or read at the moment.";
    }
    /// Refusals of an operation on one thing.
    NotFound {
        NotFound 404 "There is no such thing, or none that the asker may know of.";
    }
    /// Refusals of an operation with a body.
    BodyRefusals {
        Conflict 409 "Somebody else recorded the same figures first.";
        Large 413 "The body is too large.";
        Media 415 "The body is not JSON.";
    }
}

/// Where a list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paging {
    /// This page, from 1.
    pub page: u32,
    /// How many there are on all pages.
    pub found: u64,
    /// How many stand on a page.
    pub per_page: u32,
}

/// Items on a page of any list.
pub const PER_PAGE: u32 = 200;

/// The part of a list that stands on a page.
pub fn page_of<T>(items: Vec<T>, page: u32) -> (Vec<T>, Paging) {
    let found = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let skipped = usize::try_from(page.saturating_sub(1).saturating_mul(PER_PAGE)).unwrap_or(usize::MAX);
    let items = items.into_iter().skip(skipped).take(PER_PAGE as usize).collect();
    (items, Paging { page, found, per_page: PER_PAGE })
}
