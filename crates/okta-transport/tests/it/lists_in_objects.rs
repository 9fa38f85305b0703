//! Lists of roles and resource sets come inside an object that names the next page; they are read to their end, and
//! nowhere else.

use futures_util::TryStreamExt;
use okta_emulator::Emulator;
use okta_models::custom_roles::{CreateIamRoleRequest, CreateRole, IamRole, ListRolePermissions, ListRoles};
use okta_models::resource_set_bindings::{
    CreateResourceSetBinding, ListBindings, ListMembersOfBinding, ResourceSetBindingCreateRequest,
    ResourceSetBindingMember,
};
use okta_models::resource_sets::{
    CreateResourceSet, CreateResourceSetRequest, ListResourceSetResources, ListResourceSets,
    ResourceSetResource,
};
use okta_models::role_assignments::{AssignRoleToUser, ListUsersWithRoleAssignments, RoleType};
use okta_models::users::{ListUsers, User};
use okta_models::{ListOperation, ResourceSetId};
use okta_transport::{Client, Cursor, ErrorKind, Result};

use crate::support::{Outcome, Script, json, page};

/// An org with this many users and a client with a super admin's token.
fn org(users: usize) -> (Emulator, Client) {
    let emulator = Emulator::builder().users(users).seed(7).virtual_time().build();
    let (backend, token) = (emulator.clone(), emulator.api_token("SUPER_ADMIN"));
    let client = Client::builder()
        .org(emulator.base_url())
        .api_token(token.expose())
        .backend(move |request| backend.handle(request))
        .build()
        .unwrap();
    (emulator, client)
}

/// The records of a listing, and how many requests it took.
async fn read<Op: ListOperation>(emulator: &Emulator, client: &Client, list: Op) -> (Vec<Op::Item>, u64) {
    let before = emulator.requests_served();
    let records = client.stream(list).try_collect().await.unwrap();
    (records, emulator.requests_served() - before)
}

async fn users(client: &Client) -> Vec<User> {
    client.stream(ListUsers::new()).try_collect().await.unwrap()
}

async fn resource_set(client: &Client, label: &str, resources: Vec<String>) -> ResourceSetId {
    let request = CreateResourceSetRequest::new()
        .label(label)
        .description("For a test")
        .resources(resources);
    client.send(CreateResourceSet::new(request)).await.unwrap().id
}

async fn role(client: &Client, label: &str) -> IamRole {
    let request = CreateIamRoleRequest::new()
        .label(label)
        .description("For a test")
        .permissions(["okta.users.read", "okta.groups.read"]);
    client.send(CreateRole::new(request)).await.unwrap()
}

fn address(emulator: &Emulator, user: &User) -> String {
    format!("{}/api/v1/users/{}", emulator.base_url(), user.id)
}

#[tokio::test]
async fn all_resource_sets_of_an_org_are_read() {
    let (emulator, client) = org(1);
    let mut created = Vec::new();
    for number in 0..203 {
        let everyone = format!("{}/api/v1/users", emulator.base_url());
        created.push(resource_set(&client, &format!("Set {number}"), vec![everyone]).await);
    }
    created.sort();
    let (sets, requests) = read(&emulator, &client, ListResourceSets::new()).await;
    let read: Vec<_> = sets.into_iter().map(|set| set.id).collect();
    assert_eq!((read, requests), (created, 3));
}

#[tokio::test]
async fn all_members_of_a_binding_are_read_and_all_resources_of_its_set() {
    let (emulator, client) = org(150);
    let users = users(&client).await;
    let addresses: Vec<String> = users.iter().map(|user| address(&emulator, user)).collect();
    let set = resource_set(&client, "Staff", addresses[..7].to_vec()).await;
    let role = role(&client, "Reader").await;
    let members: Vec<String> = addresses[..130].to_vec();
    let request = ResourceSetBindingCreateRequest::new()
        .role(&role.id)
        .members(members.clone());
    client
        .send(CreateResourceSetBinding::new(&set, request))
        .await
        .unwrap();

    let (bindings, _) = read(&emulator, &client, ListBindings::new(&set)).await;
    assert_eq!(bindings[0].id.as_ref(), Some(&role.id));

    let (found, requests) = read(&emulator, &client, ListMembersOfBinding::new(&set, &role.id)).await;
    let mut found: Vec<String> = found.iter().filter_map(ResourceSetBindingMember::url).collect();
    found.sort();
    let mut expected = members;
    expected.sort();
    assert_eq!((found, requests), (expected, 2));

    let list = ListResourceSetResources::new(&set).limit(3);
    let (resources, requests) = read(&emulator, &client, list).await;
    assert_eq!((resources.len(), requests), (7, 3));
    let mut found: Vec<String> = resources.iter().filter_map(ResourceSetResource::url).collect();
    found.sort();
    let mut expected = addresses[..7].to_vec();
    expected.sort();
    assert_eq!(found, expected);

    let (permissions, requests) = read(&emulator, &client, ListRolePermissions::new(&role.id)).await;
    assert_eq!((permissions.len(), requests), (2, 1));
}

#[tokio::test]
async fn all_administrators_are_read() {
    let (emulator, client) = org(9);
    let (before, _) = read(&emulator, &client, ListUsersWithRoleAssignments::new()).await;
    let new: Vec<User> = users(&client)
        .await
        .into_iter()
        .filter(|user| before.iter().all(|known| known.id != user.id))
        .take(5)
        .collect();
    for user in &new {
        let assign = AssignRoleToUser::new(&user.id, RoleType::HelpDeskAdmin);
        client.send(assign).await.unwrap();
    }
    let list = ListUsersWithRoleAssignments::new().limit(2);
    let (after, requests) = read(&emulator, &client, list).await;
    assert_eq!(after.len(), before.len() + new.len());
    assert!(
        new.iter()
            .all(|user| after.iter().any(|known| known.id == user.id))
    );
    assert_eq!(requests, after.len().div_ceil(2) as u64);
}

