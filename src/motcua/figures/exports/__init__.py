"""Reports and lists of evidence taken away: Excel, Word, PDF and CSV of one record, which tell the same."""

from motcua.figures.exports.export import Export, of_list, of_table
from motcua.figures.exports.files import FORMATS, content_of, write_file

__all__ = ["FORMATS", "Export", "content_of", "of_list", "of_table", "write_file"]
