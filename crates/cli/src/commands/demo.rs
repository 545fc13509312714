//! `anlanh demo`: a province judged on invented figures, in a folder that removes itself.

use std::net::SocketAddr;

use texts::Lang;
use tokio::net::TcpListener;

use super::serve::{gallery, refuse_outside, serve, start_log};
use crate::args;
use crate::desk;
use crate::keys;
use crate::output::{Failure, complain};
use crate::wiring;

pub fn run(args: &args::Demo, lang: Lang) -> Result<(), Failure> {
    refuse_outside(args.listen, lang)?;
    start_log();
    let folder = tempfile::Builder::new().prefix("anlanh-demo-").tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("anlanh.sqlite").display());
    let served = wiring::runtime()?.block_on(async {
        let app = wiring::open(&url, true, lang).await?;
        app.sign_with(keys::make(folder.path(), lang)?);
        let place = args::Place { data: folder.path().to_owned(), database_url: None, keyring_url: None };
        app.open_files_with(keys::keyring::open_or_make(&place, lang).await?);
        app.fill_demo(args.seed, lang).await?;
        app.fill_demo_accounts(lang).await?;
        complain(&lang.cli_demo_ready(args.seed));
        let listener = listen(args.listen, lang).await?;
        let at = desk::of_loopback(listener.local_addr()?);
        desk::open(&app, &at, None, lang)?;
        app.fill_demo_cases(lang).await?;
        app.fill_demo_plans(lang).await?;
        app.fill_demo_tasks(lang).await?;
        app.fill_demo_reports(lang).await?;
        let options = web::Options { gallery: gallery(), origin: Some(at), ..web::Options::default() };
        serve(listener, app, &options, None, lang).await
    });
    let removed = folder.close();
    served?;
    removed.map_err(Failure::Output)
}

/// A demonstration takes any free port rather than none.
async fn listen(wanted: SocketAddr, lang: Lang) -> Result<TcpListener, Failure> {
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            complain(&lang.cli_port_taken(wanted));
            Ok(TcpListener::bind((wanted.ip(), 0)).await?)
        }
        Err(error) => Err(Failure::Fault(lang.cli_cannot_listen(wanted, error))),
    }
}
