"""The kinds of things that are asked, a file each; `item` says what they have in common."""
