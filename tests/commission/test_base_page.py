"""What stands on every page: navigation by permission, the label of the demonstration, directions, components."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from commission.navigation import navigation

pytestmark = pytest.mark.django_db


def names(member, path="/profile/"):
    request = RequestFactory().get(path)
    request.user = member
    with override("en"):
        return [str(entry.label) for entry in navigation(request)["navigation"]]


ALL_OF_A_DELEGATION = ["My desk", "Incidents", "Cases", "Map", "Ledger", "Record", "Released verdicts"]


@pytest.mark.parametrize("seat", ["pk.head", "af.deputy", "tr.officer", "qa.observer"])
def test_delegations_are_offered_the_file_and_not_the_administration(cast, seat):
    assert names(cast[seat]) == ALL_OF_A_DELEGATION


def test_admin_is_offered_nothing_of_the_file(cast):
    assert names(cast.admin1) == ["Ledger", "Record", "Released verdicts", "Administration"]


def test_nobody_is_offered_what_is_released(client):
    page = client.get("/sign-in/").content.decode()

    assert "Released verdicts" in page
    assert "My desk" not in page


@pytest.mark.parametrize("seat", ["pk.head", "qa.observer", "admin1"])
def test_every_entry_offered_opens(client_of, cast, seat):
    client, request = client_of(cast[seat]), RequestFactory().get("/profile/")
    request.user = cast[seat]

    for entry in navigation(request)["navigation"]:
        assert client.get(entry.url).status_code == 200, entry.url


def test_one_entry_is_marked_as_the_page_one_is_on(client_of, cast):
    page = client_of(cast.pk_head).get("/record/").content.decode()

    assert page.count('aria-current="page"') == 1
    assert '<a href="/record/" aria-current="page">' in page


def test_page_names_the_member_and_the_seat(client_of, cast):
    page = client_of(cast.tr_deputy).get("/profile/").content.decode()

    assert cast.tr_deputy.name in page
    assert "deputy, Türkiye" in page


@pytest.mark.parametrize("address", ["/sign-in/", "/no/such/page/", "/administration/"])
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_demonstration_is_labelled_on_every_page(client_of, cast, settings, address, is_demonstration):
    settings.DEMONSTRATION = is_demonstration
    client = client_of(cast.admin1)
    if address == "/sign-in/":
        client.logout()

    page = client.get(address).content.decode()

    assert ("every incident, person and verdict here is invented" in page) == is_demonstration


@pytest.mark.parametrize(
    ("language", "direction", "sheet"),
    [("en", "ltr", "bootstrap.min.css"), ("tr", "ltr", "bootstrap.min.css"), ("ur", "rtl", "bootstrap.rtl.min.css"),
     ("ps", "rtl", "bootstrap.rtl.min.css"), ("fa-af", "rtl", "bootstrap.rtl.min.css"),
     ("ar", "rtl", "bootstrap.rtl.min.css")],
)  # fmt: skip
def test_direction_and_sheet_follow_the_language(client, language, direction, sheet):
    client.cookies["django_language"] = language

    page = client.get("/sign-in/").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"/css/{sheet}" in page


@pytest.mark.parametrize("address", ["/sign-in/", "/no/such/page/"])
def test_pages_hold_the_policy_and_forbid_devices(client, address):
    response = client.get(address)

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


def test_failing_server_has_a_page_that_needs_nothing():
    page = render_to_string("500.html")

    assert "The act you asked for was not done" in page


def offer(*, is_open, reason=None):
    step = SimpleNamespace(act="cast_vote", label="Cast the vote")
    return SimpleNamespace(step=step, is_open=is_open, url="/cases/X/cast-vote/", reason=reason)


def test_open_step_is_a_link_and_a_refused_one_says_why():
    page = render_to_string(
        "components/_steps.html", {"steps": [offer(is_open=True), offer(is_open=False, reason="<Voted> already.")]}
    )

    assert 'href="/cases/X/cast-vote/"' in page
    assert "disabled" in page
    assert 'id="cast_vote-refusal" dir="auto">&lt;Voted&gt; already.</span>' in page


def test_paging_shows_only_neighbours_that_are_there():
    page = render_to_string(
        "components/_paging.html", {"page": SimpleNamespace(next_url="?after=x", previous_url=None)}
    )

    assert 'rel="next" href="?after=x"' in page
    assert "Previous" not in page
    assert not render_to_string(
        "components/_paging.html", {"page": SimpleNamespace(next_url=None, previous_url=None)}
    ).strip()
