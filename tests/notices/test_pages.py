"""A member's notices on the page: their own, unread first, marked as read by them alone."""

import pytest
from django.urls import reverse

from commission import actions as commission_actions
from commission.models import Member
from monitoring_site.clock import database_time
from notices.models import Notice
from notices.queries import UNREAD_SHOWN_MAX, unread_count
from record.actions import append
from record.models import Act
from tests.factories import penalties
from tests.factories.incidents import filed_incident
from tests.factories.notices import tell

pytestmark = pytest.mark.django_db

LIST = "/notices/"


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def of(username):
    return Notice.objects.filter(member__username=username)


def test_the_list_shows_reference_event_step_deadline_and_a_way_to_the_subject(client_of, cast):
    incident = filed_incident(by=cast.pk_head)
    tell()

    page = text_of(client_of(cast.qa_head).get(reverse("notice_list")))

    assert incident.get_absolute_url() in page and incident.code in page
    assert "Incident filed" in page
    assert "Decide on admissibility: register, return, or declare inadmissible." in page
    assert "Decision on admissibility: until" in page
    assert incident.narrative not in page


def test_every_subject_has_its_page_and_the_reader_may_see_it(client_of, cast):
    penalties.penalty_at("discharged")
    tell()
    for name in ("pk.head", "af.head", "tr.head", "qa.officer", "admin1"):
        client = client_of(cast[name])
        notices = client.get(LIST, {"show": "all"}).context["notices"]
        assert notices, name
        for address in {notice.address for notice in notices}:
            assert client.get(address).status_code == 200, (name, address)


def test_admins_are_led_to_what_they_confirm(client_of, cast):
    commission_actions.change_seat(
        cast.af_officer, role="deputy", delegation=cast.af_head.delegation, is_active=True, by=cast.admin1
    )
    commission_actions.reset_password(cast.qa_observer, password="a-long-new-password", by=cast.admin1)
    tell()

    assert reverse("admin:commission_seatchange_changelist") in text_of(client_of(cast.admin2).get(LIST))
    act = Act.objects.filter(event="commission.password_reset").get()
    client = client_of(Member.objects.get(username="qa.observer"))
    assert act.get_absolute_url() in text_of(client.get(LIST))
    assert client.get(act.get_absolute_url()).status_code == 200


def test_nobody_sees_anothers_notices_nor_marks_them(client_of, cast):
    filed_incident(by=cast.pk_head)
    tell()
    notice = of("qa.head").get()

    for other in (cast.qa_deputy, cast.pk_head, cast.af_head, cast.admin1):
        client = client_of(other)
        assert notice not in client.get(LIST, {"show": "all"}).context["notices"]
        assert client.post(reverse("read_notice", args=[notice.pk])).status_code == 404
        client.post(reverse("read_all_notices"))

    assert of("qa.head").get().read_at is None


def test_who_changes_delegation_leaves_the_notices_of_the_old_one_behind(client_of, cast):
    filed_incident(by=cast.pk_head)
    tell()
    Member.objects.filter(username="qa.head").update(delegation="AF")

    client = client_of(Member.objects.get(username="qa.head"))
    assert client.get(LIST, {"show": "all"}).context["notices"] == []
    assert client.post(reverse("read_notice", args=[of("qa.head").get().pk])).status_code == 404


def test_a_read_notice_leaves_the_unread_and_stays_among_all(client_of, cast):
    filed_incident(by=cast.pk_head)
    filed_incident(by=cast.af_head)
    tell()
    client = client_of(cast.qa_head)
    first, second = of("qa.head").order_by("pk")

    assert client.post(reverse("read_notice", args=[first.pk])).status_code == 302
    read_at = of("qa.head").get(pk=first.pk).read_at
    client.post(reverse("read_notice", args=[first.pk]))

    assert client.get(LIST).context["notices"] == [second]
    assert client.get(LIST, {"show": "all"}).context["notices"] == [second, first]
    assert of("qa.head").get(pk=first.pk).read_at == read_at is not None


def test_marking_all_as_read_is_no_act_of_the_record(client_of, cast):
    filed_incident(by=cast.pk_head)
    tell()
    acts = Act.objects.count()
    client = client_of(cast.qa_head)
    assert "Mark all as read" in text_of(client.get(LIST))

    client.post(reverse("read_all_notices"))

    assert not of("qa.head").filter(read_at=None).exists()
    assert of("qa.deputy").filter(read_at=None).exists()
    assert "You have read every notice." in text_of(client.get(LIST))
    assert Act.objects.count() == acts


def test_marks_are_made_by_post_alone_and_by_nobody_signed_out(client, client_of, cast):
    filed_incident(by=cast.pk_head)
    tell()
    addresses = [reverse("read_all_notices"), reverse("read_notice", args=[of("qa.head").get().pk])]

    for address in addresses:
        assert client_of(cast.qa_head).get(address).status_code == 405
        assert client.post(address).status_code == 302 and "sign-in" in client.post(address)["Location"]
    assert client.get(LIST).status_code == 302
    assert client_of(cast.qa_head).post(LIST).status_code == 405


def test_the_badge_counts_the_unread_up_to_99(client_of, cast, monkeypatch):
    filed_incident(by=cast.pk_head)
    tell()
    client = client_of(cast.qa_head)
    assert client.get(LIST).context["unread_notices"]() == "1"
    assert "visually-hidden" in text_of(client.get("/"))

    monkeypatch.setattr("notices.context.unread_count", lambda _member: UNREAD_SHOWN_MAX + 1)
    assert client.get(LIST).context["unread_notices"]() == "99+"


def test_the_badge_is_one_query_that_never_counts_more_than_a_hundred(cast, django_assert_num_queries):
    filed_incident(by=cast.pk_head)
    tell()
    reader = cast.qa_head
    with django_assert_num_queries(1) as asked:
        assert unread_count(reader) == 1

    assert "LIMIT 100" in asked.captured_queries[0]["sql"]


def test_nobody_signed_out_is_asked_about(client, django_assert_max_num_queries):
    response = client.get(reverse("sign_in"))

    assert "unread_notices" not in response.context


def test_the_list_takes_as_many_queries_for_three_notices_as_for_one(client_of, cast, django_assert_num_queries):
    penalties.penalty_at("notified")
    tell()
    client = client_of(cast.af_head)
    keep = of("af.head").filter(subject_kind="penalty").order_by("-pk").first()
    of("af.head").exclude(pk=keep.pk).update(read_at=keep.made_at)

    with django_assert_num_queries(6):  # session, member, notices, penalties, the time, the badge
        assert len(client.get(LIST).context["notices"]) == 1
    of("af.head").update(read_at=None)
    with django_assert_num_queries(6):
        assert len(client.get(LIST).context["notices"]) >= 3


def test_the_list_goes_on_by_key(client_of, cast):
    for _number in range(27):
        append(
            event="commission.password_reset",
            actor=cast.admin1.as_actor(),
            at=database_time(),
            subjects=[("member", "pk.head")],
            envelope_readers=["PK"],
        )
    tell()
    client = client_of(cast.pk_head)

    first = client.get(LIST)
    following = client.get(first.context["page"].next_url)

    shown = [one.pk for one in first.context["notices"] + following.context["notices"]]
    assert len(first.context["notices"]) == 25
    assert shown == list(of("pk.head").order_by("-pk").values_list("pk", flat=True))
    assert len(shown) == 27
