"""The intake page in a browser: map, degrees and MGRS agree, rows come without a round trip, no policy is broken."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from incidents.models import Incident
from monitoring_site.clock import database_time
from tests.factories.incidents import picture

AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"


@pytest.fixture
def intake(page, live_site, cast):
    client = Client()
    client.force_login(cast.pk_officer)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}
    page.context.add_cookies([cookie])
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_site}/incidents/new/")
    page.wait_for_selector("#intake-map[data-drawn=yes]")
    return page


def axe_violations(page):
    # Evaluated by the test driver, not loaded by the page: the page's own policy stays as it is.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def test_hurried_person_drafts_with_map_rows_and_a_photo(intake, tmp_path):
    page = intake
    page.locator("#intake-map").click(position={"x": 300, "y": 200})
    expect(page.locator("[name=mgrs]")).not_to_have_value("")
    expect(page.locator("[name=position]")).not_to_have_value("")
    page.locator("[name=position]").fill("34.115, 71.085")
    expect(page.locator("[name=mgrs]")).to_have_value("42S XC 92301 76869")
    assert page.locator("#map-latitude").input_value() == "34.115000"
    page.get_by_role("button", name="Confirm sector").click()
    page.get_by_label("Times are entered in").select_option("UTC")
    page.get_by_label("Start", exact=True).fill(database_time().strftime("%Y-%m-%dT00:00"))
    page.get_by_role("button", name="Add an observation").click()
    page.locator("[name=observations-0-means]").select_option("heard")
    photo = tmp_path / "post.jpg"
    photo.write_bytes(picture().read())
    page.get_by_label("Files", exact=True).set_input_files(photo)
    if shots := os.environ.get("INTAKE_SHOTS"):
        page.screenshot(path=f"{shots}/new.png", full_page=True)
    assert axe_violations(page) == []

    page.get_by_role("button", name="Save the draft").first.click()
    page.wait_for_url("**/edit/")

    draft = Incident.objects.get()
    assert draft.sector.code == page.locator("[data-proposal] strong").inner_text()
    assert draft.observations.get().means == "heard"
    assert draft.evidence.get().file_name == "post.jpg"
    assert axe_violations(page) == []
    assert page.complaints == []
    if shots:
        page.screenshot(path=f"{shots}/edit.png", full_page=True)


def test_mistake_is_summed_up_at_the_top_and_the_page_stays_usable(intake, cast):
    page = intake
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("[name=position]").fill("nowhere at all")
    page.get_by_role("button", name="Save the draft").first.click()
    page.wait_for_selector("[data-focus-first]")

    assert page.locator("[name=position]").input_value() == "nowhere at all"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe_violations(page) == []
    if shots := os.environ.get("INTAKE_SHOTS"):
        page.screenshot(path=f"{shots}/mistake.png", full_page=True)
