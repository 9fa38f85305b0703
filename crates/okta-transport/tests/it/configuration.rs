//! Settings are found where Okta's SDKs have them, and their absence names every place.

use std::path::Path;
use std::time::Duration;

use okta_transport::{Client, ClientBuilder, Config, ConfigSources, ErrorKind, Result, Setting};

/// What looks like an API token, an access token and a name.
const SECRET: &str = "eyJhbGciOiJub25lIn0.00aVerySecretToken.hunter2";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn builder(config: Config) -> ClientBuilder {
    Client::builder()
        .config(config)
        .backend(|_| async { http::Response::new(bytes::Bytes::new()) })
}

fn build(config: Config) -> Result<Client> {
    builder(config).build()
}

fn yaml(org: &str, token: &str) -> String {
    format!("okta:\n  client:\n    orgUrl: {org}\n    token: {token}\n")
}

#[test]
fn code_counts_before_environment_before_folder_before_home() {
    let (folder, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(
        home.path(),
        ".okta/okta.yaml",
        &yaml("home.okta.com", "home-token"),
    );
    let mut sources = ConfigSources::none()
        .working_directory(folder.path())
        .home(home.path());
    let org = |sources: &ConfigSources| {
        Config::from_sources(sources)
            .unwrap()
            .org_url()
            .unwrap()
            .to_owned()
    };
    assert_eq!(org(&sources), "home.okta.com");

    write(
        folder.path(),
        "okta.yaml",
        "okta:\n  client:\n    orgUrl: folder.okta.com\n",
    );
    assert_eq!(org(&sources), "folder.okta.com");
    let config = Config::from_sources(&sources).unwrap();
    assert_eq!(
        config.token().unwrap().expose(),
        "home-token",
        "what one file leaves out comes from the next"
    );
    assert_eq!(config.origin(Setting::OrgUrl), Some("./okta.yaml line 3"));
    assert_eq!(config.origin(Setting::Token), Some("~/.okta/okta.yaml line 4"));

    sources = sources.variable("OKTA_CLIENT_ORGURL", "variable.okta.com");
    assert_eq!(org(&sources), "variable.okta.com");

    let config = Config::from_sources(&sources).unwrap();
    let client = builder(config.clone()).org("code.okta.com").build().unwrap();
    assert_eq!(client.org().host(), "code.okta.com");
    let config = config.set(Setting::OrgUrl, "set.okta.com").unwrap();
    assert_eq!(build(config).unwrap().org().host(), "set.okta.com");
}

/// A folder and a home whose `okta.yaml` hold these lines below `okta: client:`.
fn files(folder: &str, home: &str) -> (tempfile::TempDir, tempfile::TempDir, ConfigSources) {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(
        folders.0.path(),
        "okta.yaml",
        &format!("okta:\n  client:\n{folder}"),
    );
    write(
        folders.1.path(),
        ".okta/okta.yaml",
        &format!("okta:\n  client:\n{home}"),
    );
    let sources = ConfigSources::none()
        .working_directory(folders.0.path())
        .home(folders.1.path());
    (folders.0, folders.1, sources)
}

#[test]
fn the_address_of_one_file_does_not_get_the_credentials_of_another() {
    let (address, token) = ("    orgUrl: attacker.example\n", "    token: 00aMine\n");
    let both = "    orgUrl: acme.okta.com\n    token: 00aMine\n";
    let key = "    orgUrl: acme.okta.com\n    authorizationMode: PrivateKey\n    privateKey: 00aMine\n";
    for (folder, home, message) in [
        (
            address,
            both,
            "okta.client.orgUrl comes from ./okta.yaml line 3, and okta.client.token from ~/.okta/okta.yaml line 4: the \
             credentials of one file are not sent to the address of another. Put both into the same file, or choose \
             the address with OKTA_CLIENT_ORGURL or in code.",
        ),
        (token, both, "okta.client.token from ./okta.yaml line 3"),
        (
            address,
            key,
            "okta.client.privateKey from ~/.okta/okta.yaml line 5",
        ),
    ] {
        let (_folder, _home, sources) = files(folder, home);
        let config = Config::from_sources(&sources).unwrap();
        let error = build(config).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        assert!(error.to_string().contains(message), "{error}");
        assert!(!error.to_string().contains("00aMine"), "{error}");
    }
}

#[test]
fn an_address_or_a_token_of_code_or_environment_goes_with_every_file() {
    let (_folder, _home, sources) = files("    orgUrl: folder.okta.com\n", "    token: 00aMine\n");
    let host = |client: Result<Client>| client.unwrap().org().host().to_owned();
    let config = Config::from_sources(&sources).unwrap();
    assert_eq!(
        host(builder(config.clone()).org("code.okta.com").build()),
        "code.okta.com"
    );
    assert_eq!(
        host(builder(config.clone()).api_token("00aCode").build()),
        "folder.okta.com"
    );
    assert_eq!(
        host(build(config.set(Setting::OrgUrl, "set.okta.com").unwrap())),
        "set.okta.com"
    );
    for (variable, value, expected) in [
        ("OKTA_CLIENT_ORGURL", "variable.okta.com", "variable.okta.com"),
        ("OKTA_CLIENT_TOKEN", "00aVariable", "folder.okta.com"),
    ] {
        let config = Config::from_sources(&sources.clone().variable(variable, value)).unwrap();
        assert_eq!(host(build(config)), expected);
    }
}

#[test]
fn a_blank_value_counts_as_unset_in_every_source() {
    let (_folder, _home, sources) = files(
        "    token: '  '\n    orgUrl:\n    scopes: ['', ' ']\n",
        &yaml("home.okta.com", "00aHome").replace("okta:\n  client:\n", ""),
    );
    let sources = sources
        .variable("OKTA_CLIENT_TOKEN", " \t")
        .variable("OKTA_CLIENT_ORGURL", "");
    let config = Config::from_sources(&sources).unwrap();
    let config = config.set(Setting::Token, " ").unwrap();
    assert_eq!(config.token().unwrap().expose(), "00aHome");
    assert_eq!(config.org_url(), Some("home.okta.com"));
    assert!(config.get(Setting::Scopes).is_none());
}

#[test]
fn a_setting_that_is_there_twice_or_is_a_list_is_refused_with_its_lines() {
    for (text, message) in [
        (
            "okta:\n  client:\n    token: 00a1\n    token: 00a2\n",
            "./okta.yaml could not be read: line 4: this key stands on line 3 already",
        ),
        (
            "okta:\n  client:\n    token: 00a1\n    TOKEN: 00a2\n",
            "okta.client.token is set twice in ./okta.yaml, on line 3 and on line 4",
        ),
        (
            "okta:\n  client:\n    token: 00a1\n---\nokta:\n  client:\n    token: 00a2\n",
            "line 4: a second document begins here, after that of line 1",
        ),
        (
            "okta:\n  client:\n    token:\n      - 00a1\n      - 00a2\n",
            "okta.client.token in ./okta.yaml line 4 is a list",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "okta.yaml", text);
        let sources = ConfigSources::none().working_directory(folder.path());
        let error = Config::from_sources(&sources).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert!(!error.contains("00a"), "{error}");
    }
}

#[test]
fn every_setting_is_read_by_its_variables_and_its_key() {
    for setting in Setting::ALL {
        let value = if matches!(setting, Setting::DisableHttpsCheck | Setting::DpopEnabled) {
            "true"
        } else {
            "7"
        };
        for variable in setting.variables() {
            let config = Config::from_sources(&ConfigSources::none().variable(*variable, value)).unwrap();
            assert_eq!(config.get(setting).unwrap().expose(), value, "{variable}");
        }
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            "okta.yaml",
            &format!("{}: {value}\n", setting.key()),
        );
        let config = Config::from_sources(&ConfigSources::none().working_directory(folder.path())).unwrap();
        assert_eq!(config.get(setting).unwrap().expose(), value, "{}", setting.key());
    }
}

