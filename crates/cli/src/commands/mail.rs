//! Mail while the server runs: reminders are put into the queue, and what waits is sent.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How often what waits is sent.
const SENDING_PERIOD: Duration = Duration::from_secs(30);
/// How often is looked whether something is due.
const REMINDING_PERIOD: Duration = Duration::from_hours(1);
/// A round that runs when the server stops is let finish for so long.
const LAST_ROUND: Duration = Duration::from_secs(30);

/// The work on mail, which ends with the server.
pub struct Running {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

/// Begins, where mail leaves here at all.
pub fn begin(app: &App) -> Option<Running> {
    if !app.sends_mail() {
        return None;
    }
    let stop = Arc::new(Notify::new());
    let task = tokio::spawn(work(app.clone(), Arc::clone(&stop)));
    Some(Running { stop, task })
}

impl Running {
    /// Ends: nothing new is begun, and a letter that is being handed over is let go.
    pub async fn end(self) {
        self.stop.notify_one();
        if tokio::time::timeout(LAST_ROUND, self.task).await.is_err() {
            tracing::warn!("the mail server took too long to let us stop; what it had not taken is sent next time");
        }
    }
}

async fn work(app: App, stop: Arc<Notify>) {
    let (mut sending, mut reminding) = (ticks(SENDING_PERIOD), ticks(REMINDING_PERIOD));
    loop {
        tokio::select! {
            () = stop.notified() => return,
            _ = reminding.tick() => remind(&app).await,
            _ = sending.tick() => send(&app).await,
        }
    }
}

fn ticks(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

async fn remind(app: &App) {
    let queued = match app.submissions().await {
        Ok(submitted) => app.remind(&submitted).await,
        Err(problem) => Err(problem),
    };
    match queued {
        Ok(0) => {}
        Ok(queued) => tracing::info!(queued, "reminders wait to be sent"),
        Err(problem) => tracing::error!(%problem, "reminders could not be worked out"),
    }
}

async fn send(app: &App) {
    match app.send_mail().await {
        Ok(0) => {}
        Ok(sent) => tracing::info!(sent, "mail was sent"),
        Err(problem) => tracing::error!(%problem, "mail could not be sent"),
    }
}
