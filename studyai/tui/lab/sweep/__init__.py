"""One setting over many values and seeds, trained on all cores: a table and a curve that grow."""
