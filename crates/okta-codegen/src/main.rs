//! Writes the generated files of the Okta SDK for Rust, or checks that they are up to date.
//!
//! ```text
//! cargo run -p okta-codegen -- facts --from "$OKTA_FACTS"           # write crates/okta-facts/src/tables
//! cargo run -p okta-codegen -- facts --from "$OKTA_FACTS" --check   # compare; exit code 1 when a file differs
//! ```
//!
//! The inputs are not part of the repository; what is written from them is. Read [`facts`] next: one module a
//! table.

mod facts;
mod input;
mod literal;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Writes the generated files of the Okta SDK for Rust.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the tables of okta-facts.
    Facts {
        /// The folder that holds operations.json, permissions.json and the other fact files.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The root of the repository.
        #[arg(long, default_value = ".", value_name = "DIR")]
        root: PathBuf,
        /// Writes nothing; exits with code 1 and names the files that differ.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let Command::Facts { from, root, check } = Arguments::parse().command;
    let result = facts::tables(&from).and_then(|files| {
        let folder = root.join("crates/okta-facts/src/tables");
        if check {
            output::check(&root, &folder, &files)
        } else {
            output::write(&root, &folder, &files)
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("okta-codegen: {error}");
            ExitCode::FAILURE
        }
    }
}
