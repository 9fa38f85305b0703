//! Memory and time of an org of a million users, groups and app assignments included.

use std::time::Instant;

use okta_emulator::Emulator;

/// Set for the process that makes a large org, to its number of apps.
const CHILD: &str = "EMULATOR_BENCH_APPS";
/// As the builder has them without being told.
const APPS: usize = 10;

pub(crate) fn is_asked_for() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs this program again for each org, so that memory of the first is not counted for the second.
pub(crate) fn measure_apart() {
    for apps in [APPS, 0] {
        let program = std::env::current_exe().expect("the path of this program");
        let status = std::process::Command::new(program)
            .env(CHILD, apps.to_string())
            .status();
        assert!(status.expect("this program again").success());
    }
}

/// Makes an org of a million users (of fewer, where `EMULATOR_BENCH_USERS` says so) and prints its figures.
pub(crate) fn measure() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u32>().ok();
    let apps = number(CHILD).expect("a number of apps");
    let users = number("EMULATOR_BENCH_USERS").unwrap_or(1_000_000);
    let (before, started) = (memory("VmRSS"), Instant::now());
    let emulator = Emulator::builder()
        .users(users as usize)
        .apps(apps as usize)
        .build();
    let seconds = started.elapsed().as_secs_f64();
    let a_user = |now: f64| (now - before) / f64::from(users);
    let (kept, most) = (a_user(memory("VmRSS")), a_user(memory("VmHWM")));
    drop(emulator);
    let without = if apps == 0 { "_without_apps" } else { "" };
    println!("figure emulator_memory_per_user{without} {kept:.0} B target <= 1024 baseline -");
    println!("figure emulator_memory_per_user_at_most{without} {most:.0} B target - baseline -");
    let million = seconds * 1_000_000.0 / f64::from(users);
    println!("figure emulator_million_users{without} {million:.1} s target <= 60 baseline -");
}

/// Bytes of this program's memory that are (`VmRSS`) or at most were (`VmHWM`) in use, as Linux counts them.
fn memory(counter: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux' account of this program");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(counter)?.strip_prefix(':'))
        .expect("the counter");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024.0
}
