"""What is tried out: races of optimisers, copies of a training, predictions found out by doing it, the next update."""
