"""The app in the terminal: screens, widgets and the commands that work on them."""

import os

# A key is repainted at the next tick of Textual's screen clock; at 60 ticks a second
# that alone makes a key late. A clock that has nothing to paint does not tick.
os.environ.setdefault("TEXTUAL_FPS", "1000")
