"""Finding pages by words, whole or begun."""

LONGEST = 100  # characters that are looked at


def found(pages, words):
    """
    The pages of a queryset that hold the words, the best first; after them those in which a word begins so.

    Quotes are left out: SQLite's search takes them for its own.
    """
    words = words.replace("\0", " ").replace('"', " ")[:LONGEST].strip()
    if not words:
        return []
    return list(dict.fromkeys([*pages.search(words), *pages.autocomplete(words)]))
