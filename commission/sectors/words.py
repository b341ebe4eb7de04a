"""Marks a sentence for translation where Django is not imported; a form translates it when it shows the refusal."""


def gettext_noop(sentence: str) -> str:
    """The sentence itself: only the message extractor looks for this name."""
    return sentence
