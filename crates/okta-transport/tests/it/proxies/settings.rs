//! A proxy is named in code, in the environment, in `./okta.yaml` or in `~/.okta/okta.yaml`, and its password goes nowhere else.

use okta_models::groups::ListGroups;
use okta_transport::{Config, ConfigSources, Error, ErrorKind, Proxy, ReqwestBackend};

use super::proxy::{TestProxy, Way};
use super::{CREDENTIALS, Org, assert_asks_for_the_org, of_org};

/// What a file says of a proxy.
fn yaml(port: u16, rest: &str) -> String {
    format!("okta:\n  client:\n    proxy:\n      host: 127.0.0.1\n      port: {port}\n{rest}")
}

/// Sources with a folder and a home that have these files.
fn files(folder: &str, home: &str) -> (tempfile::TempDir, ConfigSources) {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join(".okta")).unwrap();
    std::fs::create_dir(root.path().join("work")).unwrap();
    for (name, text) in [("work/okta.yaml", folder), (".okta/okta.yaml", home)] {
        std::fs::write(root.path().join(name), text).unwrap();
    }
    let sources = ConfigSources::none()
        .working_directory(root.path().join("work"))
        .home(root.path());
    (root, sources)
}

#[tokio::test]
async fn code_counts_before_environment_before_folder_before_home() {
    let org = Org::start().await;
    let mut proxies = Vec::new();
    for _ in 0..4 {
        proxies.push(TestProxy::start(Way::To(org.address())).await);
    }
    let [home, folder, variable, code] = &proxies[..] else {
        unreachable!()
    };
    let call = async |sources: &ConfigSources, named: Option<Proxy>| {
        let mut backend = ReqwestBackend::builder().tls(org.tls());
        if let Some(named) = named {
            backend = backend.proxy(named);
        }
        let client = of_org(backend)
            .config(Config::from_sources(sources).unwrap())
            .build()
            .unwrap();
        client.send(ListGroups::new()).await.unwrap();
    };
    let asked = || {
        proxies
            .iter()
            .map(|proxy| proxy.asked().len())
            .collect::<Vec<_>>()
    };
    let (_root, sources) = files("", &yaml(home.port(), ""));
    call(&sources, None).await;
    assert_eq!(asked(), [1, 0, 0, 0]);
    let (_root, sources) = files(&yaml(folder.port(), ""), &yaml(home.port(), ""));
    call(&sources, None).await;
    assert_eq!(asked(), [1, 1, 0, 0]);
    let sources = sources
        .variable("OKTA_CLIENT_PROXY_HOST", "http://127.0.0.1")
        .variable("OKTA_CLIENT_PROXY_PORT", variable.port().to_string());
    call(&sources, None).await;
    assert_eq!(asked(), [1, 1, 1, 0]);
    call(&sources, Some(Proxy::new(code.address()).unwrap())).await;
    assert_eq!(asked(), [1, 1, 1, 1]);
    for proxy in &proxies {
        assert_asks_for_the_org(&proxy.asked(), None);
    }
}

#[tokio::test]
async fn credentials_of_every_source_are_sent() {
    let org = Org::start().await;
    let proxy = TestProxy::start(Way::For(CREDENTIALS, org.address())).await;
    let both = "      username: okta-sync\n      password: p@ss:word\n";
    let (_one, in_file) = files(&yaml(proxy.port(), both), "");
    let (_two, mixed) = files(&yaml(proxy.port(), ""), "");
    let mixed = mixed
        .variable("OKTA_CLIENT_PROXY_USERNAME", "okta-sync")
        .variable("OKTA_CLIENT_PROXY_PASSWORD", "p@ss:word");
    for sources in [in_file, mixed] {
        let config = Config::from_sources(&sources).unwrap();
        let shown = format!("{config:?} {:?}", config.proxy().unwrap());
        assert!(
            shown.contains("with credentials") && !shown.contains("p@ss"),
            "{shown}"
        );
        let builder = of_org(ReqwestBackend::builder().tls(org.tls()));
        builder
            .config(config)
            .build()
            .unwrap()
            .send(ListGroups::new())
            .await
            .unwrap();
    }
}

fn refused(sources: &ConfigSources) -> Error {
    let client = okta_transport::Client::builder()
        .org("acme.okta.com")
        .api_token("00a1");
    let error = client
        .config(Config::from_sources(sources).unwrap())
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    error
}

#[test]
fn the_password_of_one_file_does_not_go_to_the_proxy_of_another() {
    let password = "okta:\n  client:\n    proxy:\n      username: ada\n      password: hunter2\n";
    let (_root, sources) = files(&yaml(3128, ""), password);
    let error = refused(&sources).to_string();
    let told = "okta.client.proxy.host comes from ./okta.yaml line 4, and okta.client.proxy.username from \
                ~/.okta/okta.yaml line 4: the credentials of one file are not sent to the address of another. Put both \
                into the same file, or choose the address with OKTA_CLIENT_PROXY_HOST or in code.";
    assert_eq!(error, told);
    // Nor does the password alone.
    let half = "okta:\n  client:\n    proxy:\n      password: hunter2\n";
    let (_root, sources) = files(&yaml(3128, "      username: ada\n"), half);
    assert!(
        refused(&sources)
            .to_string()
            .contains("okta.client.proxy.password from ~/.okta/okta.yaml line 4")
    );
    let chosen = sources.variable("OKTA_CLIENT_PROXY_HOST", "proxy.example.com");
    assert!(Config::from_sources(&chosen).unwrap().proxy().unwrap().is_some());
}

#[test]
fn half_a_proxy_and_what_is_none_are_refused() {
    let sources = |variables: &[(&str, &str)]| {
        variables
            .iter()
            .fold(ConfigSources::none(), |sources, (name, value)| {
                sources.variable(format!("OKTA_CLIENT_PROXY_{name}"), *value)
            })
    };
    for (variables, told) in [
        (
            [("PORT", "3128"), ("HOST", "")],
            "okta.client.proxy.port is set in the variable OKTA_CLIENT_PROXY_PORT, and the proxy's host is not set",
        ),
        (
            [("USERNAME", "ada"), ("PASSWORD", "hunter2")],
            "okta.client.proxy.username is set in",
        ),
        (
            [("HOST", "proxy"), ("PASSWORD", "hunter2")],
            "the user name for the proxy is not set",
        ),
        (
            [("HOST", "socks5://ada:hunter2@proxy"), ("PORT", "1080")],
            "the proxy is neither http nor https. Write it as proxy.example.com:3128, ",
        ),
        (
            [("HOST", "ada hunter2"), ("PORT", "1")],
            "It is set in the variable OKTA_CLIENT_PROXY_HOST.",
        ),
    ] {
        let error = refused(&sources(&variables)).to_string();
        assert!(error.contains(told), "{error}");
    }
    for port in ["0", "hunter2", "65536"] {
        let error = Config::from_sources(&sources(&[("PORT", port)]))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "okta.client.proxy.port in the variable OKTA_CLIENT_PROXY_PORT is not a port."
        );
    }
}
