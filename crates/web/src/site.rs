//! What every handler holds: the application and how it is served.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use app::App;
use app::runs::Runs;
use axum::extract::FromRef;
use uuid::Uuid;

use crate::visitor::Rights;

/// How the pages are served.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names beside the loopback ones under which the server may be addressed.
    pub hosts: Vec<String>,
    /// Show the gallery of made-up pages; debug builds always do.
    pub gallery: bool,
    /// The address that browsers show, `https://anlanh.example.vn`; without it a loopback address over http.
    pub origin: Option<String>,
}

/// What every handler holds. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub app: App,
    /// Marked copies of refused files, waiting to be fetched.
    pub copies: Copies,
    /// Runs of printing, at work and over.
    pub runs: Runs,
    /// Show the gallery.
    pub gallery: bool,
    /// What each role may do over its own unit.
    pub rights: Rights,
    /// The address that browsers show, without a slash at its end; empty where there is none.
    pub address: String,
    https: bool,
}

impl Site {
    /// The site over the use cases.
    pub fn new(app: App, options: &Options) -> Self {
        Self {
            app,
            copies: Copies::default(),
            runs: Runs::default(),
            gallery: options.gallery || cfg!(debug_assertions),
            rights: Rights::default(),
            address: options.origin.as_deref().unwrap_or_default().trim_end_matches('/').to_owned(),
            https: options.origin.as_deref().is_some_and(|origin| origin.starts_with("https://")),
        }
    }

    /// Whether browsers reach this server over https, through a proxy that holds the certificate.
    pub const fn is_https(&self) -> bool {
        self.https
    }
}

impl FromRef<Site> for App {
    fn from_ref(site: &Site) -> Self {
        site.app.clone()
    }
}

impl FromRef<Site> for Copies {
    fn from_ref(site: &Site) -> Self {
        site.copies.clone()
    }
}

impl FromRef<Site> for Runs {
    fn from_ref(site: &Site) -> Self {
        site.runs.clone()
    }
}

/// How many marked copies wait at most; the oldest gives way.
const COPIES_MAX: usize = 8;

/// Marked copies of refused files. They hold figures of a file that was never
/// saved, so they live in memory only, and not for long.
#[derive(Clone, Default)]
pub struct Copies(Arc<Mutex<VecDeque<Kept>>>);

/// A copy, its id and whose it is.
type Kept = (Uuid, Uuid, Arc<Vec<u8>>);

impl Copies {
    /// Keeps an account's copy under an id.
    pub fn keep(&self, id: Uuid, of: Uuid, bytes: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((id, of, Arc::new(bytes)));
        while kept.len() > COPIES_MAX {
            kept.pop_front();
        }
    }

    /// An account's copy of this id, while it is kept.
    pub fn get(&self, id: Uuid, of: Uuid) -> Option<Arc<Vec<u8>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, whose, _)| *other == id && *whose == of).map(|(_, _, bytes)| Arc::clone(bytes))
    }
}
