"""The secretariat's pages: every change on them is an act of `commission.actions`; nothing is ever deleted."""

from commission.admin import catalogue, members, places, protocol

__all__ = ["catalogue", "members", "places", "protocol"]
