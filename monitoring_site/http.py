"""What every list shares: pages by key, never by offset, with the list's filters kept in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of a list, and the addresses of its neighbours, None where the list ends."""

    items: list[Row]
    next_url: str | None
    previous_url: str | None


def keyset_page(
    queryset: QuerySet[Row], *, request: HttpRequest, order: Sequence[str] = ("-id",), size: int = 25
) -> KeysetPage[Row]:
    """The page named by `after` or `before` in the address, else the first: one query, whatever the page's depth.

    `order` names columns that are never null and together unique ("-" for descending); it replaces the queryset's
    own. Raises Http404 for a key that this list did not give out.
    """
    after, before = (_key_in(request, name, queryset=queryset, order=order) for name in ("after", "before"))
    backwards = before is not None
    key = before if backwards else after
    directed = [_reversed(column) for column in order] if backwards else list(order)
    rows = queryset.order_by(*directed)
    if key is not None:
        rows = rows.filter(_beyond(key, order=directed))
    found = list(rows[: size + 1])
    items = found[:size][::-1] if backwards else found[:size]
    there_is_more = len(found) > size
    return KeysetPage(
        items=items,
        next_url=_address(request, "after", items[-1:], order=order) if backwards or there_is_more else None,
        previous_url=_address(request, "before", items[:1], order=order)
        if (there_is_more if backwards else after is not None)
        else None,
    )


def _beyond(key: Sequence[Any], *, order: Sequence[str]) -> Q:
    """Rows after the key. The first column's bound stands apart, so that an index on it can be entered there."""
    beyond, equal_so_far = Q(pk__in=[]), Q()
    for column, value in zip(order, key, strict=True):
        name, lookup = column.removeprefix("-"), "lt" if column.startswith("-") else "gt"
        beyond |= equal_so_far & Q(**{f"{name}__{lookup}": value})
        equal_so_far &= Q(**{name: value})
    first, lookup = order[0].removeprefix("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{lookup}": key[0]}) & beyond


def _address(request: HttpRequest, name: str, rows: Sequence[Model], *, order: Sequence[str]) -> str:
    """The list's address with its filters; without a row to start from, that of its first page."""
    parameters = request.GET.copy()
    for stale in ("after", "before"):
        parameters.pop(stale, None)
    for row in rows:
        key = [_encoded(_value(row, column)) for column in order]
        parameters[name] = signing.dumps(key, salt=_salt(type(row), order))
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


def _key_in(request: HttpRequest, name: str, *, queryset: QuerySet[Any], order: Sequence[str]) -> list[Any] | None:
    if name not in request.GET:
        return None
    # Signed, so that a key is always one of ours and of the right types, and never a question about unseen rows.
    try:
        return list(signing.loads(request.GET[name], salt=_salt(queryset.model, order)))
    except signing.BadSignature as problem:
        raise Http404 from problem


def _salt(model: type[Model], order: Sequence[str]) -> str:
    return f"keyset {model._meta.label} {' '.join(order)}"


def _value(row: Any, column: str) -> Any:
    for step in column.removeprefix("-").split("__"):
        row = getattr(row, step)
    return row


def _encoded(value: Any) -> Any:
    return value if isinstance(value, (int, str)) else str(value)


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"
