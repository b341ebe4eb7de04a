"""The record as a folder of files that a delegation checks without this server."""

from record.export.folder import ExportRefused, export_log, refuse_other_readers
from record.export.openings import export_openings
from record.export.statements import export_statements

__all__ = ["ExportRefused", "export_log", "export_openings", "export_statements", "refuse_other_readers"]
