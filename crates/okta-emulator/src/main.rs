//! `okta-emulator`: serves an Okta org on this machine until it is stopped.

mod command_line;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use command_line::{Arguments, Signals};
use okta_emulator::{Builder, Emulator, Latency, OrgShape, Server};
use serde_json::json;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until a signal comes.
async fn run(arguments: &Arguments) -> Result<(), String> {
    let mut signals = Signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let emulator = emulator(arguments)?;
    let port = arguments.port;
    let server = emulator.serve(("127.0.0.1", port)).await.map_err(|error| {
        format!("cannot listen on 127.0.0.1:{port}: {error}; try another --port, or 0 for a free one")
    })?;
    announce(&emulator, &server, arguments)
        .map_err(|error| format!("cannot print the ready line to standard output: {error}"))?;
    signals.received().await;
    eprintln!("stopping after {} requests", emulator.requests_served());
    // An org that is to be saved is saved even if its server failed.
    let stopped = server
        .shutdown()
        .await
        .map_err(|error| format!("the server failed: {error}"));
    if let Some(path) = &arguments.save {
        let unwritten = |error| format!("cannot save the org to {}: {error}", path.display());
        emulator.save(path).map_err(unwritten)?;
    }
    stopped
}

/// The ready line. Its token opens nothing but this emulator.
fn announce(emulator: &Emulator, server: &Server, arguments: &Arguments) -> std::io::Result<()> {
    let token = emulator.api_token(arguments.role);
    let mut line = json!({
        "url": server.base_url(),
        "token": token.expose(),
        "role": arguments.role,
    });
    let what = if let Some(path) = &arguments.restore {
        line["restored"] = json!(path);
        format!("the org of {}", path.display())
    } else {
        line["users"] = json!(arguments.users);
        line["groups"] = json!(arguments.groups);
        line["apps"] = json!(arguments.apps);
        line["seed"] = json!(arguments.seed);
        format!("an Okta org of {} users", arguments.users)
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    eprintln!(
        "serving {what}; a page for people is at {}/; stop it with ctrl-c",
        server.base_url()
    );
    Ok(())
}

/// The org that the arguments describe.
fn emulator(arguments: &Arguments) -> Result<Emulator, String> {
    let mut builder = Emulator::builder()
        .shape(shape(arguments))
        .seed(arguments.seed)
        .limits(arguments.limits.into())
        .limit_multiplier(arguments.limit_multiplier)
        .system_log_bytes(arguments.system_log_bytes)
        .request_list_bytes(arguments.request_list_bytes)
        .event_hook_bytes(arguments.event_hook_bytes)
        .search_lag(Duration::from_millis(arguments.search_lag))
        .background_work(Duration::from_millis(arguments.background_work));
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
        builder = with_log(builder, path, arguments.log_answers)?;
    }
    if let Some(path) = &arguments.save {
        check_folder_of(path)?;
    }
    match &arguments.restore {
        None => Ok(builder.build()),
        Some(path) => builder.restore(path).map_err(|error| match error.kind() {
            // It names the file itself.
            ErrorKind::InvalidData => format!("cannot restore: {error}"),
            _ => format!("cannot restore {}: {error}", path.display()),
        }),
    }
}

fn shape(arguments: &Arguments) -> OrgShape {
    let mut shape = OrgShape::default()
        .users(arguments.users)
        .groups(arguments.groups)
        .group_sizes(arguments.group_sizes)
        .groups_per_user(arguments.groups_per_user)
        .apps(arguments.apps)
        .apps_per_user(arguments.apps_per_user)
        .apps_through_groups(arguments.apps_through_groups)
        .group_rules(arguments.group_rules)
        .statuses(arguments.statuses.unwrap_or_default());
    for (role, count) in &arguments.administrators {
        shape = shape.administrators(*role, *count);
    }
    for (name, values) in &arguments.custom_attributes {
        shape = shape.custom_attribute(name, values.clone());
    }
    shape
}

fn with_log(builder: Builder, path: &Path, answers: bool) -> Result<Builder, String> {
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(|error| {
            let path = path.display();
            format!("cannot write the request log {path}: {error}; give --request-log another file")
        })?;
    Ok(if answers {
        builder.request_and_answer_log(log)
    } else {
        builder.request_log(log)
    })
}

/// Says so now rather than when there is an org to lose.
fn check_folder_of(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_none_or(Path::is_dir) {
        return Ok(());
    }
    let path = path.display();
    Err(format!(
        "cannot save to {path}: its folder is not there; make it, or give --save another file"
    ))
}
