//! Every verb done twice leaves what once leaves, and the second time says so.

use okta_lifecycle::{Change, Proof};

use crate::{
    org::Org,
    verbs::{ALL, Scene},
};

#[tokio::test]
async fn twice_is_once() {
    for verb in ALL {
        let org = Org::embedded();
        let scene = Scene::set(&org, verb).await;
        let lifecycle = org.lifecycle();
        let first = scene.play(&lifecycle, verb).await.unwrap();
        assert_eq!(first.change(), Change::Made, "{verb:?}");
        assert_eq!(
            first.proof() == Proof::Accepted,
            verb.leaves_no_trace(),
            "{verb:?}: {first}"
        );
        let writes = org.writes();
        let second = scene.play(&lifecycle, verb).await.unwrap();
        if verb.never_holds() {
            assert_eq!(second.change(), Change::Made, "{verb:?}");
        } else {
            assert_eq!(second.change(), Change::AlreadyHeld, "{verb:?}");
            assert_eq!(org.writes(), writes, "{verb:?} sent a change");
        }
        assert_eq!(second.status(), first.status(), "{verb:?}");
        assert!(first.to_string().starts_with(first.action().name()), "{first}");
    }
}
