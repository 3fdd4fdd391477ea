"""Other people's formats -> pages of content/: one file a format, shared parts beside them.

Nothing here runs during a build. An importer adds what is missing and never overwrites what a
curator wrote.
"""
