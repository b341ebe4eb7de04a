"""The worker's door to the notices: every ten seconds, what was recorded is told, and what was told is mailed."""

from procrastinate.contrib.django import app

from notices import actions


@app.periodic(cron="*/10 * * * * *")
@app.task(queueing_lock="make_notices", pass_context=False)
def make_notices(timestamp: int) -> int:
    """Every entry of the record since the last time is told to whom it concerns."""
    made = 0
    while turned := actions.make_notices():
        made += turned
    return made


@app.periodic(cron="*/10 * * * * *")
@app.task(queueing_lock="mail_due_notices", pass_context=False)
def mail_due(timestamp: int) -> int:
    """Every notice that waits to be mailed is tried; what fails is tried again later."""
    return actions.mail_due()
