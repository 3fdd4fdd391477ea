"""What search needs on the site: a standard Lunr index, and the compact files of its own search."""
