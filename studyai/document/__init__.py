"""A variant as a document: blocks, a renderer for each markup language, the worked solution in each format."""
