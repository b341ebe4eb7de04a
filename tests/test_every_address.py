"""Every address of the site, and what it answers to nobody, to each role of each delegation, and to an admin."""

import logging
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.conftest import ADMINS, DELEGATIONS, SEATS
from tests.factories.procedure import member
from tests.factories.world import MARKS, World, make_world

# Of a delegation's column, one answer is everybody's; four are those of head/deputy/officer/observer. A step's page
# opens (200) for every role that carries the step's permission, and says there why it is not theirs to take.
# 404: not theirs to know of. 403: not for this role. 409: refused. 422: asked without what it needs.
TABLE = """
# name                    about            how  nobody Pakistan     Afghanistan     Türkiye         Qatar           admin
health                    -                GET  200 200             200             200             200             200
sign_in                   -                GET  200 302             302             302             302             302
sign_out                  -                GET  405 405             405             405             405             405
sign_out                  -                POST 302 302             302             302             302             302
set_language              -                GET  302 302             302             302             302             302
set_language              -                POST 302 302             302             302             302             302
profile                   -                GET  302 200             200             200             200             200
change_password           -                GET  302 200             200             200             200             200
line_geojson              -                GET  302 200             200             200             200             200
sectors_geojson           -                GET  302 200             200             200             200             200
crossings_geojson         -                GET  302 200             200             200             200             200
record_list               -                GET  302 200             200             200             200             200
record_act                case_act         GET  302 200             200             200             200             404
record_act                filing_act       GET  302 404             200             200             200             404
record_act                admins_act       GET  302 200             200             200             200             200
incident_list             -                GET  302 200             200             200             200             403
new_incident              -                GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
position_proposal         -                GET  302 422/422/422/403 422/422/422/403 422/422/422/403 422/422/422/403 403
edit_incident             draft            GET  302 200/200/200/403 404/404/404/403 404/404/404/403 404/404/404/403 403
edit_incident             incident         GET  302 409/409/409/403 409/409/409/403 409/409/409/403 409/409/409/403 403
file_incident             draft            GET  302 200/200/403/403 404/404/403/403 404/404/403/403 404/404/403/403 403
file_incident             incident         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
discard_draft             draft            GET  302 200/200/200/403 404/404/404/403 404/404/404/403 404/404/404/403 403
evidence_file             draft_file       GET  302 200             404             404             404             403
evidence_file             case_file        GET  302 200             200             200             200             403
evidence_file             mediators_file   GET  302 200             404             200             200             403
evidence_original         draft_file       GET  302 200             404             404             404             403
evidence_original         case_file        GET  302 200             404             200             200             403
evidence_original         mediators_file   GET  302 200             404             200             200             403
incident_detail           draft            GET  302 200             404             404             404             403
incident_detail           filed            GET  302 404             200             200             200             403
incident_detail           returned         GET  302 404             200             200             200             403
incident_detail           incident         GET  302 200             200             200             200             403
send_reply                incident         GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
register_incident         filed            GET  302 404/404/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
return_incident           filed            GET  302 404/404/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
return_incident           returned         GET  302 404/404/403/403 200/200/403/403 409/409/403/403 409/409/403/403 403
declare_inadmissible      filed            GET  302 404/404/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
object_to_inadmissibility filed            GET  302 404/404/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
withdraw_incident         filed            GET  302 404/404/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
withdraw_incident         incident         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
draft_finding             balloted         GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
discard_finding_draft     balloted         GET  302 405/405/405/403 405/405/405/403 405/405/405/403 405/405/405/403 403
discard_finding_draft     balloted         POST 302 409/409/409/403 409/409/409/403 409/409/409/403 409/409/409/403 403
name_team                 balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
name_rapporteur           balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
submit_report             balloted         GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
send_comment              balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
open_ballot               balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
cast_vote                 balloted         GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
annul_ballot              balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
escalate_case             balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
record_principals_answer  balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
settle_case               balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
reopen_case               balloted         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
case_recommendation       balloted         GET  302 200             200             200             200             403
waive_review              final            GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
request_review            final            GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
declare_final             final            GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
conclude_review           final            GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
close_case                final            GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
ledger                    -                GET  302 200             200             200             200             200
ledger_statement          party            GET  302 200             200             200             200             200
verdict_detail            verdict          GET  302 200             200             200             200             403
verdict_detail            released_verdict GET  302 200             200             200             200             403
release_verdict           verdict          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
log_release_reasons       verdict          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
penalty_detail            penalty          GET  302 200             200             200             200             200
log_notified              penalty          GET  302 403             403             403             403             200
log_compliance_received   penalty          GET  302 403             403             403             403             200
report_compliance         penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
confirm_discharge         penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
reject_compliance         penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
refer_to_principals       penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
stay_penalty              penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
lift_stay                 penalty          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
released_list             -                GET  200 200             200             200             200             200
released_verdict          released_verdict GET  200 200             200             200             200             200
released_verdict          verdict          GET  404 404             404             404             404             404
notice_list               -                GET  302 200             200             200             200             200
read_notice               notice           GET  405 405             405             405             405             405
read_notice               notice           POST 302 404             404             404             302/404/404/404 404
read_all_notices          -                GET  405 405             405             405             405             405
read_all_notices          -                POST 302 302             302             302             302             302
desk                      -                GET  302 200             200             200             200             302
case_list                 -                GET  302 200             200             200             200             403
case_detail               balloted         GET  302 200             200             200             200             403
case_detail               final            GET  302 200             200             200             200             403
case_detail               proceeding       GET  302 200             200             200             200             403
map                       -                GET  302 200             200             200             200             403
map_points                -                GET  302 200             200             200             200             403
record_proof              case_act         GET  302 200             200             200             200             404
record_proof              filing_act       GET  302 404             200             200             200             404
record_proof              admins_act       GET  302 200             200             200             200             200
record_checkpoint         -                GET  302 200             200             200             200             200
record_checkpoint_of_size size             GET  302 200             200             200             200             200
log_checkpoint            -                GET  200 200             200             200             200             200
log_checkpoint_of_size    size             GET  200 200             200             200             200             200
log_consistency           sizes            GET  200 200             200             200             200             200
log_tile                  tile             GET  200 200             200             200             200             200
log_policy                -                GET  200 200             200             200             200             200
log_vkey                  -                GET  200 200             200             200             200             200
log_cosignatures          -                GET  405 405             405             405             405             405
log_cosignatures          -                POST 400 400             400             400             400             400
log_refusals              -                GET  405 405             405             405             405             405
log_refusals              -                POST 400 400             400             400             400             400
link_counter_report       incident         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
ask_access                proceeding       GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
add_site_note             proceeding       GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
submit_interim_report     proceeding       GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
name_substitute           proceeding       GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
challenge_member          proceeding       GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
request_correction        verdict          GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
correct_verdict           correction       GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
extend_clock              clock            GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
ask_question              clock            GET  302 200/200/200/403 200/200/200/403 200/200/200/403 200/200/200/403 403
answer_question           question         GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
grant_access              access_request   GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
refuse_access             access_request   GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
decide_challenge          challenge        GET  302 200/200/403/403 200/200/403/403 200/200/403/403 200/200/403/403 403
"""
# Of the secretariat's site: what an admin is answered about each model's list, new row, row, history and deletion.
# Everybody else is refused (403), and nobody is sent to sign in (302).
ADMINISTRATION = """
# model                 changelist add change history delete
commission_violationtype       200 200    200     200    403
commission_measure             200 200    200     200    403
commission_member              200 200    200     200    403
commission_seatchange          200 403    200     200    403
commission_sector              200 200    200     200    403
commission_crossing            200 200    200     200    403
commission_protocol            200 200    200     200    403
penalties_posting              200 403    200     200    403
penalties_penalty              200 403    200     200    403
"""
# The rest of that site, by its route behind administration/: an admin's answer, and the address asked.
ADMINISTRATION_ELSE = {
    "": (200, ""),
    "login/": (302, "login/"),
    "logout/": (405, "logout/"),
    "password_change/": (302, "password_change/"),
    "password_change/done/": (302, "password_change/done/"),
    "autocomplete/": (403, "autocomplete/"),
    "jsi18n/": (200, "jsi18n/"),
    "r/<path:content_type_id>/<path:object_id>/": (404, "r/1/1/"),
    "^(?P<app_label>commission|penalties)/$": (200, "penalties/"),
    "(?P<url>.*)$": (404, "nowhere/"),
}
ROOT = "administration/"
PAGES = ("changelist", "add", "change", "history", "delete")
BY_NUMBER = ("penalty", "notice")  # although they have a reference
PEOPLE = ["nobody", *[f"{code.lower()}.{role}" for code in DELEGATIONS for role in SEATS], ADMINS[0]]


