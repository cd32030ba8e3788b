"""What citizens are told of their dossiers: which events, in which words, by which channels."""
