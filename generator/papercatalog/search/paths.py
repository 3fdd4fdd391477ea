"""Where the files of search are in the output folder."""

FOLDER = "data/search/"
MANIFEST_PATH = FOLDER + "manifest.json"
"""Of the files in the folder the only one that keeps its name."""
LUNR_INDEX_PATH = "data/lunr-index.json"
