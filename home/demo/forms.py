"""Feedback forms: their pages with questions, and when they are open."""

from uuid import uuid4

from feedback.models import FeedbackIndexPage, FeedbackPage, Survey
from home.demo import easy_read, reading
from home.demo.gatherings import date_of
from home.demo.topics import promise
from reviews.models import Topic

WORDS = ("slug", "title", "summary", "introduction", "who_sees", "who_pays", "what_happens_next", "support")
OPENS, CLOSES = "09:00", "17:00"
TARGETS = {312: 300, 214: 250, 98: 200, 52: 100, 15: 40, 0: 80}  # answers -> answers hoped for


def forms(home_page, lead):
    """Pages with their surveys, which `lead` looks after. Yields each new survey with its entry in the file."""
    index = FeedbackIndexPage.objects.child_of(home_page).get()
    for entry in reading.entries("forms"):
        if reading.known(FeedbackPage, entry["slug"]):
            continue
        page = FeedbackPage(**reading.pick(entry, *WORDS))
        page.questions = [_block(question) for question in entry["question"]]
        page.easy_read = easy_read.blocks(entry["slug"])
        reading.add(index, page)
        page.topics.set(Topic.objects.filter(slug__in=entry["topics"], alias_of=None))
        promise(page, entry["tell_by_days"])
        yield _survey(page, entry, lead), entry


def _survey(page, entry, lead):
    date = date_of(entry["event"]) if entry["event"] else None
    return Survey.objects.create(
        page=page,
        date=date,
        who_may_answer=Survey.WhoMayAnswer.ATTENDED if date else Survey.WhoMayAnswer.ANYONE,
        opens_at=reading.moment(entry["opens_days"], OPENS),
        closes_at=reading.moment(entry["closes_days"], CLOSES),
        anonymous=entry["anonymous"],
        target=TARGETS.get(entry["responses"]),
        safety_lead=lead,
        in_words=entry["officer_summary"],
        **reading.pick(entry, "asks_equality", "asks_research"),
    )


def _block(question):
    kind = question["type"]
    if kind == "section":
        return {"type": kind, "value": reading.pick(question, "title", "text", "conditions", "match")}
    if kind == "information":
        return {"type": kind, "value": {"title": question["title"], "text": f"<p>{question['text']}</p>"}}
    names = ("question", "hint", "short_name", "optional", "about_you", "scale", "unit", "minimum", "maximum")
    value = reading.pick(question, *names, "low_label", "high_label", "highest", "not_sure")
    if "rows" in question:
        value["rows"] = [_item({"text": text}) for text in question["rows"]]
    if "options" in question:
        value["options"] = [_item(_option(label, question)) for label in question["options"]]
    return {"type": kind, "value": value}


def _item(value):
    """One of a list, with an id that stays: Wagtail makes up another each time that it reads one without."""
    return {"type": "item", "id": str(uuid4()), "value": value}


def _option(label, question):
    alone = {"exclusive": label in question["exclusive"]} if question["type"] == "several_choices" else {}
    return {"label": label} | alone
