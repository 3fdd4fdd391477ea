"""The kinds of values that fields hold: what each must look like, and how to say so in words."""

import re
import sys
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from papercatalog.text import is_device_name, split_name, squeeze
from papercatalog.urls import is_external_url

MAX_ID_LENGTH = 80
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DECIMAL_PATTERN = r"^[+-]?[0-9]+(,[0-9]{3})*(\.[0-9]+)?$"
# Year and month, then a number, of five digits since 2015; until March 2007, the name of an archive before them.
_MONTH = "(0[1-9]|1[0-2])"
ARXIV_PATTERN = (
    rf"^((0[7-9]|1[0-4]){_MONTH}\.[0-9]{{4}}|(1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}}"
    rf"|[a-z-]+(\.[A-Z]{{2}})?/(9[1-9]|0[0-7]){_MONTH}[0-9]{{3}})$"
)
_DOI_PATTERN = r"^10\.[0-9]{4,9}/[!-~]+$"
_ORCID_PATTERN = r"^([0-9]{4}-){3}[0-9]{3}[0-9X]$"
_YEAR_PATTERN = "[12][0-9]{3}"
_DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ANYTHING = r"\S"
_PERSON = "must be a name, {name, id}, {family, given} or {literal}"
# Nearly `is_external_url`, in the words of ECMAScript.
_URL_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[!$-.0-;=A-\[\]_a-z~]+([/?#][!#-;=?-\[\]_a-z~]*)?$"

JsonSchema = dict[str, Any]

EXPLANATIONS = {
    ID_PATTERN: "must be lower-case letters and digits, in words joined by hyphens",
    _DECIMAL_PATTERN: "must be a decimal number such as 99.63",
    ARXIV_PATTERN: "must be an arXiv identifier without version, year and month first, such as 1503.03832",
    _DOI_PATTERN: "must be a bare DOI, such as 10.1109/CVPR.2015.7298682",
    _ORCID_PATTERN: "must be an ORCID, such as 0000-0002-1825-0097",
    "VenueRef": "must be a mapping, such as {id: cvpr, year: 2015}",
    "Identifiers": 'must be a mapping, such as {arxiv: "1503.03832"}',
    "Link": 'must be a mapping, such as {kind: code, url: "https://example.org/"}',
    "DatasetUse": "must be a mapping, such as {id: imagenet, role: evaluated}",
    "Result": 'must be a mapping, such as {metric: accuracy, value: "99.63", quote: an accuracy of 99.63%}',
    "Related": "must be a mapping, such as {id: doe-2020-example, reason: It answers this paper}",
}
"""What each pattern of the schema, and each dataclass within another, demands, in words."""


class Strict:
    """What a dataclass of fields is made from: a field that it has not declared is an error, not passed over."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


def _url(value: str) -> str:
    if not value.isascii():
        raise ValueError("must be in ASCII, as browsers copy it: %C3%BC for ü in a path, xn--... for such a host")
    if not is_external_url(value):
        raise ValueError("must be an http or https address with a host, without user name, spaces or quotes")
    return value


def _year(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(_YEAR_PATTERN, value):
        return value
    raise ValueError("must be a year of four digits, such as 2021")


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(_DAY_PATTERN, value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"must be a day of the calendar ({error})") from None
    raise ValueError("must be a date such as 2026-11-21")


def parse_person(value: object) -> object:
    """Return the fields of a `Name`, which may be written as one text; what else they hold is checked elsewhere."""
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, dict):
        raise ValueError(_PERSON)
    if "name" in value:
        rest = {key: part for key, part in value.items() if key != "name"}
        if not isinstance(value["name"], str) or not value["name"].strip() or set(rest) - {"id"}:
            raise ValueError(_PERSON)
        family, given = split_name(value["name"])
        return {"family": family, "given": given, **rest}
    if sum(bool(str(value.get(key) or "").strip()) for key in ("family", "literal")) != 1:
        raise ValueError(_PERSON)
    return value


def find_id_fault(slug: str) -> str:
    """Return why the slug of a name is no id, as what is said of the name; empty if it is one."""
    if not slug:
        return "has no Latin letters to make a web address from"
    if len(slug) > MAX_ID_LENGTH:
        return f"makes a web address of {len(slug)} characters, more than the {MAX_ID_LENGTH} allowed"
    return f'makes the web address "{slug}", which is a device on Windows' if is_device_name(slug) else ""


def _text(pattern: str) -> JsonSchema:
    return {"type": "string", "pattern": pattern}


def _fields(required: str, optional: str = "") -> JsonSchema:
    line, id_ = _text(_ANYTHING), {**_text(ID_PATTERN), "maxLength": MAX_ID_LENGTH}
    properties = {name: line for name in (required, optional) if name} | {"id": id_}
    return {"type": "object", "properties": properties, "required": [required], "additionalProperties": False}


# What follows `WithJsonSchema` is for editors and other programs; the checks here are the other functions.
Orcid = Annotated[str, StringConstraints(pattern=_ORCID_PATTERN)]
Line = Annotated[str, AfterValidator(squeeze), StringConstraints(min_length=1), WithJsonSchema(_text(_ANYTHING))]
# Many papers refer to one record: each of its ids is the same text in memory.
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID_LENGTH), AfterValidator(sys.intern)]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema(_text(_URL_PATTERN))]
Year = Annotated[
    int,
    BeforeValidator(_year),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1000, "maximum": 2999}, _text(f"^{_YEAR_PATTERN}$")]}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({**_text(f"^{_DAY_PATTERN}$"), "format": "date"})]
Decimal = Annotated[str, StringConstraints(pattern=_DECIMAL_PATTERN)]
ArxivId = Annotated[str, StringConstraints(pattern=ARXIV_PATTERN)]
Doi = Annotated[str, StringConstraints(pattern=_DOI_PATTERN)]
PERSON_SCHEMA: JsonSchema = {
    "anyOf": [_text(_ANYTHING), _fields("name"), _fields("family", "given"), _fields("literal")]
}
"""Of what `parse_person` reads."""