const ROLES: &str = "https://acme.okta.com/api/v1/iam/roles";

fn roles(count: usize, next: &str) -> Outcome {
    let roles = vec![r#"{"id": "cr01"}"#; count].join(",");
    json(
        200,
        &[],
        &format!(r#"{{"roles": [{roles}], "_links": {{"next": {next}}}}}"#),
    )
}

fn href(link: &str) -> String {
    format!(r#"{{"href": "{link}"}}"#)
}

/// How many roles each page holds.
async fn counts(script: &Script) -> Vec<Result<usize>> {
    let mut pages = script.client().pages(ListRoles::new());
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(page.map(|page| page.len()));
    }
    counts
}

#[tokio::test]
async fn the_admin_console_s_host_is_the_org_and_an_empty_page_with_a_next_goes_on() {
    let script = Script::of([
        json(
            200,
            &[("link", r#"<https://acme.okta.com/api/v1/iam/roles>; rel="self""#)],
            r#"{"roles": [{"id": "cr01"}], "_links": {"next": {"href": "https://acme-admin.okta.com/api/v1/iam/roles?after=1"}}}"#,
        ),
        roles(0, &href(&format!("{ROLES}?after=2"))),
        roles(2, "null"),
    ]);
    let counts: Vec<usize> = counts(&script).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(counts, [1, 0, 2]);
    assert_eq!(
        script.lines(),
        [
            format!("GET {ROLES}"),
            format!("GET {ROLES}?after=1"),
            format!("GET {ROLES}?after=2")
        ]
    );
}

#[tokio::test]
async fn a_next_link_in_the_body_leads_nowhere_but_to_the_org_and_the_listing() {
    for link in [
        "https://evil.example/api/v1/iam/roles?after=1",
        "https://acme.okta.com.evil.example/api/v1/iam/roles",
        "http://acme.okta.com/api/v1/iam/roles?after=1",
        "https://ada:secret@acme.okta.com/api/v1/iam/roles?after=1",
        "//evil.example/api/v1/iam/roles",
        "https://acme.okta.com/api/v1/iam/resource-sets?after=1",
        "",
    ] {
        let script = Script::of([roles(1, &href(link))]);
        let mut counts = counts(&script).await.into_iter();
        assert_eq!(counts.next().unwrap().unwrap(), 1, "the page before is not lost");
        let error = counts.next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{link}: {error}");
        assert!(counts.next().is_none(), "{link}");
        assert_eq!(script.requests().len(), 1, "{link}");
    }
}

/// Taken for the end, it would hide every page that follows.
#[tokio::test]
async fn a_next_link_of_another_form_is_no_end() {
    for next in [
        r#"{"hrefs": []}"#,
        "{}",
        "7",
        r#"[{"href": "x"}]"#,
        r#"{"href": null}"#,
    ] {
        let script = Script::of([roles(1, next)]);
        let counts = counts(&script).await;
        assert_eq!(counts.len(), 2, "{next}");
        let error = counts.into_iter().next_back().unwrap().unwrap_err();
        assert!(error.to_string().contains("another form"), "{next}: {error}");
    }
    for end in [
        r#"{"roles": []}"#,
        r#"{"roles": [], "_links": null}"#,
        r#"{"roles": [], "_links": {}}"#,
    ] {
        let script = Script::of([json(200, &[], end)]);
        let counts: Vec<usize> = counts(&script).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(counts, [0], "{end}");
    }
}

#[tokio::test]
async fn an_answer_without_its_list_is_an_error_and_not_an_empty_listing() {
    let script = Script::of([json(200, &[], r#"{"_links": {}}"#)]);
    let error = counts(&script).await.pop().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_page_that_was_read_before_stops_the_listing() {
    let script = Script::of([
        roles(1, &href(&format!("{ROLES}?after=1"))),
        roles(1, &href(&format!("{ROLES}?after=1"))),
    ]);
    let error = counts(&script).await.pop().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_listing_goes_on_from_a_stored_cursor_with_its_limit() {
    let next = "https://acme.okta.com/api/v1/iam/assignees/users?after=00u1";
    let body = format!(r#"{{"value": [{{"id": "00u1"}}], "_links": {{"next": {{"href": "{next}"}}}}}}"#);
    let script = Script::of([json(200, &[], &body)]);
    let list = || ListUsersWithRoleAssignments::new().limit(1);
    let mut pages = script.client().pages(list());
    pages.next().await.unwrap().unwrap();
    let stored = serde_json::to_string(pages.cursor().unwrap()).unwrap();

    let cursor: Cursor = serde_json::from_str(&stored).unwrap();
    let script = Script::of([json(200, &[], r#"{"value": [{"id": "00u2"}]}"#)]);
    let mut rest = script.client().resume(list(), cursor);
    let page = rest.next().await.unwrap().unwrap();
    assert_eq!(page.items()[0].as_ref().unwrap().id.as_str(), "00u2");
    assert!(rest.next().await.is_none());
    assert_eq!(
        script.lines(),
        [format!("GET {next}&limit=1")],
        "Okta left the limit out"
    );
}

/// An array with `_links` in its first record names no page.
#[tokio::test]
async fn the_links_of_a_record_are_not_those_of_its_list() {
    let body =
        r#"[{"id": "00u1", "_links": {"next": {"href": "https://acme.okta.com/api/v1/users?after=1"}}}]"#;
    let script = Script::of([page(None, body)]);
    let mut pages = script.client().pages(ListUsers::new());
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    assert!(pages.next().await.is_none());
}
