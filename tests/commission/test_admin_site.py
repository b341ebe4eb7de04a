"""The administration: who gets in, that each change is an act, that nothing is deleted, and that no file is seen from it."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from commission.models import Crossing, Measure, Member, Protocol, SeatChange, Sector, ViolationType
from tests.commission.record_of import acts, only_body
from tests.factories.incidents import STATEMENT, filed_incident, picture
from tests.factories.penalties import final_case
from tests.factories.procedure import registered_case

pytestmark = pytest.mark.django_db

# What an admin may open outside the administration, by name; to everything else the answer is 403 or 404.
OPEN_TO_ADMINS = {
    "desk", "sign_in", "sign_out", "set_language", "profile", "change_password", "health",
    "line_geojson", "sectors_geojson", "crossings_geojson",
    "record_list", "record_act", "ledger", "ledger_statement", "penalty_detail", "log_notified", "log_compliance_received",
    "released_list", "released_verdict", "notice_list", "read_all_notices",
    # Commitments and signatures only: open to anyone.
    "record_checkpoint", "record_checkpoint_of_size", "log_checkpoint", "log_checkpoint_of_size", "log_consistency",
    "log_tile", "log_policy", "log_vkey", "log_cosignatures", "log_refusals",
}  # fmt: skip
LISTS = {
    "member": Member, "seatchange": SeatChange, "sector": Sector, "crossing": Crossing,
    "violationtype": ViolationType, "measure": Measure, "protocol": Protocol,
}  # fmt: skip


def patterns(resolver, names=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield (*names, entry.name), entry
        else:
            yield from patterns(entry, (*names, entry.app_name) if entry.app_name else names)


def site_addresses(values):
    """(name, address) of every pattern outside the administration, filled with `values`."""
    for names, pattern in patterns(get_resolver()):
        if names[0] == "admin":
            continue
        arguments = {name: values[name](names[0]) for name in pattern.pattern.converters}
        yield names[0], reverse(names[0], kwargs=arguments)


def admin_addresses():
    """Every address of the administration, filled with what exists."""
    for names, pattern in patterns(get_resolver()):
        if names[0] != "admin" or names[1] is None:
            continue
        values = {"object_id": "1", "content_type_id": "1", "app_label": "commission", "url": "commission/nothing"}
        arguments = {name: values[name] for name in (*pattern.pattern.converters, *_groups(pattern))}
        yield reverse(f"admin:{names[1]}", kwargs=arguments)


def _groups(pattern):
    regex = getattr(pattern.pattern, "_regex", "")
    return [name for name in ("app_label", "url") if f"?P<{name}>" in str(regex)]


def test_every_address_of_the_administration_sends_nobody_to_sign_in(client):
    addresses = list(admin_addresses())
    assert len(addresses) > 40

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith(("/sign-in/", "/administration/")), address


@pytest.mark.parametrize("seat", ["pk.head", "af.head", "tr.deputy", "qa.officer", "pk.observer"])
def test_no_member_of_a_delegation_gets_in(client_of, cast, seat):
    client = client_of(cast[seat])

    for address in admin_addresses():
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address


def test_closed_admin_does_not_get_in(client_of, cast):
    client = client_of(cast.admin1)
    Member.objects.filter(username="admin1").update(is_active=False)

    assert client.get("/administration/").status_code == 302


def test_sign_in_of_the_administration_is_that_of_the_site(client):
    response = client.get("/administration/commission/member/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/sign-in/?next=%2Fadministration%2F")


def test_only_the_secretariat_s_rooms_are_administered():
    labels = {model._meta.label for model in admin.site._registry}

    assert {label.split(".")[0] for label in labels} <= {"commission", "penalties"}
    assert {f"commission.{model.__name__}" for model in LISTS.values()} <= labels


@pytest.fixture
def whole_file(cast):
    """A case with a final verdict, all that hangs on it, and the words that no admin may ever read."""
    incident = filed_incident(by=cast.pk_head, narrative="Secretnarrative", files=[picture("secretphoto.jpg")])
    return final_case(incident), incident


def values_of(case, incident, record_act):
    evidence = incident.evidence.first()
    penalty = case.penalties.first() if hasattr(case, "penalties") else None
    return {
        "code": lambda name: evidence.code if name.startswith("evidence") else incident.code,
        "reference": lambda name: case.reference,
        "number": lambda name: 1,
        "pk": lambda name: penalty.pk if penalty is not None else 1,
        "party": lambda name: "PK",
        "act_id": lambda name: record_act.pk,
        "size": lambda name: 1,
        "old": lambda name: 1,
        "new": lambda name: 2,
        "path": lambda name: "0/000.p/1",
    }


def test_admin_gets_no_incident_case_evidence_or_vote_from_any_address(client_of, cast, whole_file):
    case, incident = whole_file
    client = client_of(cast.admin1)
    filing = [act for act in _all_acts() if act.event == "incidents.incident_filed"][-1]

    tried = 0
    for name, address in site_addresses(values_of(case, incident, filing)):
        if name in OPEN_TO_ADMINS:
            continue
        tried += 1
        assert client.get(address).status_code in (403, 404, 405), address
        assert client.post(address).status_code in (403, 404, 405), address
    assert tried > 30
    assert client.get(reverse("record_act", args=[filing.pk])).status_code == 404


def test_the_same_addresses_open_to_the_delegation(client_of, cast, whole_file):
    """The guard of the test above: its addresses are of things that exist."""
    case, incident = whole_file
    client = client_of(cast.pk_head)

    assert client.get(reverse("incident_detail", args=[incident.code])).status_code == 200
    assert client.get(reverse("case_detail", args=[case.reference])).status_code == 200
    original = client.get(reverse("evidence_original", args=[incident.evidence.first().code]))
    assert original.status_code == 200
    original.close()


def test_no_page_open_to_an_admin_holds_a_word_of_the_file(client_of, cast, whole_file):
    case, incident = whole_file
    client = client_of(cast.admin1)
    record_act = _all_acts()[0]
    addresses = [
        address for name, address in site_addresses(values_of(case, incident, record_act)) if name in OPEN_TO_ADMINS
    ]

    for address in [*addresses, *admin_addresses()]:
        page = client.get(address, follow=True).getvalue().decode()
        for secret in [
            incident.code,
            "Secretnarrative",
            "secretphoto",
            STATEMENT["text"],
            "The reasons of the finding.",
        ]:
            assert secret not in page, (address, secret)


def test_no_number_of_an_object_tells_an_admin_its_code(client_of, cast):
    from django.contrib.contenttypes.models import ContentType

    from incidents.models import Incident

    registered_case()
    incident = Incident.objects.first()
    kind = ContentType.objects.get_for_model(Incident)

    response = client_of(cast.admin1).get(f"/administration/r/{kind.pk}/{incident.pk}/")

    assert response.status_code == 404


def _all_acts():
    from record.models import Act

    return list(Act.objects.order_by("pk"))


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_deleted(client_of, cast, name):
    client, model = client_of(cast.admin1), LISTS[name]
    if model is SeatChange:
        SeatChange.objects.create(
            member=cast.pk_officer, delegation=cast.pk_officer.delegation, role="deputy",
            proposed_at="2026-01-01T00:00Z", proposed_by=cast.admin2,
        )  # fmt: skip
    row, count = model.objects.first(), model.objects.count()

    deleted = client.post(reverse(f"admin:commission_{name}_delete", args=[row.pk]), {"post": "yes"})
    chosen = client.post(
        reverse(f"admin:commission_{name}_changelist"), {"action": "delete_selected", "_selected_action": [row.pk]}
    )

    assert deleted.status_code == 403
    assert chosen.status_code in (200, 302)
    assert model.objects.count() == count


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_for_one_row_and_for_three(client_of, cast, name, django_assert_max_num_queries):
    client = client_of(cast.admin1)
    address = reverse(f"admin:commission_{name}_changelist")

    for _row in range(3):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
        _one_more(name, cast)


def _one_more(name, cast):
    number = LISTS[name].objects.count()
    if name == "seatchange":
        member = Member.objects.filter(role="officer", seat_changes=None).first()
        SeatChange.objects.create(
            member=member, delegation=member.delegation, role="deputy",
            proposed_at="2026-01-01T00:00Z", proposed_by=cast.admin2,
        )  # fmt: skip
    elif name == "protocol":
        Protocol.objects.create(
            number=number + 1, numbers={}, drafted_at="2026-01-01T00:00Z", drafted_by=cast.admin2
        )  # fmt: skip


def fields(response):
    """What a browser would send back of a form it was shown."""
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_making_a_voter_through_the_form_waits_for_the_second_admin(client_of, cast):
    add = reverse("admin:commission_member_add")
    terms = {"username": "pk.second", "name": "Second Deputy", "email": "", "delegation": "PK", "role": "deputy",
             "language": "en", "time_zone": "UTC", "new_password": "a long enough secret"}  # fmt: skip

    response = client_of(cast.admin1).post(add, terms, follow=True)

    assert "waits for a second admin" in response.content.decode()
    assert Member.objects.get(username="pk.second").is_active is False
    change = SeatChange.objects.get()

    page = client_of(cast.admin2).post(
        reverse("admin:commission_seatchange_changelist"),
        {"action": "confirm_seat_changes", "_selected_action": [change.pk]},
        follow=True,
    )
    assert "confirmed." in page.content.decode()
    assert Member.objects.get(username="pk.second").is_active is True


def test_member_is_made_only_with_a_language_and_a_zone_that_there_are(client_of, cast):
    add = reverse("admin:commission_member_add")
    terms = {"username": "pk.second", "name": "Second Observer", "delegation": "PK", "role": "observer",
             "language": "xx", "time_zone": "Asia/Nowhere", "new_password": "a long enough secret"}  # fmt: skip

    form = client_of(cast.admin1).post(add, terms).context["adminform"].form

    assert {"language", "time_zone"} == set(form.errors)
    assert not Member.objects.filter(username="pk.second").exists()


def test_new_password_of_a_voter_waits_on_the_page_until_the_second_admin_confirms_it(client_of, cast):
    client = client_of(cast.admin1)
    change_page = reverse("admin:commission_member_change", args=[cast.pk_head.pk])
    terms = {**fields(client.get(change_page)), "new_password": "a long enough secret"}
    page = client.post(change_page, terms, follow=True)
    assert "waits for a second admin" in page.content.decode()

    changes = reverse("admin:commission_seatchange_changelist")
    second, change = client_of(cast.admin2), SeatChange.objects.get()
    for address in (changes, reverse("admin:commission_seatchange_change", args=[change.pk])):
        assert change.waiting_password not in second.get(address).content.decode()
    page = second.post(changes, {"action": "confirm_seat_changes", "_selected_action": [change.pk]}, follow=True)

    assert "confirmed." in page.content.decode()
    assert Member.objects.get(username="pk.head").check_password("a long enough secret")


def test_admin_who_proposed_is_told_why_confirming_is_refused(client_of, cast):
    client = client_of(cast.admin1)
    change_page = reverse("admin:commission_member_change", args=[cast.pk_officer.pk])
    client.post(change_page, {**fields(client.get(change_page)), "role": "deputy"})

    page = client.post(
        reverse("admin:commission_seatchange_changelist"),
        {"action": "confirm_seat_changes", "_selected_action": [SeatChange.objects.get().pk]},
        follow=True,
    )

    assert "A second admin confirms it" in page.content.decode()
    assert Member.objects.get(username="pk.officer").role == "officer"


def test_rule_answers_at_the_form_and_what_was_typed_stays(client_of, cast):
    client = client_of(cast.admin1)
    page = reverse("admin:commission_member_change", args=[cast.admin2.pk])
    terms = fields(client.get(page)) | {"name": "Renamed"}
    terms.pop("is_active")

    response = client.post(page, terms)

    assert "without a second admin" in response.content.decode()
    assert 'value="Renamed"' in response.content.decode()
    assert Member.objects.get(username="admin2").is_active is True


@pytest.mark.parametrize("name", ["Line\x07bell", "Right\u202eleft"])
def test_control_characters_are_refused_at_their_field(client_of, cast, name):
    client = client_of(cast.admin1)
    page = reverse("admin:commission_member_change", args=[cast.pk_officer.pk])

    response = client.post(page, fields(client.get(page)) | {"name": name})

    assert "control character" in str(response.context["adminform"].form.errors["name"])


def test_saving_a_sector_makes_its_next_version(client_of, cast):
    client, sector = client_of(cast.admin1), Sector.objects.get(code="S07")
    page = reverse("admin:commission_sector_change", args=[sector.pk])

    response = client.post(page, fields(client.get(page)) | {"pk_districts": "Khyber, in part"}, follow=True)

    assert "Version 2 of sector S07 is in effect" in response.content.decode()
    assert Sector.objects.get(pk=sector.pk).pk_districts == sector.pk_districts
    assert Sector.objects.in_effect().get(code="S07").pk_districts == "Khyber, in part"
    assert only_body("sector_version_made")["version"] == 2


@pytest.mark.parametrize(
    ("polygon", "told"),
    [
        ("not json", "This is not JSON"),
        ('{"type": "Point", "coordinates": [71, 34]}', "not a GeoJSON polygon"),
        ('{"type": "Polygon", "coordinates": [[[71, 34], [71.1, 34], [71.1, 34.1], [71, 34.1]]]}', "not closed"),
        ('{"type": "Polygon", "coordinates": [[[34, 71], [34, 71.1], [34.1, 71.1], [34, 71]]]}', "farther than 50 km"),
        ("[" * 100_000, "This is not JSON"),
    ],
)
def test_polygon_is_refused_at_its_field(client_of, cast, polygon, told):
    client, sector = client_of(cast.admin1), Sector.objects.get(code="S07")
    page = reverse("admin:commission_sector_change", args=[sector.pk])

    response = client.post(page, fields(client.get(page)) | {"polygon": polygon})

    assert told in str(response.context["adminform"].form.errors["polygon"])
    assert Sector.objects.filter(code="S07").count() == 1


def test_sector_page_draws_the_polygon_beside_its_text(client_of, cast):
    page = client_of(cast.admin1).get(reverse("admin:commission_sector_change", args=[Sector.objects.first().pk]))

    assert 'data-mode="polygon"' in page.content.decode()
    assert 'data-geojson-input="id_polygon"' in page.content.decode()


def test_crossing_is_added_and_changed_through_the_form(client_of, cast):
    client = client_of(cast.admin1)
    terms = {"name": "New Crossing", "sector_code": "S07", "latitude": "34.1", "longitude": "71.05",
             "certainty": "approximate"}  # fmt: skip

    client.post(reverse("admin:commission_crossing_add"), terms)
    crossing = Crossing.objects.get(name="New Crossing")
    client.post(reverse("admin:commission_crossing_change", args=[crossing.pk]), {**terms, "certainty": "published"})

    assert Crossing.objects.get(pk=crossing.pk).certainty == "published"
    assert len(acts("crossing_made")) == len(acts("crossing_changed")) == 1


def test_catalogue_code_stays_and_a_type_is_taken_out_of_use(client_of, cast):
    client, row = client_of(cast.admin1), ViolationType.objects.get(code="A1")
    page = reverse("admin:commission_violationtype_change", args=[row.pk])
    terms = fields(client.get(page)) | {"code": "Z9"}
    terms.pop("is_in_use")

    client.post(page, terms)

    changed = ViolationType.objects.get(code="A1")
    assert changed.is_in_use is False
    assert not ViolationType.objects.filter(code="Z9").exists()
    assert only_body("violation_type_changed")["new"]["is_in_use"] is False


def test_protocol_is_drafted_and_confirmed_through_the_pages(client_of, cast):
    client = client_of(cast.admin1)
    add = reverse("admin:commission_protocol_add")
    numbers = fields(client.get(add))["numbers"].replace('"hours": 72\n', '"hours": 96\n', 1)

    client.post(add, {"numbers": numbers})
    client_of(cast.admin2).post(
        reverse("admin:commission_protocol_changelist"), {"action": "confirm_protocols", "_selected_action": ["2"]}
    )

    assert Protocol.objects.in_effect().number == 2
    assert client.get(reverse("admin:commission_protocol_change", args=[2])).status_code == 200


@pytest.mark.parametrize(
    ("numbers", "told"), [("{", "This is not JSON"), ("{}", "is missing"), ("[1]", "a JSON object")]
)
def test_protocol_form_says_what_is_wrong(client_of, cast, numbers, told):
    response = client_of(cast.admin1).post(reverse("admin:commission_protocol_add"), {"numbers": numbers})

    assert told in str(response.context["adminform"].form.errors["numbers"])
    assert Protocol.objects.count() == 1


def test_saving_a_member_unchanged_is_told_not_hidden(client_of, cast):
    client = client_of(cast.admin1)
    page = reverse("admin:commission_member_change", args=[cast.pk_officer.pk])

    response = client.post(page, fields(client.get(page)))

    assert response.status_code == 302
    assert not acts("member_changed")
    assert not acts("seat_changed")
