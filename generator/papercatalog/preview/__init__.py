"""`catalog serve`: the site while its content is worked on."""
