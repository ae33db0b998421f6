"""Technologies and care pathways under review, with all that hangs on them."""

from home.demo import pictures, reading
from reviews.models import (
    CarePathwayPage,
    Milestone,
    Outcome,
    Promise,
    ReviewIndexPage,
    TechnologyPage,
    Topic,
    TopicPartner,
    TopicStatus,
)

WORDS = (
    *("slug", "title", "summary", "programme", "what_it_is", "who_it_is_for", "what_is_being_decided"),
    *("what_can_change", "what_cannot_change", "who_decides", "who_pays", "who_sees"),
    *("contact_name", "contact_telephone", "contact_email", "contact_other"),
    *("how_it_works", "maker", "evidence", "regulatory"),  # of a technology
)
PICTURES = {"tests-closer-to-home": pictures.towns}


def topics(home_page):
    index = ReviewIndexPage.objects.child_of(home_page).get()
    for entry in sorted(reading.entries("topics"), key=lambda entry: entry["status"][0]["since_days"]):
        if not reading.known(Topic, entry["slug"]):
            _facts(_page(index, entry), entry)
    for entry in reading.entries("topics"):
        _relate(entry)


def _page(index, entry):
    model = TechnologyPage if entry["kind"] == "technology" else CarePathwayPage
    page = model(places=", ".join(entry["places"]), **reading.pick(entry, *WORDS))
    page.body = _picture(entry) + reading.body(entry.get("body", []))
    page.partners = [TopicPartner(sort_order=order, **partner) for order, partner in enumerate(entry["partner"])]
    for name in ("steps_today", "steps_proposed"):
        if name in entry:
            setattr(page, name, [{"type": "step", "value": {"change": "same"} | step} for step in entry[name]])
    reading.add(index, page)
    page.areas.add(*entry["areas"])
    page.conditions.add(*entry["conditions"])
    page.save_revision().publish()
    return page


def _picture(entry):
    if entry["slug"] not in PICTURES:
        return []
    image = PICTURES[entry["slug"]]()
    value = {"image": image.pk, "decorative": False, "alt_text": image.description}
    return [{"type": "image", "value": {"image": value, "caption": ""}}]


def _facts(page, entry):
    for step in entry["status"]:
        since, reason = reading.day(step["since_days"]), step.get("reason", "")
        TopicStatus.objects.create(topic=page, status=step["status"], since=since, reason=reason)
    for milestone in entry["milestone"]:
        starts, ends = milestone["starts_days"], milestone.get("ends_days", milestone["starts_days"])
        words = reading.pick(milestone, "kind", "title", "provisional")
        Milestone.objects.create(topic=page, starts_on=reading.day(starts), ends_on=reading.day(ends), **words)
    for outcome in entry.get("outcome", []):
        decided = reading.day(outcome["decided_days"])
        words = reading.pick(outcome, "you_said", "we_did", "decision", "reason")
        Outcome.objects.create(topic=page, decided_on=decided, published_on=decided, **words)
    if "tell_by_days" in entry:
        promise(page, entry["tell_by_days"])


def promise(page, days):
    """ "We will tell you by": a day that has passed was kept on that day."""
    by = reading.day(days)
    Promise.objects.create(page=page, by=by, kept_on=by if days <= 0 else None)


def _relate(entry):
    page = reading.known(Topic, entry["slug"]).specific
    related = Topic.objects.filter(slug__in=entry.get("related", []))
    if set(page.related_topics.all()) != set(related):
        page.related_topics.set(related)
        page.save_revision().publish()
