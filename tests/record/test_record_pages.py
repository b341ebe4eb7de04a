"""The record's pages: what each reader finds, what stays sealed, and what is not theirs."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from record.actions import append, sequence
from record.actor import Actor
from record.models import Act, Body, Entry, Opening

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def vote(*, readers=("AF",), body_readers=()):
    return append(
        event="verification.vote_cast",
        actor=Actor(name="Zarmina <b>", role="head", delegation="AF"),
        at=AT,
        subjects=[("case", "JMC-2026-00042")],
        envelope_readers=readers,
        body={"choice": "reject", "reasons": "<script>شواہد</script>", "digests": ["ab", "cd"]},
        body_readers=body_readers,
    )


def test_record_list_sends_nobody_to_sign_in(client):
    for address in (reverse("record_list"), vote().get_absolute_url()):
        response = client.get(address)

        assert response.status_code == 302
        assert response.url.startswith(f"{reverse('sign_in')}?next=")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_record_pages_are_only_read(client_of, cast, method):
    client = client_of(cast.af_head)

    assert getattr(client, method)(reverse("record_list")).status_code == 405
    assert getattr(client, method)(vote().get_absolute_url()).status_code == 405


def test_record_list_shows_own_acts_and_no_others(client_of, cast):
    mine, theirs = vote(), vote(readers=["PK", "secretariat"])
    client = client_of(cast.af_head)

    page = client.get(reverse("record_list"))

    assert mine.get_absolute_url() in page.text
    assert theirs.get_absolute_url() not in page.text
    assert "Pending" in page.text
    assert "Zarmina &lt;b&gt;" in page.text


def test_record_list_of_an_admin_shows_what_was_given_to_the_secretariat(client_of, cast):
    seat, vote_cast = vote(readers=["secretariat"]), vote(readers=["AF"])
    client = client_of(cast.admin1)

    page = client.get(reverse("record_list"))

    assert seat.get_absolute_url() in page.text
    assert client.get(vote_cast.get_absolute_url()).status_code == 404


def test_record_list_pages_by_key(client_of, cast):
    acts = [vote() for _ in range(26)]
    client = client_of(cast.af_head)

    first = client.get(reverse("record_list"))
    second = client.get(first.context["page"].next_url)

    assert [opening.act for opening in first.context["page"].items] == acts[:0:-1]
    assert [opening.act for opening in second.context["page"].items] == acts[:1]
    assert client.get(reverse("record_list"), {"after": "made-up"}).status_code == 404


def test_record_list_takes_the_same_queries_for_one_act_and_for_three(client_of, cast, django_assert_max_num_queries):
    client = client_of(cast.af_head)
    vote()
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("record_list"))
    vote(), vote()

    with django_assert_max_num_queries(20) as three:
        client.get(reverse("record_list"))

    assert len(one) == len(three)


def test_record_act_pending_then_recorded(client_of, cast, log_key):
    act = vote()
    client = client_of(cast.af_head)

    pending = client.get(act.get_absolute_url())
    sequence(key=log_key)
    recorded = client.get(act.get_absolute_url())

    leaf = Entry.objects.get().leaf.hex()
    assert "Pending" in pending.text
    assert leaf not in pending.text
    assert "Recorded" in recorded.text
    assert "Pending" not in recorded.text
    for shown in (leaf, act.commitment.hex(), "2026-03-01T12:00:00.000000Z", "JMC-2026-00042"):
        assert shown in recorded.text
    assert "Attested by the server only" in recorded.text


def test_record_act_opens_the_body_only_to_its_readers(client_of, cast):
    sealed, opened = vote(), vote(body_readers=["AF"])
    client = client_of(cast.af_head)

    sealed_page, opened_page = (client.get(act.get_absolute_url()) for act in (sealed, opened))

    assert "Sealed" in sealed_page.text
    assert "reject" not in sealed_page.text
    assert "Sealed" not in opened_page.text
    assert "reject" in opened_page.text
    assert "&lt;script&gt;شواہد" in opened_page.text
    assert "[&quot;ab&quot;, &quot;cd&quot;]" in opened_page.text


def test_record_act_says_sealed_when_the_body_was_deleted(client_of, cast):
    act = vote(body_readers=["AF"])
    Body.objects.filter(act=act).delete()
    client = client_of(cast.af_head)

    assert "Sealed" in client.get(act.get_absolute_url()).text


def test_record_act_without_content_says_so(client_of, cast):
    bare = append(
        event="incidents.filed", actor=Actor("Zarmina", "head", "AF"), at=AT, subjects=[], envelope_readers=["AF"]
    )
    client = client_of(cast.af_head)

    assert "no content apart" in client.get(bare.get_absolute_url()).text


def test_record_act_of_others_or_of_nobody_is_not_found(client_of, cast):
    theirs = vote(readers=["PK"])
    body_alone = vote(readers=["PK"])
    Opening.objects.create(act=body_alone, part="body", reader="AF", given_at=AT)
    client = client_of(cast.af_head)

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(body_alone.get_absolute_url()).status_code == 404
    assert client.get(reverse("record_act", args=[Act.objects.latest("pk").pk + 1])).status_code == 404
    assert client.get("/record/99999999999999999999999/").status_code == 404
