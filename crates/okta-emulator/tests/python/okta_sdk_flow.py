"""Drives a served emulator with Okta's own Python SDK.

Reads from standard input a JSON object with the org's url, an API token, and the client id, key id and private key
(PEM) of two service apps. Fails with a traceback at the first thing that is not as a user of the SDK expects.
"""

import asyncio
import json
import sys

from okta.client import Client
from okta.models import (
    AddGroupRequest,
    AppUserAssignRequest,
    BookmarkApplication,
    BookmarkApplicationSettings,
    BookmarkApplicationSettingsApplication,
    CreateUserRequest,
    OktaUserGroupProfile,
    UserProfile,
)
from okta.pagination import PaginationHelper


async def outcome(call):
    """Data, response and error of a call: the SDK leaves the data out where there is an error or no content."""
    *found, error = await call
    data, response = found if len(found) == 2 else (None, found[0])
    return data, response, error


async def done(call):
    """What a call gives, once its error was looked at."""
    data, response, error = await outcome(call)
    if error is not None:
        raise AssertionError(f"the SDK reports {error}")
    return data, response


async def refused(call, status, code):
    _, _, error = await outcome(call)
    assert error is not None, f"expected {status} {code}"
    assert (error.status, error.error_code) == (status, code), error


async def all_pages(list_page, **arguments):
    """Every item of a list, and how many pages it took."""
    items, pages, after = [], 0, None
    while True:
        page, response = await done(list_page(after=after, **arguments))
        items += page
        pages += 1
        after = PaginationHelper.extract_next_cursor(response.headers)
        if after is None:
            return items, pages


def user(login):
    return CreateUserRequest(
        profile=UserProfile(login=login, email=login, firstName="Pat", lastName="Doe"),
        credentials={"password": {"value": "Correct-Horse-7-Battery"}},
    )


def bookmark(label):
    application = BookmarkApplicationSettingsApplication(url="https://app.example", requestIntegration=False)
    return BookmarkApplication(
        name="bookmark",
        label=label,
        signOnMode="BOOKMARK",
        settings=BookmarkApplicationSettings(app=application),
    )


async def lifecycle(client):
    """Joiner, mover, leaver."""
    created, _ = await done(client.create_user(user("pat@people.example"), activate=True))
    identity = created.id
    assert created.status == "ACTIVE", created.status

    group = AddGroupRequest(profile=OktaUserGroupProfile(name="Engineering"))
    group, _ = await done(client.add_group(group))
    await done(client.assign_user_to_group(group.id, identity))
    members, _ = await done(client.list_group_users(group.id))
    assert [member.id for member in members] == [identity]

    application, _ = await done(client.create_application(bookmark("Wiki")))
    assigned, _ = await done(
        client.assign_user_to_application(application.id, AppUserAssignRequest(id=identity))
    )
    assert (assigned.id, assigned.scope) == (identity, "USER")
    shown, _ = await done(client.get_application_user(application.id, identity))
    assert shown.id == identity

    async def status():
        found, _ = await done(client.get_user(identity))
        return found.status

    await done(client.suspend_user(identity))
    assert await status() == "SUSPENDED"
    await refused(client.suspend_user(identity), 400, "E0000001")
    await done(client.unsuspend_user(identity))
    assert await status() == "ACTIVE"
    await done(client.deactivate_user(identity))
    assert await status() == "DEPROVISIONED"
    await done(client.delete_user(identity))
    await refused(client.get_user(identity), 404, "E0000007")
    members, _ = await done(client.list_group_users(group.id))
    assert members == []


async def paging(client):
    for number in range(7):
        await done(client.create_user(user(f"page.{number}@people.example"), activate=True))
    users, pages = await all_pages(client.list_users, limit=3, search='profile.login sw "page."')
    logins = sorted(found.profile.login for found in users)
    assert logins == [f"page.{number}@people.example" for number in range(7)], logins
    assert pages == 3, pages


def service_client(org, app, dpop):
    return Client(
        {
            "orgUrl": org["url"],
            "authorizationMode": "PrivateKey",
            "clientId": app["client_id"],
            "kid": app["key_id"],
            "privateKey": app["private_key"],
            "scopes": ["okta.users.read"],
            "dpopEnabled": dpop,
        }
    )


async def as_service_app(org, app, dpop):
    """The SDK gets its token with a signed assertion, with DPoP for a key that it makes itself."""
    client = service_client(org, app, dpop)
    users, pages = await all_pages(client.list_users, limit=3, search='profile.login sw "page."')
    assert (len(users), pages) == (7, 3), (len(users), pages)
    # `okta.groups.read` was not asked for.
    # The SDK takes any answer without a body for a success, so the status tells.
    _, response = await done(client.list_group_users("00gnobody"))
    assert response.status_code == 403, response.status_code
    assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


async def main():
    org = json.load(sys.stdin)
    client = Client({"orgUrl": org["url"], "token": org["token"]})
    await lifecycle(client)
    await paging(client)
    await as_service_app(org, org["service_app"], dpop=False)
    await as_service_app(org, org["bound_service_app"], dpop=True)
    print("every step was as expected")


asyncio.run(main())
