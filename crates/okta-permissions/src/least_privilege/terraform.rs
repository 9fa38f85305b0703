//! What to write for Terraform: the same role, resource set and assignments as resources of Okta's provider.
//!
//! Names of resources and arguments are those of the provider's documentation
//! (<https://registry.terraform.io/providers/okta/okta/latest/docs>): `okta_admin_role_custom`, `okta_resource_set`,
//! `okta_admin_role_custom_assignments`, `okta_user_admin_roles`, `okta_admin_role_targets`, `okta_group_role`,
//! `okta_app_oauth_role_assignment` and `okta_app_oauth_api_scope`. `resources` and `resources_orn` of a resource set
//! exclude each other, by the provider's source.

use okta_models::GroupId;

use super::hcl::{Block, identifier, quoted};
use super::{JoinedRole, LeastPrivilege, MissingOrgId, OrgIdentity};
use crate::{AppTarget, Member, Permission, Resource, Scope, Targets};

impl LeastPrivilege {
    /// What it comes to for one member, as Terraform: the custom role, the resource set, their assignment, and the standard
    /// roles that join. For a service app, whose roles are assigned to the client, also the scopes that are granted to it.
    ///
    /// The provider has nothing for the targets of a service app's standard role: a comment says what to add by hand.
    /// `okta_user_admin_roles` manages all standard roles of a user: it takes away those that it does not list.
    ///
    /// ```
    /// use okta_permissions::{HAPPYFOX_WORKFLOWS, LeastPrivilege, Member, OrgIdentity};
    ///
    /// let org = OrgIdentity::new("https://acme.okta.com");
    /// let text = LeastPrivilege::of(&HAPPYFOX_WORKFLOWS).terraform(&org, &Member::User("00u1".into()))?;
    /// assert!(text.contains(r#"resource "okta_admin_role_custom" "happyfox_workflows" {"#));
    /// # Ok::<(), okta_permissions::MissingOrgId>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a resource has no address, and the org's id is not known.
    pub fn terraform(&self, org: &OrgIdentity, member: &Member) -> Result<String, MissingOrgId> {
        let name = identifier(&self.label);
        let mut blocks: Vec<Block> = Vec::new();
        if !self.permissions().is_empty() {
            let permissions = self.permissions().iter().map(Permission::label);
            blocks.push(
                Block::resource("okta_admin_role_custom", &name)
                    .text("label", &self.label)
                    .text("description", &self.description())
                    .list("permissions", permissions),
            );
            let resources = self.resources();
            let set = Block::resource("okta_resource_set", &name)
                .text("label", &self.label)
                .text("description", &self.description());
            let addresses: Option<Vec<String>> =
                resources.iter().map(|resource| resource.url(org.url())).collect();
            blocks.push(if let Some(addresses) = addresses {
                set.list("resources", addresses)
            } else {
                set.list("resources_orn", names(&resources, org)?)
            });
            blocks.push(custom_assignment(&name, member, org));
        }
        blocks.extend(standard_assignments(&name, self.joined_roles(), member));
        if let Member::Client(client) = member {
            let scopes = self.scopes();
            blocks.push(
                Block::resource("okta_app_oauth_api_scope", &name)
                    .text("app_id", client)
                    .text("issuer", org.url())
                    .list("scopes", scopes.iter().map(Scope::as_str)),
            );
        }
        let texts: Vec<String> = blocks.iter().map(ToString::to_string).collect();
        Ok(texts.join("\n"))
    }
}

/// The Okta Resource Names of resources.
fn names(resources: &[Resource], org: &OrgIdentity) -> Result<Vec<String>, MissingOrgId> {
    let org_id = org.org_id().ok_or(MissingOrgId)?;
    let partition = org.partition();
    let names = resources.iter().map(|resource| match resource {
        // Without its type; the specification writes an app so among exclusions.
        Resource::App { name: None, id } => Some(format!("orn:{partition}:idp:{org_id}:apps:{id}")),
        _ => resource.orn(partition, org_id),
    });
    names.collect::<Option<_>>().ok_or(MissingOrgId)
}