#[test]
fn lists_numbers_and_unknown_keys_of_a_file_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    let text = "okta:\n  client:\n    token: 0012\n    scopes:\n      - okta.users.read\n      - okta.groups.read\n    requestTimeout: 30\n    connectionTimeout: 0\n    cache:\n      enabled: true\n    kid: my-key-1\n";
    write(folder.path(), "okta.yaml", text);
    let config = Config::from_sources(&ConfigSources::none().working_directory(folder.path())).unwrap();
    assert_eq!(
        config.token().unwrap().expose(),
        "0012",
        "a token of digits is no number"
    );
    assert_eq!(config.scopes(), ["okta.users.read", "okta.groups.read"]);
    assert_eq!(config.request_timeout(), Some(Duration::from_secs(30)));
    assert_eq!(config.connection_timeout(), None);
    let key_id = config.get(Setting::PrivateKeyId).unwrap();
    assert_eq!(key_id.expose(), "my-key-1", "as Okta's Python SDK has it");
    assert_eq!(
        config.ignored(),
        ["okta.client.cache.enabled in ./okta.yaml line 10"]
    );
}

#[test]
fn a_token_that_stands_where_a_key_belongs_is_not_shown_and_its_line_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{SECRET}: 1\nokta:\n  {SECRET}:\n    token: 2\n  client:\n    {SECRET}: 3\n    proxy: {{{SECRET}: 4}}\n    scopes: [{SECRET}: 5]\n"
    );
    write(folder.path(), "okta.yaml", &text);
    let sources = ConfigSources::none()
        .working_directory(folder.path())
        .variable(format!("OKTA_CLIENT_{SECRET}"), "6")
        .variable("OKTA_CLIENT_CACHE_ENABLED", "true")
        .variable("OKTA_TEST_TOKEN", "7");
    let config = Config::from_sources(&sources).unwrap();
    assert_eq!(
        config.ignored(),
        [
            "the variable OKTA_CLIENT_CACHE_ENABLED",
            "a variable OKTA_CLIENT_…",
            "a key in ./okta.yaml line 1",
            "okta.… in ./okta.yaml line 4",
            "okta.client.… in ./okta.yaml line 6",
            "okta.client.proxy.… in ./okta.yaml line 7",
            "okta.client.… in ./okta.yaml line 8",
        ]
    );
}

