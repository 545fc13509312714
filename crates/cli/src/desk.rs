//! The desk at which people sign in, as this server is reached.

use std::net::SocketAddr;

use app::App;
use app::signin::{Cost, Desk, Provider, Settings, Url};
use texts::Lang;

use crate::output::Failure;

/// Where browsers find a server that nobody else may reach: by the name that passkeys can be bound to.
pub fn of_loopback(address: SocketAddr) -> String {
    format!("http://localhost:{}", address.port())
}

/// Opens the desk for the address that browsers show.
pub fn open(app: &App, origin: &str, provider: Option<Provider>, lang: Lang) -> Result<(), Failure> {
    let refused = || Failure::Usage(lang.cli_origin(origin));
    let origin: Url = origin.parse().map_err(|_| refused())?;
    let host = origin.host_str().ok_or_else(refused)?.to_owned();
    let settings =
        Settings { origin, rp_id: host, name: lang.common_app_name().to_owned(), cost: Cost::PRODUCT, provider };
    let desk = Desk::new(settings).map_err(|fault| Failure::Fault(fault.say(lang)))?;
    app.sign_in_at(desk);
    Ok(())
}

/// The name of `https://anlanh.example.vn`; an origin of another form is refused.
pub fn host_of(origin: &str, lang: Lang) -> Result<String, Failure> {
    let refused = || Failure::Usage(lang.cli_origin(origin));
    let url: Url = origin.parse().map_err(|_| refused())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.host_str() {
        Some(host) if bare && url.scheme() == "https" && !origin.ends_with('/') => Ok(host.to_owned()),
        _ => Err(refused()),
    }
}
