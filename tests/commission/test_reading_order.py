"""The order of names is the alphabet of the reader's language."""

import pytest
from django.utils.translation import override

from commission.models import Delegation
from commission.reading_order import ALPHABETS, reading_key
from commission.templatetags.delegations import actor, delegation_name, in_reading_order
from record.models import Act


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Afghanistan", "Pakistan", "Qatar", "Türkiye"]),
        ("tr", ["Cin", "Çin", "Ilgaz", "İran", "Katar", "Ören", "Şam", "Türkiye", "Urfa", "Ürdün"]),
        ("ar", ["أفغانستان", "باكستان", "تركيا", "قطر"]),
        ("ur", ["افغانستان", "پاکستان", "ترکیہ", "ٹانک", "قطر"]),
        ("ps", ["افغانستان", "پاکستان", "ترکیه", "څار", "ژوب", "ږغ", "قطر"]),
        ("fa-af", ["افغانستان", "پاکستان", "ترکیه", "قطر", "گیلان"]),
    ],
)
def test_reading_key_follows_the_alphabet(language, names):
    from_its_end = list(reversed(names))

    from_its_end.sort(key=lambda name: reading_key(name, language=language))

    assert from_its_end == names


def test_no_alphabet_names_a_letter_twice():
    for language, alphabet in ALPHABETS.items():
        assert len(set(alphabet)) == len(alphabet), language


def test_marks_and_capitals_do_not_count():
    assert reading_key("Türkiye", language="en") == reading_key("TURKIYE", language="en")


def test_parties_stand_in_reading_order_whatever_order_they_come_in():
    with override("en"):
        assert in_reading_order(["PK", "AF"]) == in_reading_order(["AF", "PK"]) == ["AF", "PK"]


@pytest.mark.django_db
def test_delegations_and_whatever_names_one_are_ordered_alike(cast):
    with override("en"):
        ordered = in_reading_order(Delegation.objects.order_by("-code"))
        members = in_reading_order([cast.tr_head, cast.qa_head, cast.pk_head, cast.af_head])

    assert [delegation.code for delegation in ordered] == ["AF", "PK", "QA", "TR"]
    assert [member.delegation_id for member in members] == ["AF", "PK", "QA", "TR"]


def test_what_names_no_delegation_is_a_mistake():
    with pytest.raises(TypeError):
        in_reading_order([object(), object()])


def test_delegation_name_of_none_is_empty():
    assert delegation_name(None) == delegation_name("") == ""
    assert delegation_name("AF") == "Afghanistan"


def test_clock_is_named_in_the_readers_language_and_a_member_as_they_were_named():
    by_clock, by_member = (
        Act(actor_name=name, actor_role=role, actor_delegation=delegation)
        for name, role, delegation in (("clock", "clock", ""), ("clock", "head", "PK"))
    )

    with override("tr"):
        assert (actor(by_clock), actor(by_member)) == (
            '<bdi dir="auto">süre</bdi>',
            '<bdi dir="auto">clock</bdi> (başkan, Pakistan)',
        )
