//! What a body changes takes the row of the role matrix on it, too, of every standard role, whatever else it allows.

use okta_facts::role_action;
use okta_permissions::{
    AboutUser, Allowance, Assignment, Call, Grant, Principal, RoleType, StandardRole, Standing, Targets,
};

const PLAIN: &str = r#"{"profile": {"city": "Oslo"}}"#;

/// Bodies of `updateUser`, with the row that each brings in.
const BODIES: [(&str, Option<&str>); 5] = [
    (PLAIN, None),
    (
        r#"{"credentials": {"password": {"value": "x"}}}"#,
        Some("reset_password"),
    ),
    (
        r#"{"credentials": {"password": {"hash": {}}}}"#,
        Some("reset_password"),
    ),
    (
        r#"{"credentials": {"password": {"hook": {}}}}"#,
        Some("reset_password"),
    ),
    (r#"{"type": {"id": "oty1"}}"#, Some("change_user_type")),
];

fn holding(role: StandardRole) -> Grant {
    let role = RoleType::from(role.role_type());
    Grant::api_token(Principal::user("00u0")).with(Assignment::standard(&role, Targets::WholeOrg))
}

fn decided(role: StandardRole, operation: &str, body: &str) -> &'static str {
    let grant = holding(role);
    let call = Call::to(operation)
        .unwrap()
        .on_user("00u1")
        .about_user(AboutUser::new().standing(Standing::Ordinary))
        .with_body(body.as_bytes());
    grant.decide(call).name()
}

/// `granted`, `denied` or `unknown`, by the cells of these rows together.
fn expected(role: StandardRole, rows: &[&str]) -> &'static str {
    let cells: Vec<Allowance> = rows.iter().map(|row| role.may_do(row)).collect();
    if cells.contains(&Allowance::Refused) {
        return "denied";
    }
    // The help page limits some cells in words, which a call does not tell.
    let open = |cell: &Allowance| !matches!(cell, Allowance::Allowed { partly: false, .. });
    if cells.iter().any(open) {
        "unknown"
    } else {
        "granted"
    }
}

#[test]
fn a_password_or_a_type_in_a_profile_takes_its_own_row() {
    let mut narrower = 0;
    for role in StandardRole::all() {
        for operation in ["updateUser", "replaceUser"] {
            for (body, row) in BODIES {
                let rows: Vec<&str> = ["edit_profile"].into_iter().chain(row).collect();
                let (decision, expected) = (decided(role, operation, body), expected(role, &rows));
                let place = format!("{} {operation} {body}", role.role_type());
                assert_eq!(decision, expected, "{place}");
                narrower += usize::from(decision != decided(role, operation, PLAIN));
            }
        }
    }
    // Of app administrators, who edit profiles within a limit, and set neither passwords nor types.
    assert_eq!(narrower, 8);
    assert!(role_action("reset_password").is_some() && role_action("change_user_type").is_some());
}

#[test]
fn an_openid_connect_app_takes_its_own_row() {
    let body = r#"{"signOnMode": "OPENID_CONNECT"}"#;
    let other = r#"{"signOnMode": "SAML_2_0"}"#;
    let mut differ = Vec::new();
    for role in StandardRole::all() {
        let by_row = match role.may_do("create_oidc_app") {
            Allowance::Refused => "denied",
            Allowance::Allowed { .. } => "granted",
            _ => "unknown",
        };
        let decision = decided(role, "createApplication", body);
        assert_eq!(decision, by_row, "{}", role.role_type());
        if decision != decided(role, "createApplication", other) {
            differ.push(role.role_type());
        }
    }
    assert_eq!(differ, ["API_ACCESS_MANAGEMENT_ADMIN"]);
}
