"""Where the files of search are in the output folder."""

FOLDER = "data/search/"
LUNR_INDEX_PATH = "data/lunr-index.json"
