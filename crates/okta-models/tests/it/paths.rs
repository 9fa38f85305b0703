//! No input can name another path, and no login is too odd.

use okta_models::{
    Operation, RequestError, UserId,
    groups::AssignUserToGroup,
    search,
    users::{GetUser, ListUsers},
};

fn path_of(user: &str) -> String {
    GetUser::new(user).request().unwrap().uri().to_string()
}

#[test]
fn a_parameter_stays_one_segment() {
    assert_eq!(path_of("a/../../admin"), "/api/v1/users/a%2F..%2F..%2Fadmin");
    assert_eq!(path_of("a?b=c#d"), "/api/v1/users/a%3Fb=c%23d");
    assert_eq!(path_of("a\\b\r\nHost: x"), "/api/v1/users/a%5Cb%0D%0AHost:%20x");
}

#[test]
fn a_login_with_odd_characters_is_encoded_once() {
    assert_eq!(
        path_of("ada/o#1+2%3@example.com"),
        "/api/v1/users/ada%2Fo%231+2%253@example.com"
    );
    assert_eq!(path_of("zoë@example.com"), "/api/v1/users/zo%C3%AB@example.com");
}

#[test]
fn a_dot_segment_or_nothing_is_refused_before_it_is_sent() {
    for user in ["", ".", ".."] {
        let error = GetUser::new(user).request().unwrap_err();
        assert!(
            matches!(error, RequestError::PathParameter { parameter: "id", .. }),
            "{user:?}: {error}"
        );
    }
    let error = AssignUserToGroup::new("00g1", UserId::new(".."))
        .request()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "assignUserToGroup: the path parameter `userId` is a dot segment; it would name another resource"
    );
}

#[test]
fn a_query_value_cannot_add_a_parameter() {
    let request = ListUsers::new()
        .search(search("profile.login").eq("a+b&limit=1#x"))
        .request()
        .unwrap();
    assert_eq!(
        request.uri().query(),
        Some("search=profile.login%20eq%20%22a%2Bb%26limit%3D1%23x%22")
    );
}

#[test]
fn a_malformed_expression_is_refused_before_it_is_sent() {
    let error = ListUsers::new()
        .search(search("status pr or id").pr())
        .request()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("listUsers: the query parameter `search` is malformed"),
        "{error}"
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_one_segment_or_refused(user in ".*") {
        match GetUser::new(user.as_str()).request() {
            Ok(request) => {
                let segments: Vec<&str> = request.uri().path().split('/').collect();
                assert_eq!(segments.len(), 5);
                assert_eq!(segments[..4], ["", "api", "v1", "users"]);
                assert_eq!(percent_encoding::percent_decode_str(segments[4]).decode_utf8().unwrap(), user);
                assert_eq!(request.uri().query(), None);
            }
            Err(error) => assert!(["", ".", ".."].contains(&user.as_str()) || user.len() > 20_000, "{error}"),
        }
    }
}
