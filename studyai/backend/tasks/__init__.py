"""What architectures learn: data, loss, metric; one file per task, loaded by `registry.find`."""
