"""The browser tests' own ground: a page arrives, with its looks, and a member can sign in."""

from tests.conftest import PASSWORD


def test_member_signs_in_with_a_password(page, live_site):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_site}/sign-in/")

    page.get_by_label("User name").fill("pk.head")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)

    assert refused == []
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--bs-body-bg')") != ""
