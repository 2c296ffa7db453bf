"""A file for every kind of module that the lab knows: its names, its arithmetic, its questions.

A whole network is one too, where something in it belongs to none of its layers.
"""
