"""Which file holds what a browser needs of a paper to compare it and to keep it in a reading list.

An address or a browser's storage gives ids only, and no list of 100,000 ids can be loaded to
look them up in. So the file of a paper follows from its id: `data/shards/<number>-of-<count>.json`.
The theme's collect/papers.js computes the same.
"""

PAPERS_PER_SHARD = 25


def count_shards(papers: int) -> int:
    """Return the number of files: a power of two, so that a growing catalogue seldom deals its papers anew."""
    return 1 << max(0, -(-papers // PAPERS_PER_SHARD) - 1).bit_length()


def shard_number(paper_id: str, count: int) -> int:
    """Return which of `count` files has the paper: its id's FNV-1a hash of 32 bits, cut to size."""
    value = 0x811C9DC5
    for byte in paper_id.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % count


def shard_path(number: int, count: int) -> str:
    """Return the site path of a file. It names the count: files of two builds can never be taken for one another."""
    return f"/data/shards/{number}-of-{count}.json"
