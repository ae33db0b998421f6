"""Easy Read of a form: its words from a file, its pictures drawn here."""

from home.demo import easy_pictures, reading


def blocks(form):
    """The raw value of the field `easy_read` of a form, by its slug; [] where the file says nothing of it."""
    return [_block(entry) for entry in reading.entries("easy_read") if entry["form"] == form]


def _block(entry):
    picture = {"image": easy_pictures.drawn(entry["picture"]).pk, "decorative": True, "alt_text": ""}
    value = reading.pick(entry, "about", "title", "question", "hint", "text") | {"picture": picture}
    if answers := entry.get("answers"):
        value["answers"] = [{"answer": answer, "text": text} for answer, text in answers.items()]
    return {"type": "page" if "title" in entry else "question", "value": value}
