"""Internal processes (quy trình nội bộ): what decisions print, the graph made of it, its check and engine."""
