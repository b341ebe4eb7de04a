"""Who may do what with verdicts and penalties, when, and the sentence that says why not."""
