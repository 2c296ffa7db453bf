"""Where one starts: the sections, and what to do next."""
