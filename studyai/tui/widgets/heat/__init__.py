"""Heat maps: matrices as colours, with a cursor that reads their values."""
