//! GET /de-nghi: what waits, one's own, and what is over.

use app::App;
use axum::extract::State;
use axum::response::Html;
use pages::proposals::Proposals;

use super::row;
use crate::account::frame;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The inbox.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let inbox = app.proposals(&visitor.session, visitor.acting()?).await?;
    let me = visitor.session.account.0;
    let (own, waiting): (Vec<_>, Vec<_>) = inbox.waiting.iter().partition(|past| past.proposal.proposer == me);
    let rows =
        |of: Vec<&app::proposals::Past>| of.into_iter().map(|past| row(&app, past, &inbox.names, lang)).collect();
    let page = Proposals {
        frame: frame(&scope, vec![crumb(lang.account_proposals_title(), None)]),
        waiting: rows(waiting),
        own: rows(own),
        over: rows(inbox.over.iter().collect()),
    };
    Ok(Html(page.html()?))
}
