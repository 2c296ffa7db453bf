"""One exercise, its steps asked one by one."""
