"""The app in the terminal: screens, widgets and the commands that work on them."""