def rows_of(table: str) -> list[list[str]]:
    """The words of every line that is no heading."""
    return [line.split() for line in table.strip().splitlines() if not line.startswith("#")]


def expected(row: list[str], person: str) -> int:
    """What the row promises this person."""
    _, _, _, nobody, *delegations, admins = row
    if person in ("nobody", *ADMINS):
        return int(nobody if person == "nobody" else admins)
    code, role = person.split(".")
    answers = delegations[list(DELEGATIONS).index(code.upper())].split("/")
    return int(answers[SEATS.index(role)] if len(answers) > 1 else answers[0])


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Route and name of every address that the site knows."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.name or ""
        else:
            yield from addresses(one, route)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One of everything, made once for all tests of this file, and undone after the last."""
    # What is refused here by the hundred would be logged with its traceback, each time.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def _undone(world):
    """What one test does, a session ended for example, is no other's."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser_of(person: str) -> Client:
    """The person's browser, signed in."""
    client = Client()
    if person != "nobody":
        client.force_login(member(person))
    return client


def arguments(about: str, world: World) -> list[object]:
    """What stands in the address of a row."""
    sizes = [checkpoint.size for checkpoint in world.checkpoints]
    plain = {"-": [], "party": ["AF"], "size": sizes[-1:], "sizes": sizes, "tile": [f"0/000.p/{sizes[-1]}"]}
    if about in plain:
        return plain[about]
    subject = getattr(world, about)
    if about in ("verdict", "released_verdict"):
        return [subject.case.reference, subject.number]
    spoken = getattr(subject, "code", None) or getattr(subject, "reference", None)
    return [spoken if spoken and about not in BY_NUMBER else subject.pk]


