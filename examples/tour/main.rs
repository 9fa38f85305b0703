//! The tour: everything that an integration does with Okta, once, in a few seconds.
//!
//! `cargo run --example tour` starts an embedded org. With OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN set (or an
//! `okta.yaml`) it uses the real one, and only reads unless it is told `--write`; then it works on a user and a group
//! of its own, and removes both at the end.

mod connect;
mod inventory;
mod joiner;
mod log;
mod screen;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use okta_sdk::prelude::*;

/// A tour of an Okta org: embedded, unless OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN are set.
#[derive(Parser)]
#[command(name = "tour", version)]
struct Arguments {
    /// Changes a real org: creates a user and a group, and removes both at the end.
    #[arg(long)]
    write: bool,
    /// The application that the new user is assigned; of a real org none unless named.
    #[arg(long, value_name = "ID")]
    app: Option<String>,
    /// Domain of the new user's login and e-mail address.
    #[arg(long, value_name = "DOMAIN", default_value = "example.com")]
    domain: String,
    /// Users of the embedded org.
    #[arg(long, value_name = "NUMBER", default_value_t = 250)]
    users: usize,
    /// File in which the embedded org logs the requests that it is sent, as JSON lines without their secrets.
    #[arg(long, value_name = "FILE")]
    request_log: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match tour(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            screen::error(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

async fn tour(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let org = connect::org(arguments.users, arguments.request_log.as_deref())?;
    let okta = &org.client;

    screen::title("connection");
    let owner = connect::check(okta).await?;

    screen::title("preflight for HappyFox Workflows");
    let report = preflight(okta, &HAPPYFOX_WORKFLOWS).await?;
    screen::block(&report);

    screen::title("inventory");
    let inventory = inventory::read(okta).await;

    screen::title("apps of one user");
    inventory::map_apps_of_someone(okta, &inventory).await?;

    if org.is_embedded() || arguments.write {
        let app = arguments
            .app
            .as_deref()
            .map(AppId::from)
            .or_else(|| inventory.app_to_assign(&org));
        let log_from = log::now();
        screen::title("a joiner comes");
        let joiner = joiner::onboard(okta, &arguments.domain, app.as_ref()).await?;
        screen::title("between joining and leaving");
        joiner::care(okta, &joiner, org.locked_out(&inventory)).await;
        screen::title("the leaver goes");
        joiner::offboard(okta, joiner).await;
        screen::title("what changed, by the System Log");
        log::print(okta, log_from, &owner.id).await?;
    } else {
        screen::title("changes");
        screen::line(
            "none",
            "the tour only reads a real org; --write makes it change one",
        );
    }
    screen::end(started.elapsed());
    Ok(())
}
