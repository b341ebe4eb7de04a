"""The record as a folder of files that a delegation checks without this server."""

from record.export.folder import ExportRefused, export_log, refuse_other_readers
from record.export.openings import export_openings

__all__ = ["ExportRefused", "export_log", "export_openings", "refuse_other_readers"]