#[test]
fn missing_files_folders_and_empty_variables_are_no_errors() {
    let sources = ConfigSources::none()
        .home("/no/such/home")
        .working_directory("/no/such/folder");
    let config = Config::from_sources(&sources.variable("OKTA_CLIENT_TOKEN", "")).unwrap();
    assert!(config.token().is_none());
}

#[test]
fn a_broken_file_is_named_with_its_line_and_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "okta.yaml",
        "okta:\n  client:\n    token: [00aSecret\n  orgUrl: x\n",
    );
    let error = Config::from_sources(&ConfigSources::none().working_directory(folder.path())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    let message = error.to_string();
    assert!(
        message.starts_with("./okta.yaml could not be read: line "),
        "{message}"
    );
    assert!(!message.contains("00aSecret"), "{message}");
}

#[test]
fn a_value_of_another_form_names_its_key_and_place() {
    let sources = ConfigSources::none().variable("OKTA_CLIENT_REQUESTTIMEOUT", "soon");
    let message = Config::from_sources(&sources).unwrap_err().to_string();
    assert_eq!(
        message,
        "okta.client.requestTimeout in the variable OKTA_CLIENT_REQUESTTIMEOUT is not a whole number."
    );
}

#[test]
fn an_unknown_mode_is_refused() {
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_ORGURL", "acme.okta.com")
        .variable("OKTA_CLIENT_AUTHORIZATIONMODE", "JWT");
    let message = build(Config::from_sources(&sources).unwrap())
        .unwrap_err()
        .to_string();
    assert_eq!(
        message,
        "the authorization mode set in the variable OKTA_CLIENT_AUTHORIZATIONMODE is unknown. Use SSWS, Bearer or \
         PrivateKey, or bring an `Authenticator`."
    );
}

#[test]
fn plain_http_on_loopback_is_a_choice_that_the_environment_can_make() {
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_ORGURL", "http://127.0.0.1:7777")
        .variable("OKTA_CLIENT_TOKEN", "00a1");
    assert!(build(Config::from_sources(&sources).unwrap()).is_err());
    let sources = sources.variable("OKTA_TESTING_DISABLE_HTTPS_CHECK", "true");
    assert!(build(Config::from_sources(&sources).unwrap()).is_ok());
    let elsewhere = sources.variable("OKTA_CLIENT_ORGURL", "http://acme.okta.com");
    assert!(build(Config::from_sources(&elsewhere).unwrap()).is_err());
}
