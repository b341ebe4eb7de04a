"""Signing in and out, and what a member sets for themself."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from commission.models import Member
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
REFUSED = "do not open a seat"


def sign_in(client, username, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(
    ("username", "first_page"), [("pk.head", "/"), ("qa.observer", "/"), ("admin1", "/administration/")]
)
def test_each_starts_from_their_own_page(client, username, first_page):
    response = sign_in(client, username)

    assert (response.status_code, response["Location"]) == (302, first_page)


def test_signing_in_gives_the_session_a_new_key(client):
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "yes"
    session.save()
    key = session.session_key
    client.cookies["sessionid"] = key

    sign_in(client, "pk.head")

    assert client.session.session_key != key


def test_refusal_is_the_same_whatever_was_wrong(client, cast):
    Member.objects.filter(username="pk.observer").update(is_active=False)

    answers = [
        sign_in(client, "pk.head", "wrong"),
        sign_in(client, "nobody.here", PASSWORD),
        sign_in(client, "pk.observer", PASSWORD),
    ]

    told = [answer.context["form"].non_field_errors() for answer in answers]
    assert told[0] == told[1] == told[2]
    assert REFUSED in str(told[0])
    assert all(answer.status_code == 200 for answer in answers)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_next_leads_nowhere_else(client, elsewhere):
    assert sign_in(client, "pk.head", next=elsewhere)["Location"] == "/"


def test_next_leads_to_the_page_asked_for(client):
    asked = client.get("/profile/")
    assert asked["Location"] == "/sign-in/?next=/profile/"

    assert sign_in(client, "pk.head", next="/profile/")["Location"] == "/profile/"


def test_signing_out_takes_a_post_and_ends_the_session(client_of, cast):
    client = client_of(cast.pk_head)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/profile/").status_code == 302


def test_sign_in_without_the_form_s_token_is_a_page_that_says_so():
    response = sign_in(Client(enforce_csrf_checks=True), "pk.head")

    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_signed_in_member_speaks_their_own_language(client):
    Member.objects.filter(username="af.head").update(language="ps")

    sign_in(client, "af.head")

    assert client.cookies["django_language"].value == "ps"
    page = client.get("/profile/").content.decode()
    assert '<html lang="ps" dir="rtl">' in page


def test_profile_keeps_language_and_zone(client_of, cast):
    client = client_of(cast.pk_head)

    response = client.post("/profile/", {"language": "ur", "time_zone": "Europe/Istanbul"})

    member = Member.objects.get(username="pk.head")
    assert (response.status_code, member.language, member.time_zone) == (302, "ur", "Europe/Istanbul")
    assert '<html lang="ur" dir="rtl">' in client.get("/profile/").content.decode()


@pytest.mark.parametrize(
    "terms", [{"language": "xx", "time_zone": "UTC"}, {"language": "en", "time_zone": "Nowhere/Land"}, {}]
)
def test_profile_refuses_what_it_does_not_know(client_of, cast, terms):
    response = client_of(cast.pk_head).post("/profile/", terms)

    assert response.status_code == 422
    assert Member.objects.get(username="pk.head").language == "en"


def test_profile_changes_neither_name_nor_seat(client_of, cast):
    client_of(cast.pk_observer).post(
        "/profile/", {"language": "en", "time_zone": "UTC", "name": "Other", "role": "head", "is_active": ""}
    )

    member = Member.objects.get(username="pk.observer")
    assert (member.name, member.role, member.is_active) == (cast.pk_observer.name, "observer", True)


def test_change_password_keeps_this_session_and_ends_the_others(client_of, cast):
    client, other = client_of(cast.pk_head), client_of(cast.pk_head)
    new = "another long secret"

    response = client.post(
        "/profile/change-password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert response["Location"] == "/profile/"
    assert authenticate(username="pk.head", password=new) is not None
    assert client.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    "terms",
    [
        {"old_password": "wrong", "new_password1": "another long secret", "new_password2": "another long secret"},
        {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"},
        {"old_password": PASSWORD, "new_password1": "another long secret", "new_password2": "not the same at all"},
    ],
)
def test_change_password_refuses_at_the_field(client_of, cast, terms):
    response = client_of(cast.pk_head).post("/profile/change-password/", terms)

    assert response.status_code == 422
    assert authenticate(username="pk.head", password=PASSWORD) is not None


@pytest.mark.parametrize("address", ["/profile/", "/profile/change-password/"])
def test_own_pages_are_for_those_signed_in(client, address):
    assert client.get(address)["Location"].startswith("/sign-in/")
    assert client.post(address)["Location"].startswith("/sign-in/")


def test_language_switch_returns_to_the_page_and_leaves_the_site_never(client):
    response = client.post("/set-language/", {"language": "tr", "next": "/sign-in/"})
    away = client.post("/set-language/", {"language": "tr", "next": "https://example.org/"})

    assert response["Location"] == "/sign-in/"
    assert away["Location"] == "/"
    assert '<html lang="tr" dir="ltr">' in client.get("/sign-in/").content.decode()
