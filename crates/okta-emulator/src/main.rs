//! `okta-emulator`: serves an Okta org on this machine until it is stopped.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use okta_emulator::{Builder, Emulator, Fault, Latency, Preset, Server};
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
    /// Every bucket holds this many times as much.
    #[arg(long, default_value_t = 1)]
    limit_multiplier: u32,
    /// How many requests may be under way at once; without it, as many as --limits say.
    #[arg(long)]
    concurrency: Option<u32>,
    /// How many milliseconds `search` is behind the objects.
    #[arg(long, default_value_t = 0)]
    search_lag: u64,
    /// Holds every answer back by so many milliseconds.
    #[arg(long)]
    latency: Option<u64>,
    /// Makes something go wrong, as JSON: {"effect": "reset", "operation": "getUser", "rate": 0.1}. May be
    /// given more than once.
    #[arg(long = "fault", value_name = "JSON", value_parser = fault)]
    faults: Vec<Fault>,
    /// Decides which requests the faults hit; without it, the seed of the org does.
    #[arg(long)]
    fault_seed: Option<u64>,
    /// Asks for this text in x-emulator-control on /_emulator/... and the page at /.
    #[arg(long)]
    control_token: Option<String>,
    /// Appends every request to this file, as a line of JSON without secrets.
    #[arg(long, value_name = "FILE")]
    request_log: Option<PathBuf>,
    /// Starts with the org of this snapshot instead of a generated one.
    #[arg(long, value_name = "FILE")]
    restore: Option<PathBuf>,
    /// Writes a snapshot of the org to this file when it is stopped.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Adds the bodies of the answers to the request log.
    #[arg(long, requires = "request_log")]
    log_answers: bool,
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

fn fault(text: &str) -> Result<Fault, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// The org that the arguments describe.
fn builder(arguments: &Arguments) -> std::io::Result<Builder> {
    let mut builder = Emulator::builder()
        .users(arguments.users)
        .groups(arguments.groups)
        .apps(arguments.apps)
        .seed(arguments.seed)
        .limits(arguments.limits.into())
        .limit_multiplier(arguments.limit_multiplier)
        .search_lag(Duration::from_millis(arguments.search_lag));
    if let Some(requests) = arguments.concurrency {
        builder = builder.concurrency_limit(requests);
    }
    if let Some(milliseconds) = arguments.latency {
        builder = builder.latency(Latency::Fixed { milliseconds });
    }
    for fault in &arguments.faults {
        builder = builder.fault(fault.clone());
    }
    if let Some(seed) = arguments.fault_seed {
        builder = builder.fault_seed(seed);
    }
    if let Some(token) = &arguments.control_token {
        builder = builder.control_token(token);
    }
    if let Some(path) = &arguments.request_log {
        let log = OpenOptions::new().create(true).append(true).open(path)?;
        builder = if arguments.log_answers {
            builder.request_and_answer_log(log)
        } else {
            builder.request_log(log)
        };
    }
    Ok(builder)
}

fn emulator(arguments: &Arguments) -> Result<Emulator, String> {
    let builder = builder(arguments)
        .map_err(|error| format!("cannot write the request log: {error}; try another file"))?;
    match &arguments.restore {
        None => Ok(builder.build()),
        Some(path) => {
            let unreadable = |error| format!("cannot restore {}: {error}", path.display());
            builder.restore(path).map_err(unreadable)
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let emulator = match emulator(&arguments) {
        Ok(emulator) => emulator,
        Err(reason) => {
            eprintln!("{reason}");
            return ExitCode::FAILURE;
        }
    };
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
    let stopped = stopped(server, &emulator).await;
    match stopped.and_then(|()| saved(&emulator, arguments.save.as_deref())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the server or its snapshot failed: {error}");
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

fn saved(emulator: &Emulator, path: Option<&Path>) -> std::io::Result<()> {
    path.map_or(Ok(()), |path| emulator.save(path))
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
