"""The worker's door to the clocks: every ten seconds, what is due is done."""

from procrastinate.contrib.django import app

from verification.actions.clocks import perform_due


@app.periodic(cron="*/10 * * * * *")
@app.task(queueing_lock="perform_due_clocks", pass_context=False)
def perform_due_clocks(timestamp: int) -> int:
    """Ballots whose time is over are tallied; cases whose principals stayed silent end without determination."""
    return perform_due()
