"""What turns the intake page into values: the whole draft in one form, in parts, each understood on its own."""

from incidents.forms.draft import DraftForms

__all__ = ["DraftForms"]
