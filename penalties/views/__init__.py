"""The pages of what follows: the ledger, penalties, verdicts, and what is released of them."""
