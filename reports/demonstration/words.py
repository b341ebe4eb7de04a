"""The invented words of the proceedings: replies, reports, reasons, orders. Calm, and the same for both parties."""

REPLIES = {
    "en": "Our log has no entry of such an event at that hour. The duty roster is available to the team (invented).",
    "ur": "ہمارے ریکارڈ میں اس واقعے کا کوئی ذکر نہیں۔ متعلقہ روزنامچہ ٹیم کے معائنے کے لیے دستیاب ہے۔ (فرضی)",
    "fa-af": "در دفترهای ما از چنین رویدادی ذکری نیست. دفتر نوکریوالی برای بررسی تیم آماده است. (ساختگی)",
    "ps": "زموږ په یادښتونو کې د داسې پېښې یادونه نشته. د نوکریوالۍ کتاب د ډلې د کتنې لپاره چمتو دی. (له ځانه جوړ)",
}
EXPLANATION = (
    "There was activity at that hour, for a reason of our own that was not directed at the other side. We regret that it "
    "was not announced, and show the team the order that was given (invented)."
)
REPORT = (
    "The team visited the place the day after it was named, spoke with six people on both sides and compared the two logs. "
    "What was reported can be followed in the log of the filing side; the traces on the ground fit the time that is given. "
    "The bearing could not be measured again (invented)."
)
REASONS = (
    "The commission has read the incident, the reply and the report of the team.\n\n"
    "1. The times in the two logs agree to within ten minutes.\n"
    "2. The traces found by the team fit what was reported.\n"
    "3. Nothing in the reply explains them otherwise.\n\n"
    "It has weighed only what both parties have seen, at least as a summary (invented)."
)
REASONS_WITHOUT_VIOLATION = (
    "The commission has read the incident, the reply and the report of the team. What was seen and heard happened, but was "
    "ordinary routine on one's own side. No party answers for a violation (invented)."
)
NEWER_REASONS = (
    "The commission has read the incident, the reply and the report of the team.\n\n"
    "1. The times in the two logs agree to within twelve minutes.\n"
    "2. The traces found by the team fit what was reported.\n"
    "3. Nothing in the reply explains page 31 of the log, on which this finding rests.\n\n"
    "It has weighed only what both parties have seen, at least as a summary (invented).\n\n"
    "This text takes up what was said in the ballot before, and holds itself to the stricter standard of proof (invented)."
)
ANSWER_TO_COMMENTS = (
    "Both comments were read. The position is in the reports; the time stands, since both logs have it."
)
COMMENTS = {
    "party": "We agree with the facts as drafted, and ask that the place be described by its position as well.",
    "respondent": "We have read the draft. The hour differs from our log by ten minutes; we ask that this be mentioned.",
}
DISSENT = (
    "We do not share the second reason: the traces may be older than the day in question. Our log shows no such event."
)
RESERVE = "We reserve our position until the page of the log that the text rests on is named in it."
ACCESS_ASKED = (
    "Two of us, for two hours, on a day that you name, to see the place and to speak with two witnesses (invented)."
)
ACCESS_GRANTED = "With an escort of the sector's liaison officer, and without photographs of the post (invented)."
ACCESS_REFUSED = (
    "The road has not been cleared of what was laid there earlier; we cannot answer for the team (invented)."
)
SITE_NOTE = "Two traces were measured and photographed with a scale. Nobody lives within two hundred metres (invented)."
INTERIM_REPORT = "The place was seen and the filer's log was read. The witnesses have not been heard yet (invented)."
QUESTION = "At which hour, by which clock, did your post hear the first shot (invented)?"
ANSWER = "By the post's own clock, which is set every morning; the page of the log is with the evidence (invented)."
CHALLENGE = (
    "The member said in public last year what the cause of such events is. We ask that another be named (invented)."
)
CORRECTION_ASKED = "The name of the place is misspelt in the second sentence (invented)."
CORRECTED = "… the traces found by the team at the place named in the incident fit what was reported (invented)."
ESCALATION = (
    "The parties' logs contradict each other in every hour, and neither mediator sees a way to settle it on paper."
)
PRINCIPALS_BALLOT = "The principals ask the commission for one last ballot, on a text limited to what both logs show."
POSITIONS = {
    "PK": "Pakistan stands by its log.",
    "AF": "Afghanistan stands by its log.",
    "TR": "Türkiye sees no basis for a finding.",
    "QA": "Qatar sees no basis for a finding.",
}
SETTLEMENT = (
    "Both sides will announce works near the line two days before, by telephone and in writing, and will meet at the place "
    "within a week to agree on the hours. Each withdraws nothing of its account (invented)."
)
NEW_FACT = (
    "A camera at a neighbouring post was read only now: its clock shows another hour for the same event (invented)."
)
PROCEDURE = "One page of the log on which the finding rests was not among the papers that were sent to us (invented)."
REVERSAL = "The recording has been examined by both mediators. It takes away the ground on which the finding rested (invented)."
NO_RELEASE = (
    "The text would name a place from which a witness could be known. It may be released when that has changed."
)
COMPLIANCE = (
    "What was ordered was done on the day named in the attached paper, in the presence of the sector's liaison officer."
)
ORDERS = {
    "P1": "Enter the finding in the file of the sector's command within the time given, and send its page to the commission.",
    "P2": "Acknowledge the written censure in a letter of the principals to the commission, within the time given.",
    "P3": "Publish the finding in full in the party's official gazette, in its own language, within the time given.",
    "P4": "Remove the earthwork over its whole length of sixty metres and level the ground, within the time given.",
    "P6": "Open an own-side inquiry, and report its outcome and the measures taken to the commission, within the time given.",
    "P7": "Pay the amount through the mediators to the families named in the annex, within the time given.",
}
COMPENSATION = (4_000, "USD")
