"""Where the record's pages are, and the log's own addresses."""

from django.urls import path, register_converter

from record.views import log, pages


class SizeConverter:
    """A number of entries as a checkpoint writes it: decimal, no leading zero, below 2^63."""

    regex = "0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


register_converter(SizeConverter, "size")

urlpatterns = [
    path("record/", pages.record_list, name="record_list"),
    path("record/<int:act_id>/", pages.record_act, name="record_act"),
    path("record/<int:act_id>/proof", pages.record_proof, name="record_proof"),
    path("record/checkpoint/", pages.record_checkpoint, name="record_checkpoint"),
    path("record/checkpoint/<size:size>/", pages.record_checkpoint, name="record_checkpoint_of_size"),
    path("log/checkpoint", log.log_checkpoint, name="log_checkpoint"),
    path("log/checkpoint/<size:size>", log.log_checkpoint, name="log_checkpoint_of_size"),
    path("log/consistency/<size:old>/<size:new>", log.log_consistency, name="log_consistency"),
    path("log/tile/<path:path>", log.log_tile, name="log_tile"),
    path("log/policy", log.log_policy, name="log_policy"),
    path("log/vkey", log.log_vkey, name="log_vkey"),
    path("log/cosignatures", log.log_cosignatures, name="log_cosignatures"),
    path("log/refusals", log.log_refusals, name="log_refusals"),
]
