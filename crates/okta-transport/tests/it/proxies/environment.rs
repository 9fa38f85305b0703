//! The variables that all programs share name a proxy, and hosts without one; those of Okta's SDKs count before them.
//!
//! The test runs itself again as a program of its own, whose environment it chooses. The org is at `0.0.0.0`, which on Linux
//! is this machine and is not known as such, so that a proxy counts for it. `SSL_CERT_FILE` names whom the program trusts.

use std::path::Path;
use std::process::Command;

use okta_models::groups::ListGroups;
use okta_transport::Client;

use super::proxy::{TestProxy, Way};
use crate::authority::Authority;
use crate::trust::Server;

const TOLD: &str = "OKTA_TRANSPORT_TEST_ENVIRONMENT";
const DONE: &str = "outcome: ";

/// Without being told so it has nothing to do: the test that starts it looks at what it says.
#[tokio::test]
async fn is_a_program_of_its_own_when_told_so() {
    if std::env::var_os(TOLD).is_none() {
        return;
    }
    match Client::from_environment() {
        Ok(client) => match client.send(ListGroups::new()).await {
            Ok(_) => println!("{DONE}listed"),
            Err(error) => println!("{DONE}{error}"),
        },
        Err(error) => println!("{DONE}{error}"),
    }
}

/// What such a program says in the end.
fn run(folder: &Path, variables: &[(&str, String)]) -> String {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program
        .args(["--exact", "--nocapture"])
        .arg("proxies::environment::is_a_program_of_its_own_when_told_so")
        .env_clear()
        .env(TOLD, "yes")
        .env("HOME", folder)
        .env("SSL_CERT_FILE", folder.join("root.pem"))
        .env("OKTA_CLIENT_TOKEN", "00a1")
        .current_dir(folder);
    for (name, value) in variables {
        program.env(name, value);
    }
    let output = program.output().unwrap();
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = written
        .lines()
        .find_map(|line| Some(line.split_once(DONE)?.1.to_owned()));
    said.unwrap_or_else(|| panic!("{written} {}", String::from_utf8_lossy(&output.stderr)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_is_taken_where_none_is_named_for_okta() {
    let authority = Authority::new();
    let server = Server::start(&authority.issue(&["0.0.0.0", "localhost"])).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), authority.pem()).unwrap();
    let general = TestProxy::start(Way::To(server.address)).await;
    let own = TestProxy::start(Way::To(server.address)).await;

    let port = server.address.port();
    let org = |host: &str| ("OKTA_CLIENT_ORGURL", format!("https://{host}:{port}"));
    let named = || ("HTTPS_PROXY", format!("http://{}", general.address()));
    let without = || ("NO_PROXY", "example.com, 0.0.0.0".to_owned());
    let for_okta = || ("OKTA_CLIENT_PROXY_HOST", own.address());
    for (variables, asked) in [
        (vec![org("0.0.0.0")], [0, 0]),
        (vec![org("0.0.0.0"), named()], [1, 0]),
        (vec![org("0.0.0.0"), ("ALL_PROXY", named().1)], [1, 0]),
        // Plain http goes to this machine alone, and this machine has no proxy.
        (vec![org("0.0.0.0"), ("HTTP_PROXY", named().1)], [0, 0]),
        (vec![org("0.0.0.0"), named(), without()], [0, 0]),
        (vec![org("0.0.0.0"), named(), for_okta()], [0, 1]),
        (vec![org("0.0.0.0"), without(), for_okta()], [0, 1]),
        (vec![org("localhost"), named(), for_okta()], [0, 0]),
    ] {
        let (folder, before) = (
            folder.path().to_owned(),
            [general.asked().len(), own.asked().len()],
        );
        let given = format!("{variables:?}");
        let said = tokio::task::spawn_blocking(move || run(&folder, &variables))
            .await
            .unwrap();
        assert_eq!(said, "listed", "{given}");
        let after = [general.asked().len() - before[0], own.asked().len() - before[1]];
        assert_eq!(after, asked, "{given}");
    }

    // It is this variable by which the program trusted the org.
    std::fs::write(folder.path().join("root.pem"), Authority::new().pem()).unwrap();
    let (path, variables) = (folder.path().to_owned(), [org("0.0.0.0")]);
    let said = tokio::task::spawn_blocking(move || run(&path, &variables))
        .await
        .unwrap();
    assert!(said.contains("is signed by nobody who is trusted here"), "{said}");
}
