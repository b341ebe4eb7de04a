"""The worker's door to the clocks of penalties: every minute, what is due is done."""

from procrastinate.contrib.django import app

from penalties.actions.compliance import perform_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="end_due_clocks_of_penalties", pass_context=False)
def end_due_clocks(timestamp: int) -> int:
    """Addressees are reminded, and penalties whose due date has passed are overdue; nothing else follows from a clock."""
    return perform_due()
