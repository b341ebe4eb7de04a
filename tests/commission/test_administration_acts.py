"""Sectors, crossings, catalogues and protocol versions."""

import json
from decimal import Decimal

import pytest

from commission import actions, rules
from commission.models import Crossing, Measure, Protocol, Sector, ViolationType
from commission.protocol_numbers import problems_of
from monitoring_site.refusals import Refused
from tests.commission.record_of import acts, only_body

pytestmark = pytest.mark.django_db
CROSSING = {
    "name": "New Crossing", "sector_code": "S07", "latitude": Decimal("34.1"), "longitude": Decimal("71.05"),
    "is_notified_for_trade": False, "certainty": "approximate",
}  # fmt: skip
TYPE = {"group": "Posture", "gravity": 2, "name": "New type", "definition": "What it is", "is_in_use": True}


def sector_terms(code="S07", **changed):
    sector = Sector.objects.in_effect().get(code=code)
    terms = {
        "order": sector.order,
        "af_province_districts": sector.af_province_districts,
        "pk_districts": sector.pk_districts,
        "polygon": sector.polygon,
    }
    return {**terms, **changed}


def refusal(call, *arguments, **terms):
    with pytest.raises(Refused) as refused:
        call(*arguments, **terms)
    return str(refused.value.reason)


def test_sector_version_is_added_and_the_earlier_one_stands(cast):
    before = Sector.objects.get(code="S07")

    made = actions.make_sector_version("S07", by=cast.admin1, **sector_terms(pk_districts="Khyber, in part"))

    assert made.version == 2
    assert Sector.objects.in_effect().get(code="S07") == made
    assert Sector.objects.in_effect().count() == 13
    unchanged = Sector.objects.get(pk=before.pk)
    assert (unchanged.pk_districts, unchanged.polygon) == (before.pk_districts, before.polygon)
    body = only_body("sector_version_made")
    assert (body["version"], json.loads(body["polygon"])) == (2, before.polygon)


def test_sector_takes_geojson_text_and_refuses_a_polygon_elsewhere(cast):
    far = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}

    made = actions.make_sector_version(
        "S14", by=cast.admin1, **sector_terms(polygon=json.dumps(sector_terms()["polygon"]))
    )
    reason = refusal(actions.make_sector_version, "S07", by=cast.admin1, **sector_terms(polygon=far))

    assert made.version == 1
    assert "farther than 50 km" in reason
    assert Sector.objects.filter(code="S07").count() == 1


def test_crossing_is_made_and_changed_with_both_states_recorded(cast):
    crossing = actions.make_crossing(by=cast.admin1, **CROSSING)

    actions.change_crossing(crossing, by=cast.admin2, **{**CROSSING, "certainty": "published"})

    assert Crossing.objects.get(name="New Crossing").certainty == "published"
    body = only_body("crossing_changed")
    assert (body["old"]["certainty"], body["new"]["certainty"]) == ("approximate", "published")
    assert only_body("crossing_made")["latitude"] == "34.1"


def test_crossing_lies_in_a_sector_and_has_a_name_of_its_own(cast):
    assert refusal(actions.make_crossing, by=cast.admin1, **{**CROSSING, "sector_code": "S99"}) == rules.NO_SUCH_SECTOR
    assert refusal(actions.make_crossing, by=cast.admin1, **{**CROSSING, "name": "Torkham"}) == rules.CROSSING_TAKEN


def test_violation_type_is_added_changed_and_never_twice(cast):
    made = actions.make_violation_type(code="C5", by=cast.admin1, **TYPE)

    actions.change_violation_type(made, by=cast.admin1, **{**TYPE, "is_in_use": False})

    assert ViolationType.objects.get(code="C5").is_in_use is False
    assert only_body("violation_type_changed")["old"]["is_in_use"] is True
    assert refusal(actions.make_violation_type, code="A1", by=cast.admin1, **TYPE) == rules.CODE_TAKEN


def test_measure_is_added_changed_and_never_twice(cast):
    made = actions.make_measure(level="P12", order=12, name="New measure", precedent="", by=cast.admin1)

    actions.change_measure(made, name="Renamed", precedent="", is_in_use=True, by=cast.admin1)

    assert Measure.objects.get(level="P12").name == "Renamed"
    assert refusal(
        actions.make_measure, level="P13", order=1, name="X", precedent="", by=cast.admin1
    ) == rules.CODE_TAKEN  # fmt: skip


@pytest.mark.parametrize("seat", ["pk.head", "af.head", "tr.head", "qa.deputy"])
def test_no_delegation_changes_places_catalogues_or_numbers(cast, seat):
    by, numbers = cast[seat], Protocol.objects.get().numbers

    reasons = {
        refusal(actions.make_sector_version, "S07", by=by, **sector_terms()),
        refusal(actions.make_crossing, by=by, **CROSSING),
        refusal(actions.change_crossing, Crossing.objects.first(), by=by, **CROSSING),
        refusal(actions.make_violation_type, code="C5", by=by, **TYPE),
        refusal(actions.change_violation_type, ViolationType.objects.first(), by=by, **TYPE),
        refusal(actions.make_measure, level="P12", order=12, name="X", precedent="", by=by),
        refusal(
            actions.change_measure, Measure.objects.first(), name="X", precedent="", is_in_use=False, by=by
        ),
        refusal(actions.draft_protocol, numbers=numbers, by=by),
        refusal(actions.confirm_protocol, Protocol.objects.get(), by=by),
    }  # fmt: skip

    assert reasons == {str(rules.NOT_AN_ADMIN)}


