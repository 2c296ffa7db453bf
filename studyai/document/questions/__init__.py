"""The blocks of concept questions, and how each language writes them; their text is escaped before."""
