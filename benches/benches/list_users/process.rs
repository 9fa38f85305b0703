//! The processes: one that serves, and one for each listing.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use rustix::time::{ClockId, clock_gettime};

use crate::{clients, server};

/// Set for a process that lists, to the client that it uses; for the one that serves, to `server`.
const ROLE: &str = "LIST_USERS_BENCH_ROLE";
const ORG: &str = "LIST_USERS_BENCH_ORG";
const USERS: &str = "LIST_USERS_BENCH_USERS";

/// What lists.
#[derive(Clone, Copy)]
pub(crate) enum Client {
    /// `reqwest` and `serde_json`, three members of a record.
    Bare,
    /// The SDK, whole users.
    Full,
    /// The SDK, a type of the caller's with the same three members.
    Own,
}

/// What a listing cost its process.
pub(crate) struct Cost {
    /// Of processors, in the program and in the kernel for it.
    pub(crate) seconds: f64,
    /// Of memory, at most.
    pub(crate) bytes: f64,
}

/// The serving process, which ends with this value.
pub(crate) struct Server {
    process: Child,
    org: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        let mut process = this_program("server")
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program again");
        let output = process.stdout.take().expect("a pipe");
        let mut org = String::new();
        BufReader::new(output)
            .read_line(&mut org)
            .expect("the server's address");
        Self {
            process,
            org: org.trim().to_owned(),
        }
    }

    /// Lists an org of so many users in a process of its own.
    pub(crate) fn list(&self, client: Client, users: u32) -> Cost {
        let role = match client {
            Client::Bare => "bare",
            Client::Full => "full",
            Client::Own => "own",
        };
        let output = this_program(role)
            .env(ORG, &self.org)
            .env(USERS, users.to_string())
            .stderr(Stdio::inherit())
            .output()
            .expect("this program again");
        assert!(output.status.success(), "the {role} client failed");
        let output = String::from_utf8(output.stdout).expect("text");
        let mut numbers = output
            .split_whitespace()
            .map(|number| number.parse().expect("a number"));
        let mut number = || numbers.next().expect("two numbers");
        Cost {
            seconds: number(),
            bytes: number(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn this_program(role: &str) -> Command {
    let mut program = Command::new(std::env::current_exe().expect("the path of this program"));
    program.env(ROLE, role);
    program
}

/// Does what this process was started for; `false` for the one that measures.
pub(crate) fn serve_or_list() -> bool {
    let Ok(role) = std::env::var(ROLE) else {
        return false;
    };
    let variable = |name: &str| std::env::var(name).expect("the process that measures sets it");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let list = |list: &dyn Fn(String, String) -> u32| {
        let users = variable(USERS);
        let before = processor_seconds();
        let listed = list(variable(ORG), users.clone());
        assert_eq!(listed.to_string(), users, "every user is listed once");
        println!("{} {}", processor_seconds() - before, most_memory());
    };
    match &*role {
        "server" => server::serve(),
        "bare" => list(&|org, token| runtime.block_on(clients::bare(&org, &token))),
        "full" => list(&|org, token| runtime.block_on(clients::full(&org, &token))),
        _ => list(&|org, token| runtime.block_on(clients::own(&org, &token))),
    }
    true
}

/// Time on processors, of all threads, in the program and in the kernel.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds and nanoseconds of a short run"
    )]
    let seconds = time.tv_sec as f64 + time.tv_nsec as f64 / 1e9;
    seconds
}

/// Bytes of memory that this process had at most, as Linux counts them.
fn most_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux' account of this program");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .expect("the counter");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024.0
}
