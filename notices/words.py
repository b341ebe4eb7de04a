"""What a notice says awaits its reader, by the key of the step; in the reader's language, and never confidential."""

from django.utils.translation import gettext, gettext_noop

READ = "read"  # nothing awaits the reader

STEPS = {
    READ: gettext_noop("For your information: read it when you can."),
    "decide_admissibility": gettext_noop("Decide on admissibility: register, return, or declare inadmissible."),
    "object": gettext_noop("Object within the time, if you do not agree."),
    "mend_and_file": gettext_noop("Mend what is missing and file again, or withdraw."),
    "reply": gettext_noop("Reply within the time."),
    "name_people": gettext_noop("Name the verification team and the rapporteur, together with the other mediator."),
    "verify": gettext_noop("Verify on the ground, and submit the report within the time."),
    "submit_report": gettext_noop("Submit the report once every reply is given or its time has ended."),
    "go_on_site": gettext_noop("Read the answer about access, and go on with the verification."),
    "answer_access": gettext_noop("Grant or refuse the access that is asked for."),
    "act_on_refusal": gettext_noop(
        "Read the answer about access. Either mediator may file an incident on its own motion."
    ),
    "challenge": gettext_noop("Read who was named. You may challenge a member for justifiable doubt."),
    "draft_finding": gettext_noop("Draft the finding, and show it to the parties within the time."),
    "await_report": gettext_noop("You draft the finding of this case. Begin when the report is submitted."),
    "name_another_rapporteur": gettext_noop("Name another rapporteur, together with the other mediator."),
    "comment": gettext_noop("Comment on the draft within the time."),
    "answer_comment": gettext_noop("Read the comment; the finding answers it."),
    "open_ballot": gettext_noop("Open the ballot once both parties have commented or their time has ended."),
    "vote": gettext_noop("Cast your delegation's vote within the time."),
    "vote_as_substitute": gettext_noop("You may vote for your delegation in this case."),
    "waive_or_review": gettext_noop("Waive the review, or ask for one, within the time."),
    "declare_final": gettext_noop(
        "Declare the verdict final once the time for review has passed or both parties have waived it."
    ),
    "decide_review": gettext_noop("Decide the review together, by persons who did not vote on the verdict."),
    "decide_release": gettext_noop("Decide on the release within the time, or log your reasons."),
    "record_answer": gettext_noop("Record the principals' answer, together with the other mediator."),
    "bring_to_principals": gettext_noop("Bring the case to your principals. The parties may still settle it."),
    "answer_question": gettext_noop("Answer the question that was put to your delegation."),
    "read_answer": gettext_noop("Read the answer to your question: your time runs on."),
    "decide_challenge": gettext_noop("Decide the challenge, together with the other mediator."),
    "decide_correction": gettext_noop("Decide on the correction that is asked for."),
    "agree_or_not": gettext_noop(
        "The delegation beside yours has given its consent: give yours to the same terms, or not."
    ),
    "notify_addressee": gettext_noop("Notify the addressee, and log it."),
    "log_report": gettext_noop("Log the receipt of the report by its digest."),
    "comply": gettext_noop("Do what is ordered, and report compliance with evidence by the due date."),
    "comply_now": gettext_noop("The due date has passed: report compliance with evidence."),
    "accept_or_reject": gettext_noop("Confirm the discharge, or reject the report with reasons."),
    "refer": gettext_noop("The due date has passed: you may refer the penalty to the principals, together."),
    "time_runs": gettext_noop("Your time runs: the step is still open."),
    "time_ended": gettext_noop("Your time for this step has ended."),
    "overdue": gettext_noop("Your time has ended, and the step is overdue: take it now."),
    "remind_the_other": gettext_noop("The step is long overdue with the delegation beside yours."),
    "confirm_seat": gettext_noop("Confirm or refuse the change of seat, as the second admin."),
    "confirm_protocol": gettext_noop("Check the new protocol version, and confirm it as the second admin."),
    "check_key": gettext_noop("A witness's key was enrolled: check that it is the one its delegation gave out."),
    "compare_record": gettext_noop(
        "A delegation refused to cosign the record: compare its size and root with what your own witness holds."
    ),
    "check_password": gettext_noop(
        "Your password was reset. If you did not ask for this, tell your delegation's head."
    ),
}


def step_words(step: str) -> str:
    """The sentence of the step."""
    return gettext(STEPS[step])
