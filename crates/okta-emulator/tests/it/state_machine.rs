//! Whatever is done to a user in whatever order, its status moves along the documented machine alone.

use proptest::prelude::*;
use serde_json::json;

use crate::org::{Org, empty, with_password};

/// An operation with a status and the status that it leads to. Where both are empty the operation is tried, and
/// moves only as another row of it says.
const MOVES: [(&str, &str, &str); 23] = [
    ("activate", "STAGED", "PROVISIONED"),
    ("activate", "STAGED", "ACTIVE"),
    ("activate", "DEPROVISIONED", "PROVISIONED"),
    ("suspend", "ACTIVE", "SUSPENDED"),
    ("unsuspend", "SUSPENDED", "ACTIVE"),
    ("unlock", "LOCKED_OUT", "ACTIVE"),
    ("expire_password", "ACTIVE", "PASSWORD_EXPIRED"),
    ("reset_password", "ACTIVE", "RECOVERY"),
    ("reset_password", "PROVISIONED", "RECOVERY"),
    ("reset_password", "PASSWORD_EXPIRED", "RECOVERY"),
    ("lock", "ACTIVE", "LOCKED_OUT"),
    ("password", "PROVISIONED", "ACTIVE"),
    ("password", "RECOVERY", "ACTIVE"),
    ("password", "PASSWORD_EXPIRED", "ACTIVE"),
    ("deactivate", "STAGED", "DEPROVISIONED"),
    ("deactivate", "PROVISIONED", "DEPROVISIONED"),
    ("deactivate", "ACTIVE", "DEPROVISIONED"),
    ("deactivate", "RECOVERY", "DEPROVISIONED"),
    ("deactivate", "PASSWORD_EXPIRED", "DEPROVISIONED"),
    ("deactivate", "LOCKED_OUT", "DEPROVISIONED"),
    ("deactivate", "SUSPENDED", "DEPROVISIONED"),
    ("delete", "", ""),
    ("reset_factors", "", ""),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var("OKTA_PROOFS").as_deref() == Ok("full") { 2_000 } else { 40 }))]

    #[test]
    fn any_sequence_of_operations_stays_on_the_machine(
        steps in prop::collection::vec(prop::sample::select(&MOVES[..]), 1..30),
        staged in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let org = Org::new(empty());
            let id = org.post(&format!("/api/v1/users?activate={}", !staged), with_password("p@people.example")).await.id();
            let mut before = org.status(&id).await;
            for (step, _, _) in steps {
                let user = format!("/api/v1/users/{id}");
                match step {
                    "delete" => drop(org.delete(&user).await.expect(204)),
                    "lock" => drop(org.emulator.lock_out(&id)),
                    "password" => {
                        let body = json!({ "credentials": { "password": { "value": "Br4nd-new-one" } } });
                        org.post(&user, body).await.expect(200);
                    }
                    step => drop(org.act(&format!("{user}/lifecycle/{step}?sendEmail=true")).await),
                }
                let found = org.get(&user).await;
                if found.status == 404 {
                    prop_assert_eq!((step, before.as_str()), ("delete", "DEPROVISIONED"));
                    return Ok(());
                }
                let after = found.text("status");
                let named = if step == "delete" { "deactivate" } else { step };
                let documented = after == before || MOVES.contains(&(named, before.as_str(), after.as_str()));
                prop_assert!(documented, "{} took {} to {}", step, before, after);
                before = after;
            }
            Ok(())
        })?;
    }
}
