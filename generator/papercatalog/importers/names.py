"""Names of people as sources write them <-> as front matter writes them."""

import hashlib
from collections.abc import Mapping

from papercatalog.model import Name
from papercatalog.text import fold, slugify, split_name, squeeze


def written_name(text: str) -> Name:
    """Return the name that a person writes as "Ann van der Lee", "van der Lee, Ann" or "{A Group}"."""
    text = squeeze(text)
    if text.startswith("{") and text.endswith("}"):
        return Name(literal=text[1:-1].strip())
    return inverted_name(text) if "," in text else Name(*split_name(text))


def inverted_name(text: str) -> Name:
    """Return the name that is printed as "van der Lee, Ann" or "Lee, Jr., Ann"; without a comma it is a group's."""
    parts = [squeeze(part) for part in text.split(",")]
    if len(parts) == 1:
        return Name(literal=parts[0])
    suffix = parts[1] if len(parts) > 2 else ""
    return make_name(f"{parts[0]} {suffix}", parts[-1])


def make_name(family: str, given: str) -> Name:
    """Return a name of these parts; what has no family name cannot be turned round."""
    family, given = squeeze(family), squeeze(given)
    return Name(family, given) if family else Name(literal=given)


def name_field(name: Name) -> str | Mapping[str, str]:
    """Return what stands for `name` in front matter: the plain name wherever that is read as it is meant."""
    id_ = name.id or ("" if slugify(str(name)) else _placeholder_id(name))
    if not id_ and not name.literal and split_name(str(name)) == (name.family, name.given):
        return str(name)
    parts = {"family": name.family, "given": name.given, "literal": name.literal, "id": id_}
    return {key: text for key, text in parts.items() if text}


def _placeholder_id(name: Name) -> str:
    """Return an id for a name without Latin letters, which only a curator can spell in ASCII."""
    return f"author-{hashlib.sha256(fold(str(name)).encode()).hexdigest()[:8]}"