def test_protocol_takes_effect_when_a_second_admin_confirms(cast):
    numbers = json.loads(json.dumps(Protocol.objects.get().numbers))
    numbers["clocks"]["ballot"]["hours"] = 96

    draft = actions.draft_protocol(numbers=numbers, by=cast.admin1)

    assert draft.number == 2
    assert Protocol.objects.in_effect().number == 1
    assert refusal(actions.confirm_protocol, draft, by=cast.admin1) == rules.NOT_A_SECOND_ADMIN

    actions.confirm_protocol(draft, by=cast.admin2)

    assert Protocol.objects.in_effect().clock_hours("ballot") == 96
    assert only_body("protocol_confirmed")["drafted_by"] == "admin1"
    assert refusal(actions.confirm_protocol, draft, by=cast.admin2) == rules.ALREADY_CONFIRMED


def test_confirming_an_earlier_draft_undoes_no_later_version(cast):
    numbers = Protocol.objects.get().numbers
    earlier = actions.draft_protocol(numbers=numbers, by=cast.admin1)
    later = actions.draft_protocol(numbers=numbers, by=cast.admin1)
    actions.confirm_protocol(later, by=cast.admin2)

    assert refusal(actions.confirm_protocol, earlier, by=cast.admin2) == rules.LATER_IN_EFFECT
    assert Protocol.objects.in_effect() == later


def test_draft_with_wrong_numbers_is_refused_and_leaves_nothing(cast):
    assert "is missing" in refusal(actions.draft_protocol, numbers={}, by=cast.admin1)
    assert Protocol.objects.count() == 1
    assert not acts("protocol_drafted")


def changed(path, value):
    numbers = json.loads(json.dumps(Protocol.objects.get().numbers))
    place = numbers
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return numbers


def sentences(numbers):
    return [sentence % names for sentence, names in problems_of(numbers)]


def test_numbers_of_version_1_have_no_problem():
    assert sentences(Protocol.objects.get().numbers) == []


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["clocks", "ballot"], None, '"clocks.ballot" is missing.'),
        (["clocks", "lunch"], {"hours": 1}, '"clocks.lunch" is not a number of the procedure.'),
        (["clocks", "ballot", "hours"], 0, '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot", "hours"], -72, '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot", "hours"], 72.5, '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot", "hours"], "72", '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot", "hours"], True, '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot", "hours"], 10**9, '"clocks.ballot.hours" must be a whole number'),
        (["clocks", "ballot"], 72, '"clocks.ballot" must be an object'),
        (["clocks", "ballot", "minutes"], 5, '"clocks.ballot.minutes" is not a number'),
        (["clocks", "reply", "extension_hours"], None, '"clocks.reply.extension_hours" is missing.'),
        (["clocks", "filing", "refused_after_hours"], None, '"clocks.filing.refused_after_hours" is missing.'),
        (["clocks", "ballot", "refused_after_hours"], 9, '"clocks.ballot.refused_after_hours" is not a number'),
        (["clocks", "review_request", "extension_hours"], 9, '"clocks.review_request.extension_hours" is not a'),
        (["clocks"], [], '"clocks" must be an object'),
        (["question_hours"], None, '"question_hours" is missing.'),
        (["surprise"], 1, '"surprise" is not a number of the procedure.'),
        (["points", "minor"], 3, '"points" must grow'),
        (["points", "grave"], 3, '"points.grave" is not a number'),
        (["points"], 3, '"points" must be an object'),
        (["thresholds"], [[3, "P3"], [3, "P6"]], '"thresholds" must grow'),
        (["thresholds"], [[3, "P6"], [9, "P3"]], '"thresholds" must grow'),
        (["thresholds"], [[3, "P99"]], '"thresholds" must be a list of pairs'),
        (["thresholds"], "P3", '"thresholds" must be a list of pairs'),
        (["highest_measure"], "P99", '"highest_measure" must name a measure'),
        (["first_repetition_measure"], ["P1"], '"first_repetition_measure" must name a measure'),
    ],
)
def test_wrong_numbers_are_told_each_with_its_name(path, value, told):
    found = sentences(changed(path, value))

    assert any(sentence.startswith(told) for sentence in found), found


def test_a_version_drafted_before_a_demand_was_made_is_not_confirmed_without_it(cast):
    numbers = changed(["clocks", "filing", "refused_after_hours"], None)
    drafted = actions.draft_protocol(numbers=Protocol.objects.get().numbers, by=cast.admin1)
    drafted.numbers = numbers
    drafted.save(update_fields=["numbers"])

    reason = refusal(actions.confirm_protocol, drafted, by=cast.admin2)

    assert reason == '"clocks.filing.refused_after_hours" is missing.'
    assert Protocol.objects.in_effect().number == 1


@pytest.mark.parametrize("numbers", [None, [], "text", 7])
def test_numbers_that_are_no_object_are_told_so(numbers):
    assert sentences(numbers) == ["The numbers are a JSON object, as in version 1."]
