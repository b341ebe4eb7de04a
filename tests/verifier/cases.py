"""Cases told as acts, in the shapes that the procedure's actions write (verification/actions, penalties/actions)."""

import hashlib

from record.canonical import canonical_bytes
from tests.verifier.logs import FOUR, Log

APPROVED = dict.fromkeys(FOUR, "approve")


def finding_of(case, *, number=1, class_="serious", answerable="PK", measures=()):
    determination = {
        "incident": "I-7KQ4ZP", "fact": "substantiated", "attribution": "pk_forces", "type": "A1", "sector": "S1",
        "class": class_, "standard": "reasonable_grounds", "answerable": answerable, "evidence": [],
    }  # fmt: skip
    return {
        "case": case, "number": number, "reasons": "what was seen", "answer_to_comments": "",
        "determinations": [determination], "measures": list(measures),
    }  # fmt: skip


def measure_of(*, measure="P3", amount=None, currency="", addressee="PK"):
    return {
        "incident": "I-7KQ4ZP", "addressee": addressee, "measure": measure, "required_act": "withdraw", "place": "post 4",
        "due_days": 30, "checked_by": "TR", "amount": amount, "currency": currency,
    }  # fmt: skip


def digest_of(finding):
    return hashlib.sha256(canonical_bytes(finding)).hexdigest()


class Story:
    """One case in a log; each method is an act, and may be told otherwise than the procedure has it."""

    def __init__(self, log=None, *, case="JMC-2026-00001"):
        self.log, self.case, self.line = log or Log(), case, 0
        self.finding = finding_of(case)
        self.ballot = self.verdict = 0

    def act(self, event, body=None, *, about=(), **terms):
        self.log.act(event, subjects=[("case", self.case), *about], body=body, **terms)
        return self

    def opened(self, **terms):
        return self.act("verification.case_opened", {"protocol": 1}, **terms)

    def drafted(self, finding=None, **changes):
        self.finding = finding or finding_of(self.case, **changes)
        return self.act("verification.finding_drafted", {"finding": self.finding})

    @property
    def digest(self):
        return digest_of(self.finding)

    @property
    def about_ballot(self):
        return ("ballot", f"{self.case}/{self.ballot}")

    @property
    def about_verdict(self):
        return ("verdict", f"{self.case}/{self.verdict}")

    def ballot_opened(self, *, round=1, digest=None):
        self.ballot += 1
        body = {"ballot": self.ballot, "round": round, "digest": digest or self.digest}
        return self.act("verification.ballot_opened", body, about=[self.about_ballot])

    def voted(self, votes, **terms):
        for code, choice in votes.items():
            if choice:
                self.vote(code, choice, **terms)
        return self

    def vote(self, code, choice, *, digest=None, is_body_open=True, reasons=None):
        reasons = ("" if choice == "approve" else "our position") if reasons is None else reasons
        body = {"choice": choice, "reasons": reasons, "digest": digest or self.digest, "ballot": self.ballot}
        about = [self.about_ballot]
        return self.act("verification.vote_cast", body, about=about, by=code, is_body_open=is_body_open)

    def adopted(self, votes, *, outcome="consensus", digest=None, **terms):
        self.verdict += 1
        body = {"verdict": self.verdict, "outcome": outcome, "digest": digest or self.digest, "votes": votes}
        about = [self.about_ballot, self.about_verdict]
        return self.act("verification.verdict_adopted", body, about=about, **terms)

    def failed(self, votes, **terms):
        body = {"ballot": self.ballot, "votes": votes}
        return self.act("verification.round_failed", body, about=[self.about_ballot], **terms)

    def escalated(self, votes=None, **terms):
        body = {"reasons": ""} | ({"ballot": self.ballot, "votes": votes} if votes else {})
        return self.act("verification.case_escalated", body, about=[self.about_ballot] if votes else [], **terms)

    def no_determination(self, votes, **terms):
        body = {"text": "", "ballot": self.ballot, "votes": votes}
        return self.act("verification.no_determination_recorded", body, about=[self.about_ballot], **terms)

    def waived(self, *codes, **terms):
        for code in codes:
            self.act("penalties.review_waived", {"verdict": self.verdict}, about=[self.about_verdict], by=code, **terms)
        return self

    def declared_final(self, *, digest=None, time=None, **terms):
        self.at = time or self.log.time()
        body = {"verdict": self.verdict, "digest": digest or self.digest}
        return self.act("penalties.verdict_final", body, about=[self.about_verdict], time=time, **terms)

    def final(self, **terms):
        """Declared so at once, both parties having waived the review."""
        return self.waived("PK", "AF").declared_final(**terms)

    def posted(self, *postings, dated=None):
        """Postings of (party, unit, amount) or, to reverse a line, (party, unit, amount, line)."""
        lines = []
        for party, unit, amount, *reverses in postings:
            self.line += 1
            lines.append({
                "line": self.line, "party": party, "unit": unit, "amount": amount, "dated": dated or self.at[:10],
                "reverses": reverses[0] if reverses else None,
            })  # fmt: skip
        return self.act("penalties.points_posted", {"postings": lines}, about=[self.about_verdict])

    def ordered(self, measure, **changes):
        body = {key: value for key, value in measure.items() if key != "incident"}
        body |= {"penalty": f"{self.case}/P1"} | changes
        return self.act("penalties.penalty_ordered", body, about=[self.about_verdict])

    def requested(self, *, ground="new_fact", discovered_on="2026-03-01", by="AF", **terms):
        body = {"verdict": self.verdict, "ground": ground, "reasons": "a photograph", "discovered_on": discovered_on}
        return self.act("penalties.review_requested", body, about=[self.about_verdict], by=by, **terms)

    def conclusion(self, outcome):
        body = {"verdict": self.verdict, "outcome": outcome, "reasons": "on review", "changes": []}
        return body | {"withdrawn_measures": []}

    def concluded(self, outcome, *, by="TR", role="deputy", time=None, **more):
        """One mediator's deputy, who did not vote, says how the review ended."""
        body = self.conclusion(outcome) | more
        about = [self.about_verdict]
        return self.act("penalties.review_concluded", body, about=about, by=by, role=role, time=time)

    def review(self, outcome, *, new=(), **more):
        """Asked for by a party, and concluded by both mediators' deputies; `new` is the varied text."""
        self.requested()
        self.assented("conclude_review", self.conclusion(outcome) | more, role="deputy")
        return self.concluded(outcome, **more, **dict(new))

    def ruled(self, votes=APPROVED, **changes):
        """Told in full up to the verdict."""
        return self.opened().drafted(**changes).ballot_opened().voted(votes).adopted(votes)

    def assented(self, name, terms, *, by="QA", subject="", **more):
        """One of two delegations that do an act together; the other then does it."""
        return self.act("verification.assent_given", {"act": name, "subject": subject, "terms": terms}, by=by, **more)

    def annulled(self, reasons="a wrong text", **terms):
        return self.act("verification.ballot_annulled", {"reasons": reasons}, about=[self.about_ballot], **terms)

    def reopened(self, new_fact="found", **terms):
        return self.act("verification.case_reopened", {"new_fact": new_fact}, **terms)

    def settled(self):
        """A later act: what was due before it and did not come, will not come."""
        return self.act("verification.comment_sent", {"text": "later"})
