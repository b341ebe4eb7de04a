"""What follows from verdicts: every write of this app; declare_final and conclude_review move case and ledger at once."""
