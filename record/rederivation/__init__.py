"""The record worked out again from its rows, inside the server: every sentence these give names something that differs.

It finds accidents and clumsy hands. What binds the operator is the same work done by the delegations, elsewhere.
"""

from record.rederivation.acts import differences_of_acts
from record.rederivation.log import differences_of_log

__all__ = ["differences_of_acts", "differences_of_log"]
