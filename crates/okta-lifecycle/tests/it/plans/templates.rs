//! A template is held against the live org before anybody is changed by it.

use okta_emulator::Fault;
use okta_lifecycle::{AppTemplate, ErrorKind, GroupName, Joiner, ProblemKind, RoleTemplate};
use okta_models::{
    group_rules::{ActivateGroupRule, CreateGroupRule, GroupRuleUpdate},
    groups::{GroupType, ListGroups},
};

use super::world::World;

async fn group_of_type(world: &World, wanted: GroupType) -> GroupName {
    let groups = world.client.send(ListGroups::new()).await.unwrap();
    let mut groups = groups.into_iter().map(Result::unwrap);
    GroupName::from(
        groups
            .find(|group| group.group_type.as_ref() == Some(&wanted))
            .unwrap()
            .id,
    )
}

#[tokio::test]
async fn what_the_org_has_not_or_cannot_give_is_listed() {
    let world = World::new().await;
    let rule = GroupRuleUpdate::assigning("Chess", r#"user.department=="Chess""#, [&world.groups[3]]);
    let rule = world.client.send(CreateGroupRule::new(rule)).await.unwrap().id;
    world.client.send(ActivateGroupRule::new(&rule)).await.unwrap();
    let app_group = group_of_type(&world, GroupType::AppGroup).await;
    let template = RoleTemplate::named("Everything wrong")
        .group("Engineering")
        .group("No such group")
        .group(app_group)
        .group("Everyone")
        .group("Chess")
        .app("No such app")
        .attribute("department", "Research")
        .attribute("departement", "Research")
        .attribute("title", 7)
        .attribute("login", serde_json::Value::Null)
        .attribute("apiToken", "x");
    let problems = world.planner().check_template(&template).await.unwrap();
    let found: Vec<(&str, ProblemKind)> = problems
        .iter()
        .map(|problem| (problem.what.split(' ').next().unwrap(), problem.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("group", ProblemKind::Missing),
            ("group", ProblemKind::AppGroup),
            ("group", ProblemKind::BuiltInGroup),
            ("group", ProblemKind::RuleManaged),
            ("app", ProblemKind::Missing),
            ("attribute", ProblemKind::LooksSecret),
            ("attribute", ProblemKind::Missing),
            ("attribute", ProblemKind::WrongValue),
            ("attribute", ProblemKind::WrongValue),
        ],
        "{problems:#?}"
    );
    let joiner = Joiner::new("a@example.com", "A", "B").role(template);
    let changes = world.changes();
    let refused = world.planner().plan(joiner).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidTemplate);
    assert!(refused.to_string().contains("attribute departement"), "{refused}");
    assert_eq!(world.changes(), changes);
}

#[tokio::test]
async fn a_template_without_fault_has_no_problem() {
    let world = World::new().await;
    let template = RoleTemplate::named("Engineer")
        .group("Engineering")
        .group(&world.groups[1])
        .app(&world.apps[0])
        .attribute("department", "Engineering");
    assert_eq!(world.planner().check_template(&template).await.unwrap(), []);
}

/// Where the schema or the rules may not be read there is no answer, and not a good one.
#[tokio::test]
async fn what_may_not_be_read_is_not_called_well() {
    let world = World::new().await;
    let template = RoleTemplate::named("Engineer").attribute("department", "Engineering");
    world
        .emulator()
        .inject(Fault::error(403, "E0000006").on_operation("getUserSchema"));
    let unknown = world.planner().check_template(&template).await.unwrap_err();
    assert!(unknown.to_string().contains("cannot be checked"), "{unknown}");
    let joiner = Joiner::new("a@example.com", "A", "B").role(template);
    let plan = world.plan(joiner).await;
    assert_eq!(plan.unread()[0].operation, "getUserSchema");
}

#[test]
fn a_wrong_line_of_toml_is_named() {
    let wrong = "name = \"Engineer\"\ngroups = [\"Engineering\"]\ngrupps = []\n";
    let error = RoleTemplate::from_toml(wrong).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(
        error.to_string().contains("grupps") && error.to_string().contains("line 3"),
        "{error}"
    );
}

/// By its name and by its id, it is one group.
#[tokio::test]
async fn what_a_template_names_twice_is_given_once() {
    let world = World::new().await;
    let ada = world.person().await;
    let template = RoleTemplate::named("Player")
        .group("Chess")
        .group(&world.groups[3])
        .app(&world.apps[2])
        .app(&world.apps[2]);
    let plan = world.plan(okta_lifecycle::Mover::of(&ada).to(template)).await;
    let operations: Vec<&str> = plan
        .steps()
        .iter()
        .map(|step| step.action().operation_id())
        .collect();
    assert_eq!(operations, ["assignUserToGroup", "assignUserToApplication"]);
    assert!(plan.already().is_empty(), "{plan}");
    let two = RoleTemplate::named("Two names")
        .app(AppTemplate::id(&world.apps[2]).user_name("ada"))
        .app(AppTemplate::id(&world.apps[2]).user_name("king"));
    let problems = world.planner().check_template(&two).await.unwrap();
    assert_eq!(problems[0].kind, ProblemKind::Contradictory, "{problems:?}");
}

/// What the old role names and cannot be taken is not passed over in silence.
#[tokio::test]
async fn what_cannot_be_taken_with_the_old_role_is_said() {
    let world = World::new().await;
    let ada = world.person().await;
    let rule = GroupRuleUpdate::assigning("Engineers", r#"user.department=="X""#, [&world.groups[0]]);
    let rule = world.client.send(CreateGroupRule::new(rule)).await.unwrap().id;
    world.client.send(ActivateGroupRule::new(&rule)).await.unwrap();
    let from = RoleTemplate::named("Engineer").group(&world.groups[0]);
    let plan = world.plan(okta_lifecycle::Mover::of(&ada).from(from)).await;
    assert!(
        plan.is_empty() && plan.left()[0].because.contains("Engineers"),
        "{plan}"
    );
}

/// Okta finds somebody by the first part of a login; who is meant has this login and no other.
#[tokio::test]
async fn a_joiner_with_a_short_login_is_not_somebody_else() {
    let world = World::new().await;
    let somebody = world.person().await;
    let account = okta_models::users::GetUser::new(&somebody);
    let login = world.client.send(account.clone()).await.unwrap();
    let login = login.login().unwrap().to_owned();
    let short = login.split('@').next().unwrap();
    assert_eq!(
        world
            .client
            .send(okta_models::users::GetUser::new(short))
            .await
            .unwrap()
            .id,
        somebody
    );
    let plan = world.plan(Joiner::new(short, "An", "Other")).await;
    assert_eq!(
        (plan.user_id(), plan.steps()[0].action().operation_id()),
        (None, "createUser")
    );
    // Between plan and run somebody else takes the login: that account is not the run's.
    let plan = world.plan(Joiner::new("late@example.com", "Too", "Late")).await;
    let profile = okta_models::users::UserProfileUpdate::new()
        .login("late@example.com")
        .email("late@example.com")
        .first_name("Some")
        .last_name("Body");
    let create = okta_models::users::CreateUser::new(okta_models::users::CreateUserRequest::from(profile));
    world.client.send(create.activate(false)).await.unwrap();
    let journal = std::sync::Arc::new(okta_lifecycle::InMemory::default());
    let report = world.runner(&journal).run(&plan).await.unwrap();
    assert!(!report.is_complete() && report.user_id().is_none(), "{report}");
    let history = okta_lifecycle::Journal::run(&journal, report.run_id())
        .unwrap()
        .unwrap();
    assert_eq!(history.user_id(), None);
}
