"""The words of a notice on a page."""

from django import template

from notices.words import step_words

register = template.Library()

register.filter("step_words", step_words)
