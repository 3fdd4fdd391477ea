"""Addresses of licences that are known by their name."""

import re

_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-NC)?(?:-SA|-ND)?) ([1-4]\.0)", re.IGNORECASE)
_ADDRESSES = {
    "apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "mit": "https://opensource.org/license/mit",
}


def licence_url(licence: str | None) -> str | None:
    """Return the address of a licence; None where the text says more or less than the name of one."""
    found = _CREATIVE_COMMONS.fullmatch(licence or "")
    if found:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return _ADDRESSES.get((licence or "").lower())
