"""How a venue is printed -> which venue of venues.yaml it is, and the year, volume and issue."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from papercatalog.diagnostics import suggestion
from papercatalog.front_matter import quoted
from papercatalog.model import Venue, VenueRef
from papercatalog.text import caseless, slugify, squeeze

_YEAR = "[12][0-9]{3}"
_DETAILS = re.compile(
    rf"""
    (?: ,?\s (?P<year> {_YEAR} ) )?
    (?: \s (?P<volume> (?!{_YEAR}\b) [0-9]+ ) (?: \( (?P<issue> [0-9–-]+ ) \) )? )?
    (?: ,\s (?P<note> \S.* ) | \s \( (?P<remark> .+ ) \) )?
    """,
    re.VERBOSE,
)


_DASH = re.compile("[\u2010-\u2015\u2212]")
_WORKSHOP = re.compile(r"(?<!conference and )\bworkshops?\b", re.IGNORECASE)
_ORDINAL = (
    "(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ]?)?"
    "(?:first|second|third|fourth|fifth|sixth|seventh"
    "|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    "|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth)"
)
# What may stand before and after the name: "Proceedings of the 31st ... Conference on X (CVPR), 2015".
_BEFORE = re.compile(
    rf"""
    (?: in:?\s )? (?: (?:proceedings|proc\.) \s (?:of\s)? )? (?: the\s )? (?: {_YEAR} \s )?
    (?: (?: [0-9]+(?:st|nd|rd|th) | {_ORDINAL} ) \s )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# As IEEE turned names round, and Google Scholar still does: "Neural Networks, 2006. IJCNN '06. Conference on".
_TURNED = re.compile(
    rf"""
    (?P<what> .+? ) (?: \s \( (?P<short> [^()]+ ) \) )? ,
    (?: \s {_YEAR} \. (?: \s (?P<name> [^.]+ ) \. (?: .* \. )? )? )? \s (?P<kind> [^.,]* \bon )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(rf"(?:,? {_YEAR})?(?: \((?P<short>[^()]+)\))?(?:,? {_YEAR})?$")
_OF_YEAR = re.compile(rf"(?<![ '’-])[ '’-]*(?:{_YEAR}|[0-9]{{2}})$")
"""The end of "CVPR 2022", "CVPR-22" and "CVPR '22"."""


def find_venue(text: str, venues: Sequence[Venue]) -> VenueRef | None:
    """Return the venue that `text` names as `parse_venue` reads it, or as bibliographies print it."""
    text = squeeze(text)
    years = set(re.findall(rf"\b{_YEAR}\b", text))
    if turned := _TURNED.fullmatch(text):
        short = turned["short"] or turned["name"]
        text = f"{turned['kind']} {turned['what']}" + (f" ({short})" if short else "")
    before = _BEFORE.match(text)
    name = text[before.end() :] if before else text
    after = _AFTER.search(name)
    spellings = [text, name]
    if after:
        short = after["short"] or ""
        spellings += [name[: after.start()], _OF_YEAR.sub("", short), short]
    if _WORKSHOP.search(text):  # "Workshop on Toys (CVPR)" is held at the conference, and is not it
        venues = [venue for venue in venues if venue.kind == "workshop" or any(map(_WORKSHOP.search, _names(venue)))]
    for spelling in filter(None, spellings):
        venue = parse_venue(spelling, venues)
        if venue and venue.note and not _is_echo(venue.note, venue.id, venues):
            return venue
        if venue:
            return replace(venue, year=venue.year or (int(years.pop()) if len(years) == 1 else None), note=None)
    return None


def _is_echo(note: str, venue_id: str, venues: Sequence[Venue]) -> bool:
    """Tell whether a note repeats the venue or its year: "Conference on X (CVPR 2022)", "(CVPR'22)", "CVPR, 2022"."""
    echo = parse_venue(_OF_YEAR.sub("", note), venues)
    return bool(echo and echo.id == venue_id) or re.fullmatch(_YEAR, note) is not None


def parse_venue(text: str, venues: Iterable[Venue]) -> VenueRef | None:
    """Return the venue that `text` names by name, short name or alias, or None.

    After the name may come a year, a volume and issue, and a note: `CVPR 2022`,
    `IEEE Transactions on X 34(4), online 2023`, `Y 2022 (with Z)`. The longest name wins.
    """
    text = squeeze(text)
    best: tuple[int, VenueRef] | None = None
    for venue in venues:
        for name in _names(venue):
            if _same(text[: len(name)]) != _same(name) or (best and best[0] >= len(name)):
                continue
            if details := _DETAILS.fullmatch(text, len(name)):
                best = len(name), _make_ref(venue, details)
    return best[1] if best else None


def suggest_venue(text: str, venues: Iterable[Venue]) -> str:
    """Return a hint for a text that names no venue."""
    name = re.sub(rf"\s{_YEAR}\b.*", "", squeeze(text))
    known = [spelling for venue in venues for spelling in _names(venue)]
    entry = f"- {{id: {slugify(name) or '...'}, name: {quoted(name)}, short: {quoted(name)}, kind: ...}}"
    add = f"add it to content/venues.yaml, as an alias of a venue, or as a new one: {entry}"
    guess = suggestion(name, known)
    return f"{guess} if not, {add}" if guess else add


def _same(name: str) -> str:
    """Return the form in which two spellings of a name are one: publishers set a dash where others type a hyphen."""
    return _DASH.sub("-", caseless(name))


def _names(venue: Venue) -> tuple[str, ...]:
    return venue.name, venue.short, *venue.aliases


def _make_ref(venue: Venue, details: re.Match[str]) -> VenueRef:
    own = {caseless(name) for name in _names(venue)}
    return VenueRef(
        venue.id,
        year=int(details["year"]) if details["year"] else None,
        volume=details["volume"],
        issue=details["issue"],
        # The short name after the name is no remark: "Conference on X (CX)".
        note=details["note"] or (details["remark"] if caseless(details["remark"] or "") not in own else None),
    )
