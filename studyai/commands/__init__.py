"""The commands, one file each; `cli.py` reads the arguments and calls them."""
