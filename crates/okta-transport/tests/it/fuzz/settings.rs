//! What a person writes: `okta.yaml` and addresses.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use okta_models::groups::ListGroups;
use okta_transport::{Client, Config, ConfigSources, OrgAddress, VirtualClock};
use proptest::prelude::*;

use super::{at_once, spoilt};
use crate::support::TOKEN;

const YAML: &str = include_str!("corpus/yaml.txt");
const ADDRESSES: &str = include_str!("corpus/addresses.txt");

proptest! {
    #[test]
    fn no_file_makes_the_configuration_panic_or_tell_its_secrets(text in spoilt(YAML)) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("okta.yaml"), text).unwrap();
        let sources = ConfigSources::none().working_directory(folder.path());
        let told = match Config::from_sources(&sources) {
            Ok(config) => {
                let told = format!("{config:?} {:?}", config.ignored());
                let backend = |_: Request<Bytes>| async { Response::new(Bytes::new()) };
                match Client::builder().config(config).backend(backend).build() {
                    Ok(client) => format!("{told} {client:?}"),
                    Err(error) => format!("{told} {error} {error:?}"),
                }
            }
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!told.contains(TOKEN), "{told}");
    }

    #[test]
    fn what_is_taken_for_an_address_is_one_and_calls_go_there(text in spoilt(ADDRESSES)) {
        let text = String::from_utf8_lossy(&text).into_owned();
        let Ok(address) = OrgAddress::parse(&text) else {
            return Ok(());
        };
        prop_assert_eq!(&OrgAddress::parse(address.as_str()).unwrap(), &address);
        let origin = address.as_str().trim_end_matches('/').to_owned();
        prop_assert!(origin.starts_with("https://") && !origin.contains(['@', '\\', '?', '#', '%', ' ']), "{origin}");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        let client = Client::builder().org(&*text).api_token(TOKEN).clock(VirtualClock::default());
        let client = client.backend(move |request: Request<Bytes>| {
            hearing.lock().unwrap().push(request.uri().to_string());
            async { Response::new(Bytes::from_static(b"[]")) }
        });
        at_once(client.build().unwrap().send(ListGroups::new())).unwrap();
        prop_assert_eq!(heard.lock().unwrap().clone(), [format!("{origin}/api/v1/groups")]);
    }
}