fn custom_assignment(name: &str, member: &Member, org: &OrgIdentity) -> Block {
    let role = format!("okta_admin_role_custom.{name}.id");
    let set = format!("okta_resource_set.{name}.id");
    match member {
        Member::Client(client) => Block::resource("okta_app_oauth_role_assignment", name)
            .text("client_id", client)
            .text("type", "CUSTOM")
            .reference("role", &role)
            .reference("resource_set", &set),
        _ => Block::resource("okta_admin_role_custom_assignments", name)
            .reference("resource_set_id", &set)
            .reference("custom_role_id", &role)
            .list("members", [member.url(org.url())]),
    }
}

fn standard_assignments(name: &str, joined: &[JoinedRole], member: &Member) -> Vec<Block> {
    let mut blocks = Vec::new();
    let role_name = |joined: &JoinedRole| format!("{name}_{}", joined.role().role_type().to_lowercase());
    match member {
        Member::User(user) if !joined.is_empty() => {
            let types = joined.iter().map(|joined| joined.role().role_type());
            blocks.push(
                Block::resource("okta_user_admin_roles", name)
                    .text("user_id", user.as_str())
                    .list("admin_roles", types),
            );
            for joined in joined.iter().filter(|joined| !joined.targets().is_empty()) {
                let block = Block::resource("okta_admin_role_targets", &role_name(joined))
                    .text("user_id", user.as_str())
                    .text("role_type", joined.role().role_type());
                let block = targets(block, &mut blocks, joined, ["groups", "apps"]);
                blocks.push(block.depends_on(&format!("okta_user_admin_roles.{name}")));
            }
        }
        Member::User(_) => {}
        Member::Group(group) => {
            for joined in joined {
                let block = Block::resource("okta_group_role", &role_name(joined))
                    .text("group_id", group.as_str())
                    .text("role_type", joined.role().role_type());
                let block = targets(
                    block,
                    &mut blocks,
                    joined,
                    ["target_group_list", "target_app_list"],
                );
                blocks.push(block);
            }
        }
        Member::Client(client) => {
            blocks.extend(joined.iter().map(|joined| {
                let block = Block::resource("okta_app_oauth_role_assignment", &role_name(joined))
                    .text("client_id", client)
                    .text("type", joined.role().role_type());
                match joined.targets() {
                    Targets::WholeOrg | Targets::Unread => block,
                    targets => block.comment(&format!(
                        "Okta's provider has no resource for the targets of a service app's role: until they are added by \
                         hand, it is for the whole org, and not for {} alone.",
                        named(targets)
                    )),
                }
            }));
        }
    }
    blocks
}

fn named(targets: &Targets) -> String {
    let names: Vec<&str> = match targets {
        Targets::Groups(groups) => groups.iter().map(GroupId::as_str).collect(),
        Targets::Apps(apps) => {
            let name = |app: &'_ AppTarget| match app {
                AppTarget::Named(name) => name.clone(),
                AppTarget::App(id) => id.to_string(),
            };
            return apps.iter().map(name).collect::<Vec<_>>().join(", ");
        }
        Targets::WholeOrg | Targets::Unread => Vec::new(),
    };
    names.join(", ")
}

/// Adds the targets of a role. An app is named by type and id, and its type is asked of the org.
fn targets(block: Block, blocks: &mut Vec<Block>, joined: &JoinedRole, [groups, apps]: [&str; 2]) -> Block {
    match joined.targets() {
        Targets::Groups(named) => block.list(groups, named.iter().map(GroupId::as_str)),
        Targets::Apps(named) => {
            let mut values = Vec::new();
            for app in named {
                values.push(match app {
                    AppTarget::Named(name) => quoted(name),
                    AppTarget::App(id) => {
                        let name = identifier(id.as_str());
                        blocks.push(Block::data("okta_app", &name).text("id", id.as_str()));
                        format!("\"${{data.okta_app.{name}.name}}.${{data.okta_app.{name}.id}}\"")
                    }
                });
            }
            block.values(apps, values)
        }
        Targets::WholeOrg | Targets::Unread => block,
    }
}
