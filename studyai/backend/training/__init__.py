"""Training: settings, the trainer that carries them out, what it is made of, and how a run is written down."""
