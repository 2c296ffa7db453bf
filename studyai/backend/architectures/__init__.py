"""What trains live: one file per architecture, readable as teaching text, loaded by `registry.find`."""
