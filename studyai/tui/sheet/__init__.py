"""Sheet: the corrected course sheet, a page for each section, every correction a key away from its proof."""
