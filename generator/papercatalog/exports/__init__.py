"""Everything that is published besides pages. One module a format; what several formats share is in
`citation`, `feeds`, `paper_file` and `serialize`; `memory` knows what need not be made again.

A new format is one new module and one line in `EXPORTS`; a new format of citations is one line in `paper_lists`, and
one in `formats` for the page of each paper.
"""

from collections.abc import Callable, Iterable, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.atom import export_atom
from papercatalog.exports.csv_table import export_csv
from papercatalog.exports.data_json import export_data_json
from papercatalog.exports.json_feed import export_json_feed
from papercatalog.exports.llms_txt import export_llms_txt
from papercatalog.exports.opensearch import export_opensearch
from papercatalog.exports.paper_file import Exported
from papercatalog.exports.paper_lists import export_paper_lists
from papercatalog.exports.paper_shards import export_paper_shards
from papercatalog.exports.robots import export_robots
from papercatalog.exports.sitemap import export_sitemap
from papercatalog.pages.page import Page

EXPORTS: tuple[Callable[[SiteConfig, Catalog, Sequence[Page]], Iterable[Exported]], ...] = (
    export_paper_lists,
    export_csv,
    export_data_json,
    export_paper_shards,
    export_atom,
    export_json_feed,
    export_sitemap,
    export_robots,
    export_opensearch,
    export_llms_txt,
)
