//! `okta-emulator`: serves an Okta org on this machine until it is stopped.

use std::process::ExitCode;

use clap::Parser;
use okta_emulator::{Emulator, Preset, Server};
use serde_json::json;

/// Serves an Okta org on this machine. Prints one line of JSON with its address and an API token when it is
/// ready.
#[derive(Debug, Parser)]
#[command(name = "okta-emulator", version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many users the org starts with.
    #[arg(long, default_value_t = 25)]
    users: usize,
    /// How many groups, beside Everyone.
    #[arg(long, default_value_t = 8)]
    groups: usize,
    /// How many apps.
    #[arg(long, default_value_t = 10)]
    apps: usize,
    /// The same seed gives the same org.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The standard admin role of the token's owner.
    #[arg(long, default_value = "SUPER_ADMIN", value_parser = role)]
    role: &'static str,
    /// How many requests a minute the org allows.
    #[arg(long, value_enum, default_value_t = Limits::Workforce)]
    limits: Limits,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Limits {
    IntegratorFree,
    OneApp,
    Enterprise,
    Workforce,
    Unlimited,
}

impl From<Limits> for Preset {
    fn from(limits: Limits) -> Self {
        match limits {
            Limits::IntegratorFree => Self::IntegratorFree,
            Limits::OneApp => Self::OneApp,
            Limits::Enterprise => Self::Enterprise,
            Limits::Workforce => Self::Workforce,
            Limits::Unlimited => Self::Unlimited,
        }
    }
}

fn role(name: &str) -> Result<&'static str, String> {
    let standard = || {
        okta_facts::STANDARD_ROLES
            .iter()
            .map(|known| known.role)
            .filter(|role| *role != "CUSTOM")
    };
    standard().find(|role| *role == name).ok_or_else(|| {
        let known: Vec<&str> = standard().collect();
        format!("no standard role has this name; they are {}", known.join(", "))
    })
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let emulator = Emulator::builder()
        .users(arguments.users)
        .groups(arguments.groups)
        .apps(arguments.apps)
        .seed(arguments.seed)
        .limits(arguments.limits.into())
        .build();
    let server = match emulator.serve(("127.0.0.1", arguments.port)).await {
        Ok(server) => server,
        Err(error) => {
            eprintln!(
                "cannot listen on 127.0.0.1:{}: {error}; try another --port, or 0 for a free one",
                arguments.port
            );
            return ExitCode::FAILURE;
        }
    };
    announce(&emulator, &server, &arguments);
    match stopped(server, &emulator).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the server failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The ready line. Its token opens nothing but this emulator.
fn announce(emulator: &Emulator, server: &Server, arguments: &Arguments) {
    let token = emulator.api_token(arguments.role);
    let line = json!({
        "url": server.base_url(),
        "token": token.expose(),
        "role": arguments.role,
        "users": arguments.users,
        "groups": arguments.groups,
        "apps": arguments.apps,
        "seed": arguments.seed,
    });
    println!("{line}");
    eprintln!(
        "serving an Okta org of {} users on {}; stop it with ctrl-c",
        arguments.users,
        server.base_url()
    );
}

/// Waits for ctrl-c or SIGTERM, then lets the server end.
async fn stopped(server: Server, emulator: &Emulator) -> std::io::Result<()> {
    signal().await?;
    eprintln!("stopping after {} requests", emulator.requests_served());
    server.shutdown().await
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
