"""Where a catalogue keeps what, as the names of its files and folders."""

from pathlib import Path

CONFIG_FILE = "site.yaml"
CONTENT_FOLDER = "content"
THEMES_FOLDER = "themes"

_PACKAGE = Path(__file__).parent
# A wheel has the themes inside the package; a checkout has them beside the generator.
BUNDLED_THEMES = (_PACKAGE / THEMES_FOLDER, _PACKAGE.parents[1] / THEMES_FOLDER)
