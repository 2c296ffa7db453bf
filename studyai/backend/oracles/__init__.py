"""The second opinion: each exercise's answer by real torch, one file per topic; loaded by `registry.load`."""
