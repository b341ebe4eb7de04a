"""Cases that were reopened, or whose rapporteur a challenge removed, before the columns were there: as the record says."""

import json

from django.db import migrations

# Where each of these acts leaves a case; the others leave it where it is.
STATES = {
    "verification.case_opened": "verification",
    "verification.report_submitted": "deliberation",
    "verification.ballot_opened": "ballot",
    "verification.round_failed": "deliberation",
    "verification.ballot_annulled": "deliberation",
    "verification.case_escalated": "escalated",
    "verification.principals_answered": "deliberation",
    "verification.verdict_adopted": "ruled",
    "verification.case_reopened": "verification",
}
OTHERS = [
    "verification.rapporteur_named",
    "verification.challenge_decided",
    "verification.finding_drafted",
    "penalties.review_concluded",
]


def tell_of(apps, schema_editor):
    for case in apps.get_model("verification", "Case").objects.iterator():
        if columns := _as_recorded(apps, case):
            apps.get_model("verification", "Case").objects.filter(pk=case.pk).update(**columns)


def _as_recorded(apps, case):
    acts = apps.get_model("record", "Act").objects.filter(
        subjects__kind="case", subjects__reference=case.reference, event__in=[*STATES, *OTHERS]
    )
    columns, state, rapporteur = {}, "", None
    for event, at, encoded in acts.order_by("pk").values_list("event", "at", "body__body"):
        body = json.loads(bytes(encoded)) if encoded else {}
        state = STATES.get(event, state)
        is_reopened = event == "penalties.review_concluded" and body.get("outcome") == "reopened"
        if is_reopened or event == "verification.case_reopened":
            state, columns["reopened_at"] = "verification", at
        elif event == "verification.finding_drafted":
            columns.pop("facts_shown_at", None)
        elif event == "verification.rapporteur_named":
            rapporteur = body.get("rapporteur", {}).get("name")
        elif event == "verification.challenge_decided" and body.get("is_upheld") and state != "ruled":
            if rapporteur is not None and body["member"]["name"] == rapporteur:
                rapporteur, columns["rapporteur_relieved_at"] = None, at
                if state == "deliberation":
                    columns["facts_shown_at"] = None
    return columns


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0008_anew"),
        ("record", "0002_append_only"),
    ]

    operations = [migrations.RunPython(tell_of, migrations.RunPython.noop)]
