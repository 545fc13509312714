//! An application over a fresh database, with ids in order and a clock that stands still.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use app::figures::{Author, Signed};
use app::intake::Issue;
use app::{App, Problem, Sources};
use domain::facts::Source;
use testkit::{TestDb, ids, minutes, random};
use texts::Lang;

/// An application; call [`Office::finish`] at the end.
pub struct Office {
    pub app: App,
    it: TestDb,
}

impl Office {
    /// Over a file of its own.
    pub async fn open() -> Self {
        Self::over(TestDb::sqlite_bare().await).await
    }

    /// Over a schema of its own in the test server, if there is one.
    pub async fn on_a_server() -> Option<Self> {
        Some(Self::over(TestDb::postgres_bare().await?).await)
    }

    async fn over(it: TestDb) -> Self {
        let app = start(&it).await;
        Self { app, it }
    }

    /// A second start of the program over the same database.
    pub async fn restart(&self) -> App {
        start(&self.it).await
    }

    pub async fn finish(self) {
        drop(self.app);
        self.it.finish().await;
    }
}

async fn start(it: &TestDb) -> App {
    let next = Mutex::new(ids(9));
    let new_id = move || next.lock().expect("no test panics while holding it")();
    let sources = Sources { now: Arc::new(|| minutes(0)), new_id: Arc::new(new_id), random: Arc::new(random(1)) };
    App::open(it.db.clone(), criteria::shipped().expect("sound packs"), sources, false)
        .await
        .expect("an empty database opens")
}

/// The officer and the paper that tests name.
pub fn signed() -> Signed {
    Signed {
        source: Source {
            title: "Nghị quyết giả định".to_owned(),
            number: Some("12/NQ-GĐ".to_owned()),
            ..Source::default()
        },
        entered_by: "cán bộ giả định".to_owned(),
        author: Author::LOCAL,
    }
}

pub fn file(text: &str) -> Cursor<Vec<u8>> {
    Cursor::new(text.as_bytes().to_vec())
}

/// The faults of something refused.
pub fn faults<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Vec<Issue> {
    match outcome {
        Err(Problem::Invalid(issues)) => issues,
        other => panic!("faults were expected, not {other:?}"),
    }
}

/// Faults as the reader sees them.
pub fn said(issues: &[Issue]) -> Vec<String> {
    issues.iter().map(|issue| issue.say(Lang::Vi)).collect()
}
