"""Mails: nothing confidential, in the member's language, sent until they are sent, and once."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import override

from commission import actions as commission_actions
from commission.models import Member, SeatChange
from notices import tasks
from notices.actions import FAILURES_MAX, mail_due, make_notices
from notices.mail import LONGEST, back_off
from notices.models import Notice
from notices.words import step_words
from record.actions import sequence
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.factories.notices import tell
from tests.factories.procedure import member
from tests.factories.threads import together
from verification.models import Clock

FAILING = "tests.notices.test_mail.Failing"
MARKER = "sealed-words"


class Failing(EmailBackend):
    """A mail server that is away, as many times as it is told."""

    times = 0

    def send_messages(self, messages):
        if Failing.times:
            Failing.times -= 1
            raise smtplib.SMTPServerDisconnected("away")
        return super().send_messages(messages)


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = FAILING
    yield Failing
    Failing.times = 0


@pytest.fixture
def addresses(db):
    give_addresses()


def give_addresses():
    Member.objects.update(email=Concat(F("username"), Value("@example.org")))


def mailed_to(username):
    return [message for message in mail.outbox if message.to == [f"{username}@example.org"]]


def test_a_mail_names_reference_step_deadline_and_page(addresses, settings):
    settings.SITE_URL = "https://commission.example.org"
    case = procedure.registered_case()
    tell()
    mail_due()

    code = case.live_incidents().get().code
    [message] = mailed_to("af.head")
    ends_at = Clock.objects.get(case=case, kind="reply").ends_at
    assert message.subject == f"Joint Monitoring Commission: {code}"
    assert f"Reference: {code}\n" in message.body
    assert "Step: Reply within the time.\n" in message.body
    assert f"Until: {ends_at:%Y-%m-%d %H:%M} UTC (" in message.body
    assert "Asia/Kabul" in message.body and "Reply" in message.body
    assert f"Page: https://commission.example.org/incidents/{code}/\n" in message.body
    assert message.extra_headers["Message-ID"].endswith("@commission.example.org>")


def test_a_mail_holds_nothing_confidential(addresses):
    statement = {"kind": "statement", "text": MARKER, "audience": "case", "summary": MARKER}
    incident = filed_incident(
        by=member("pk.head"), narrative=MARKER, place_name=MARKER, force_named=MARKER, statements=[statement]
    )
    case = procedure.in_ballot(procedure.in_deliberation(procedure.registered_case(incident)))
    votes = {"PK": "approve", "AF": "reject", "TR": "approve", "QA": "approve"}
    for delegation, choice in votes.items():
        procedure.vote(case, by=procedure.VOTERS[delegation], choice=choice, reasons=MARKER)
    penalties.final_case()
    commission_actions.reset_password(member("qa.officer"), password=MARKER, by=member("admin1"))
    commission_actions.reset_password(member("qa.head"), password=MARKER, by=member("admin1"))
    commission_actions.confirm_seat_change(SeatChange.objects.get(), by=member("admin2"))
    tell()
    mail_due()

    names = [one.name for one in Member.objects.all()] + list(Member.objects.values_list("username", flat=True))
    assert len(mail.outbox) > 60
    for message in mail.outbox:
        shown = f"{message.subject}\n{message.body}".replace("example.org", "")
        for word in [MARKER, "approve", "reject (dissent)", "gazette", "team saw", *names]:
            assert word not in shown, (word, shown)
        assert not message.cc and not message.bcc and not message.attachments and len(message.to) == 1


@pytest.mark.parametrize(("language", "first_letter_is_latin"), [("en", True), ("tr", True), ("ur", False)])
def test_a_mail_speaks_the_members_language(addresses, language, first_letter_is_latin):
    Member.objects.filter(username="qa.head").update(language=language)
    filed_incident(by=member("pk.head"))
    tell()
    with override("en"):
        mail_due()

    [message] = mailed_to("qa.head")
    with override(language):
        expected = step_words("decide_admissibility")
    assert expected in message.body
    [to_the_deputy] = mailed_to("qa.deputy")
    assert "Decide on admissibility" in to_the_deputy.body


def test_who_has_no_address_is_told_in_the_app_alone(db):
    filed_incident(by=member("pk.head"))
    tell()

    assert mail_due() == 0
    assert Notice.objects.filter(next_try_at=None, mailed_at=None).count() == Notice.objects.count() == 4


def test_a_mail_is_sent_once(addresses):
    filed_incident(by=member("pk.head"))
    tell()

    assert (mail_due(), mail_due()) == (4, 0)
    assert len(mail.outbox) == 4
    assert Notice.objects.filter(mailed_at__isnull=False, next_try_at=None, mail_attempts=1).count() == 4


def test_a_failure_is_tried_again_later_each_time_a_longer_while_and_not_before(addresses, failing, clock):
    filed_incident(by=member("pk.head"))
    tell()
    Notice.objects.exclude(member__username="qa.head").delete()
    failing.times = 2

    assert (mail_due(), mail_due()) == (0, 0)
    notice = Notice.objects.get()
    assert (notice.mail_attempts, notice.mailed_at, failing.times) == (1, None, 1)

    clock.move(timedelta(seconds=61))
    assert mail_due() == 0
    clock.move(timedelta(seconds=61))
    assert mail_due() == 0, "the second pause is two minutes"
    clock.move(timedelta(seconds=61))
    assert tasks.mail_due(timestamp=0) == 1
    assert Notice.objects.get().mail_attempts == 3
    assert len(mailed_to("qa.head")) == 1


def test_one_bad_address_keeps_no_other_waiting(addresses):
    Member.objects.filter(username="tr.deputy").update(email="nobody\n@example.org")
    filed_incident(by=member("pk.head"))
    tell()

    assert mail_due() == 3
    assert Notice.objects.get(mailed_at=None).member.username == "tr.deputy"


def test_a_server_that_is_away_is_not_asked_for_every_mail(addresses, failing):
    procedure.registered_case()
    tell()
    waiting = Notice.objects.count()
    failing.times = waiting

    assert mail_due() == 0
    assert failing.times == waiting - FAILURES_MAX > 0


def test_a_worker_that_died_between_claim_and_mail_leaves_it_to_be_tried_again(addresses, failing, clock, settings):
    filed_incident(by=member("pk.head"))
    tell()
    Notice.objects.exclude(member__username="qa.head").delete()
    settings.EMAIL_BACKEND = "tests.notices.test_mail.Dying"
    with pytest.raises(SystemExit):
        mail_due()

    settings.EMAIL_BACKEND = FAILING
    assert mail_due() == 0
    clock.move(timedelta(seconds=61))
    assert mail_due() == 1


class Dying(EmailBackend):
    """The worker is stopped in the middle."""

    def send_messages(self, messages):
        raise SystemExit


def test_who_left_the_seat_is_mailed_nothing_of_it(addresses):
    filed_incident(by=member("pk.head"))
    tell()
    Member.objects.filter(username="qa.head").update(delegation="PK")
    Member.objects.filter(username="tr.head").update(is_active=False)

    assert mail_due() == 2
    assert not mailed_to("qa.head") and not mailed_to("tr.head")
    assert not Notice.objects.filter(next_try_at__isnull=False).exists()


def test_the_demonstrations_past_is_shown_but_not_mailed(addresses):
    filed_incident(by=member("pk.head"))
    sequence()
    make_notices(is_mailed=False)

    assert Notice.objects.count() == 4
    assert mail_due() == 0


def test_the_pause_doubles_from_a_minute_to_six_hours():
    assert [back_off(attempts) for attempts in (1, 2, 3)] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
    assert back_off(10) == back_off(10_000) == LONGEST == timedelta(hours=6)


def test_two_workers_mail_each_notice_once(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        give_addresses()
        procedure.registered_case()
        tell()
        waiting = Notice.objects.count()

        sent = together(mail_due, mail_due)

        assert sum(sent) == len(mail.outbox) == waiting > 8
        assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == waiting
