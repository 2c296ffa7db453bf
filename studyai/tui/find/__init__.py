"""What the palette finds beside commands: exercises, sections, architectures."""
