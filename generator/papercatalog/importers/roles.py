"""What a paper does with a dataset, as far as its words say so.

A few plain patterns, each one certain. Everything else is "mentioned": a missing role costs a
curator a look, a wrong one costs readers their trust.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from papercatalog.model import DatasetRole

Stretch = tuple[int, int]

# Between two datasets of one list: "A, B and C", "A/B", "A (99.7%), B", "A dataset and the B benchmark".
_SEPARATOR = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:(?:datasets?|benchmarks?|databases?)\s)?"
    r"(?:[/(]|,?\s?(?:and|or|as well as)\s|,\s|&\s)(?:both\s)?(?:the\s)?"
)

_CREATE = (
    r"(?:introduc|present|propos|collect|releas|construct|build|built|publish|provid|curat|contribut|creat|develop|annotat)"
    r"(?:e|es|ed|ing|s)?"
)
_A_DATASET = r"(?:datasets?|benchmarks?|databases?|corpus|suite|collection)"
_CALLED = r"(?:called|named|termed|dubbed|coined)\s(?:as\s)?"
# "We present results on the dataset X" makes nothing new: no preposition may stand before the new thing.
_NEW_THING = rf"(?:(?!(?:on|of|from|using|with|over|across|against|in|for|than|by|to)\s)\S+\s){{0,12}}?{_A_DATASET}"
_INTRODUCED = re.compile(
    rf"""
    \b [Ww]e\s (?:\w+\s){{0,2}} {_CREATE} (?:,\s[^,.;]*,)? \s
      (?: (?:(?:the|a|an|our|new|novel)\s)*                        # we introduce (the) X
        | {_NEW_THING} ,?\s (?:{_CALLED})?                         # we build a dataset (named) X
        | {_NEW_THING} (?:\sof\s[^.,;()]{{1,60}})? \s\(             # we built a dataset of images (X)
      ) $
    | \b (?:[Tt]he\sresulting|[Oo]ur)\s (?:[\w-]+\s){{0,4}}? {_A_DATASET} ,?\s {_CALLED} $
    | \b newly\s (?:introduced|proposed|collected|created)\s $
    | \b (?:the\screation\sof | by\s(?:constructing|creating|introducing))\s (?:the\s)? $
    """,
    re.VERBOSE,
)
# "We provide ImageNet results" makes no ImageNet: the name must be all there is.
_NAME_ENDS = re.compile(
    r"$|[,.;:)]|\s\(|\s(?:datasets?|benchmarks?|databases?|corpus|to|which|that|as|containing|consist\w+|compris\w+|based)\b"
)
_IS_A_DATASET = re.compile(r":\s(?:An?|The|an?|the)\s(?:[\w-]+\s){0,5}?(?i:datasets?|benchmarks?|databases?)\b")

# The nearest of these before "on X" tells what happens there.
_VERBS = re.compile(
    r"""
      (?P<trained> \b (?:pre-?)?train(?:ed|ing|s)?\b | \bfine-?tun(?:e|ed|ing)\b | \bpre-?trains?\b )
    | (?P<evaluated> \b (?: [Ee]xperiment(?:s|al)? | [Ee]valuat\w+ | [Vv]alidat\w+ | results? | accurac(?:y|ies)
        | performance | outperform\w* | improve\w* | achiev\w+ | state[ -]of[ -]the[ -]art | [Tt]est(?:s|ed|ing)?
        | error | scores? | mAP | AP | mIoU | AUC | FID | MPJPE | VIM
        | generalization | superiority | [Bb]enchmark(?:s|ed|ing)? | [Cc]omparisons? | demonstrate\w*) \b | % )
    | (?P<neither> \b (?: based | built | builds? | rel(?:y|ies) | focus\w* | conditioned | annotations? | depends?
        | effects? | analys[ie]s ) \b )
    """,
    re.VERBOSE,
)
_ON = re.compile(
    r"""
    \b (?P<preposition> [Oo]n | with | using )\s
    (?: (?:both\s|all\s|our\s)? (?:the\s)?                       # on the (widely used) X
        (?:(?!(?:from|such|like|than|of|in|with|to|for|by|over)\s)[a-z]+-?[a-z]*\s){0,4}?
      | (?:[\w-]+\s){0,8}? (?:datasets?|benchmarks?|databases?)    # on three datasets (X
        \s? (?: \( | ,?\s?(?:i\.e\.|namely|such\sas|including),?\s | [,:]\s )
    ) $
    """,
    re.VERBOSE,
)
_WON = re.compile(r"\b(?:won|wins?|secur\w+|rank\w*|took|takes)\b[^.;]*\bplace (?:in|at|on) the (?:[\w.]+ ){0,3}$")
_EXPERIMENTS_FROM = re.compile(r"\b[Ee]xperiments (?:from|with) (?:the )?$")
_SENTENCE_END = re.compile(r"[.?!]\s+(?=[A-Z\"“(])")
_REACH = 600
"""Characters of a sentence that are looked at: a bound for texts that have no sentences."""
_NOT_AN_END = re.compile(r"\b(?:i\.e|e\.g|vs|cf|al|etc)$")


def find_roles(text: str, mentions: Sequence[Stretch], *, is_title: bool) -> list[DatasetRole]:
    """Return the role that the words around each of the `mentions` of datasets in `text` show."""
    starts = [0, *_later_sentences(text)]
    roles: list[DatasetRole] = []
    first = 0
    for position, (start, end) in enumerate(mentions):
        # Words before a list of datasets hold for each of its members.
        if position and not _SEPARATOR.fullmatch(text, mentions[position - 1][1], start):
            first = position
        roles.append(
            _role_in_title(text, start, end) if is_title else _find_role(text, starts, mentions[first], (start, end))
        )
    return roles


def _role_in_title(text: str, start: int, end: int) -> DatasetRole:
    return "introduced" if start == 0 and _IS_A_DATASET.match(text, end) else "mentioned"


def _find_role(text: str, starts: Sequence[int], first: Stretch, mention: Stretch) -> DatasetRole:
    """Return the role of a `mention` in the list of datasets that begins with `first`."""
    start, end = mention
    if _INTRODUCED.search(_sentence_before(text, starts, start)) and _NAME_ENDS.match(text, end):
        return "introduced"
    sentence_end = _SENTENCE_END.search(text, end, end + _REACH)
    after = text[end : sentence_end.start() if sentence_end else end + _REACH]
    return _role_on(_sentence_before(text, starts, first[0]), after)


def _sentence_before(text: str, starts: Sequence[int], position: int) -> str:
    sentence_start = starts[bisect_right(starts, position) - 1]
    return text[max(sentence_start, position - _REACH) : position]


def _role_on(before: str, after: str) -> DatasetRole:
    if _EXPERIMENTS_FROM.search(before) or _WON.search(before):
        return "evaluated"
    on = _ON.search(before)
    if not on:
        return "mentioned"
    verbs = list(_VERBS.finditer(before, 0, on.start()))
    kind = verbs[-1].lastgroup if verbs else None
    if on["preposition"] in ("with", "using"):
        return "trained" if kind == "trained" else "mentioned"
    if re.match(r"[ -]test\b", after):
        return "evaluated"
    if not verbs and on.start() == 0 and (verb := _VERBS.search(after)):  # "On X, our method achieves ..."
        kind = verb.lastgroup
    return "trained" if kind == "trained" else "evaluated" if kind == "evaluated" else "mentioned"


def _later_sentences(text: str) -> Iterator[int]:
    """Yield where sentences begin, except the first."""
    for match in _SENTENCE_END.finditer(text):
        if not _NOT_AN_END.search(text, max(match.start() - 5, 0), match.start()):
            yield match.end()