def every_address_in_order(world: World) -> list[tuple[str, str]]:
    """Method and address of every row."""
    return [(how, reverse(name, args=arguments(about, world))) for name, about, how, *_ in rows_of(TABLE)]


def administration_addresses(*, rows_max: int = 1) -> list[tuple[str, int]]:
    """Every address of the secretariat's site, with an admin's answer; of each model the newest rows."""
    found = [(f"/{ROOT}{path}", answer) for answer, path in ADMINISTRATION_ELSE.values()]
    for model, *answers in rows_of(ADMINISTRATION):
        of = dict(zip(PAGES, map(int, answers), strict=True))
        objects = _model(model)._base_manager.order_by("-pk")
        assert objects.exists(), f"The world has no {model} to open."
        found += [(reverse(f"admin:{model}_{page}"), of[page]) for page in ("changelist", "add")]
        for one in objects[:rows_max]:
            found += [(reverse(f"admin:{model}_{page}", args=[one.pk]), of[page]) for page in PAGES[2:]]
            found.append((f"/{ROOT}{model.replace('_', '/')}/{one.pk}/", 302))  # Django's old way to a row
    return found


def _model(name: str) -> type:
    return next(model for model in admin.site._registry if model._meta.label_lower == name.replace("_", "."))


def test_every_address_has_a_row():
    routes = dict(addresses(get_resolver()))
    site = {name for route, name in routes.items() if not route.startswith(ROOT)}
    secretariat = {route.removeprefix(ROOT) for route in routes if route.startswith(ROOT)}
    models = [name.replace("_", "/") for name, *_ in rows_of(ADMINISTRATION)]
    rooms = {"", "add/", "<path:object_id>/", *[f"<path:object_id>/{page}/" for page in PAGES[2:]]}

    assert {name for name, *_ in rows_of(TABLE)} == site, "Give each new address its rows in TABLE."
    assert secretariat == {f"{model}/{room}" for model in models for room in rooms} | set(ADMINISTRATION_ELSE)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_as_the_table_says(person, world):
    client = browser_of(person)
    wrong = []
    for row, (how, address) in zip(rows_of(TABLE), every_address_in_order(world), strict=True):
        browser = client if how == "GET" else browser_of(person)
        response = browser.generic(how, address)
        response.getvalue()
        if response.status_code != expected(row, person):
            wrong.append(f"{how} {row[0]} {row[1]}: {response.status_code}, not {expected(row, person)}")

    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
def test_the_secretariats_site_is_for_admins_alone(person, world):
    client = browser_of(person)
    otherwise = 302 if person == "nobody" else 403
    wrong = []
    for address, answer in administration_addresses():
        wanted = answer if person in ADMINS else otherwise
        if (status := client.get(address).status_code) != wanted:
            wrong.append(f"{address}: {status}, not {wanted}")

    assert wrong == []


def texts_for(person: str, world: World) -> str:
    """Everything that the site answers this person, headers too, on every address and page of the secretariat."""
    client = browser_of(person)
    asked = [address for how, address in every_address_in_order(world) if how == "GET"]
    asked += [address for address, _ in administration_addresses(rows_max=3)]
    answers = [client.get(address) for address in asked]
    return "\n".join(f"{answer.headers}\n{answer.getvalue().decode(errors='replace')}" for answer in answers)


@pytest.mark.parametrize("person", ["nobody", ADMINS[0]])
def test_no_admin_and_no_outsider_is_shown_words_of_an_incident_a_case_evidence_or_a_vote(person, world):
    text = texts_for(person, world)

    assert [mark for mark in MARKS.values() if mark in text] == []


def test_a_head_is_shown_every_one_of_those_words(world):
    text = texts_for("pk.head", world)

    assert [mark for mark in MARKS.values() if mark not in text] == []
