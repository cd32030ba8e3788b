"""Finding a procedure by what people type: everyday words, an index in memory, slips. No database."""
