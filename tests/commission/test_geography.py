"""What the maps draw: who may read it, what it holds, and that an unchanged answer is not sent twice."""

import json

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from commission.models import Crossing, Member, Sector
from commission.queries import sector_index
from commission.sectors.band import read_sectors
from commission.sectors.line import line_coordinates

pytestmark = pytest.mark.django_db

NAMES = ["line_geojson", "sectors_geojson", "crossings_geojson"]


@pytest.fixture
def observer():
    return Member.objects.create_member("observer", password="-", name="Observer", role="observer", delegation_id="PK")


@pytest.fixture
def admin():
    return Member.objects.create_member("admin", password="-", name="Admin", role="admin")


@pytest.fixture
def member_client(client, observer):
    client.force_login(observer)
    return client


def second_version_of(code, *, polygon):
    first = Sector.objects.get(code=code)
    return Sector.objects.create(
        code=code,
        version=2,
        order=first.order,
        af_province_districts=first.af_province_districts,
        pk_districts=first.pk_districts,
        polygon=polygon,
        made_at=first.made_at,
    )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_sent_to_sign_in(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", NAMES)
def test_member_and_admin_may_read(client, observer, admin, name):
    for member in (observer, admin):
        client.force_login(member)

        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_geography_is_only_read(member_client, name, method):
    assert getattr(member_client, method)(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_geojson_for_this_reader_only(member_client, name):
    response = member_client.get(reverse(name))

    assert response["Content-Type"] == "application/geo+json"
    assert "private" in response["Cache-Control"]
    assert response.json()["type"] == "FeatureCollection"


@pytest.mark.parametrize("name", NAMES)
def test_unchanged_answer_is_not_sent_again(member_client, name):
    first = member_client.get(reverse(name))

    second = member_client.get(reverse(name), headers={"if-none-match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""


def test_line_is_the_reference_line_without_a_proper_name(member_client):
    feature = member_client.get(reverse("line_geojson")).json()["features"][0]

    assert feature["geometry"]["coordinates"] == [list(position) for position in line_coordinates()]
    assert feature["properties"] == {"status": "indicative"}


def test_sectors_are_drawn_in_the_order_of_the_line(member_client):
    features = member_client.get(reverse("sectors_geojson")).json()["features"]

    assert {feature["properties"]["code"]: feature["geometry"] for feature in features} == read_sectors()
    assert [feature["properties"]["code"] for feature in features] == list(read_sectors())


def test_only_the_newest_version_of_a_sector_is_drawn(member_client):
    before = member_client.get(reverse("sectors_geojson"))
    second_version_of("S07", polygon=read_sectors()["S08"])

    after = member_client.get(reverse("sectors_geojson"), headers={"if-none-match": before["ETag"]})

    versions = {feature["properties"]["code"]: feature["properties"]["version"] for feature in after.json()["features"]}
    assert len(versions) == 13
    assert versions["S07"] == 2


def test_crossings_say_how_well_they_are_known(member_client):
    features = member_client.get(reverse("crossings_geojson")).json()["features"]

    known = {feature["properties"]["name"]: feature for feature in features}
    assert known["Torkham"]["geometry"]["coordinates"] == [71.085, 34.115]
    assert known["Torkham"]["properties"]["certainty"] == "published"
    assert known["Gursal"]["properties"]["certainty"] == "approximate"
    assert len(known) == Crossing.objects.count() == 15


@pytest.mark.parametrize(("name", "queries"), [("line_geojson", 2), ("sectors_geojson", 3), ("crossings_geojson", 3)])
def test_geography_costs_one_query_beside_session_and_member(member_client, name, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        member_client.get(reverse(name))


# The proposal from the sectors in effect


def test_proposal_follows_the_sectors_in_effect():
    before = sector_index().proposed_sector(34.115, 71.085, tolerance_m=0)
    second_version_of("S07", polygon=read_sectors()["S01"])

    after = sector_index().proposed_sector(34.115, 71.085, tolerance_m=0)

    assert (before, after) == ("S07", None)


def test_index_is_built_once_for_the_same_versions():
    assert sector_index() is sector_index()


# The fragment of the page


def rendered(**context):
    return render_to_string("components/map.html", {"map_id": "where"} | context)


def test_map_for_picking_names_its_inputs_and_carries_the_caption():
    page = rendered(map_mode="pick", latitude_input="id_latitude", longitude_input="id_longitude")

    assert 'data-latitude-input="id_latitude"' in page
    assert 'data-longitude-input="id_longitude"' in page
    assert "indicative; without prejudice to status" in page
    assert all(reverse(name) in page for name in NAMES)
    assert "style=" not in page
    assert "<script" not in page


def test_map_of_one_point_writes_plain_numbers_in_every_language():
    with translation.override("tr"):
        page = rendered(map_mode="show", latitude=34.115, longitude=0.0)

    assert 'data-latitude="34.115"' in page
    assert 'data-longitude="0.0"' in page


def test_map_without_a_point_has_no_position():
    assert "data-latitude=" not in rendered(map_mode="show", points_url="/x")
    assert "data-latitude=" not in rendered(map_mode="show", latitude=None, longitude=None)


def test_map_draws_land_and_never_countries():
    page = rendered(map_mode="show")

    assert "land-50m" in page
    assert "countries" not in page


def test_served_line_is_plain_json(member_client):
    content = member_client.get(reverse("line_geojson")).content

    assert json.loads(content)["features"][0]["geometry"]["type"] == "LineString"
