//! What listing users costs a client: CPU and memory of a process that lists an org over loopback HTTP, from a server in
//! another process.
//!
//! The baseline is the least that can be done with the same libraries: a loop over `reqwest` and `serde_json` that follows
//! the `next` links and decodes three members of each record. Every run is a process of its own; the three clients take
//! turns, and figures are medians. Memory is the most that the process had at any time, the program itself included.
//!
//! Prints a line for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(clippy::expect_used, reason = "a bench that cannot go on has failed")]

mod clients;
mod process;
mod server;

use process::{Client, Cost, Server};

/// The users of the org whose listing is timed, and how often each client lists it.
const USERS: u32 = 100_000;
const ROUNDS: usize = 7;
/// The orgs whose listings must take the same memory.
const SMALL: u32 = 10_000;
const LARGE: u32 = 1_000_000;
/// How often each of them is listed for its memory.
const MEMORY_RUNS: usize = 3;
const MEGABYTE: f64 = 1_000_000.0;

fn main() {
    if process::serve_or_list() {
        return;
    }
    let server = Server::start();
    compare_processor_time(&server);
    compare_memory(&server);
}

fn compare_processor_time(server: &Server) {
    let clients = [Client::Bare, Client::Full, Client::Own];
    let mut runs: [Vec<Cost>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (client, runs) in clients.iter().zip(&mut runs) {
            runs.push(server.list(*client, USERS));
        }
    }
    let [bare, full, own] = runs.map(|runs| median(runs.iter().map(|run| run.seconds)));
    let a_user = 1e6 / f64::from(USERS);
    let (a_user_bare, a_user_full, a_user_own) = (bare * a_user, full * a_user, own * a_user);
    println!("figure list_users_cpu_full {a_user_full:.2} us target - baseline {a_user_bare:.2}");
    println!("figure list_users_cpu_own {a_user_own:.2} us target - baseline {a_user_bare:.2}");
    let (full, own) = (full / bare, own / bare);
    println!("figure list_users_cpu_full_ratio {full:.2} x target <= 2.50 baseline 1.00");
    println!("figure list_users_cpu_own_ratio {own:.2} x target <= 1.15 baseline 1.00");
}

fn compare_memory(server: &Server) {
    let most = |client, users| {
        let runs = (0..MEMORY_RUNS).map(|_| server.list(client, users).bytes);
        median(runs) / MEGABYTE
    };
    let bare = most(Client::Bare, SMALL);
    for (client, name) in [(Client::Full, "full"), (Client::Own, "own")] {
        let (small, large) = (most(client, SMALL), most(client, LARGE));
        println!("figure list_users_memory_{name}_10000 {small:.1} MB target <= 20 baseline {bare:.1}");
        println!("figure list_users_memory_{name}_1000000 {large:.1} MB target <= 20 baseline {bare:.1}");
        let growth = large / small;
        println!("figure list_users_memory_{name}_growth {growth:.2} x target <= 1.05 baseline 1.00");
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
