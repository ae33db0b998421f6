"""
Question sets: the questions of a page as they are asked, frozen, and their words in each language.

A page that asks has a StreamField `questions` of `content.blocks.QuestionsBlock`. Another question, option, type,
limit, short name, order or word makes a new set; other words of a translation or of another presentation
(`content.presentations`) make a new wording of it. Whether new words also changed the meaning is not known here: only
the officer who wrote them can say (`content.versions`).
"""

import hashlib
import json

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from content import presentations
from content.blocks.questions import definition_of, words_of
from content.models import QuestionSet
from content.presentations import STANDARD


def current(page):
    """
    The question set of a saved page, made when its questions were never asked before.

    Called at publishing and again on answering, with the page of any language: the questions are those of the page in
    the main language, the words of both are kept.
    """
    original = page.original
    speakers = [original] if page.pk == original.pk or page.alias_of_id else [original, page]
    definition = definition_of(original.questions)
    digest = digest_of(definition, words_of(original.questions))
    question_set = QuestionSet.objects.filter(page_id=original.pk, digest=digest, is_trial=False).first()
    if question_set and not any(_new_words(question_set, speaker) for speaker in speakers):
        return question_set
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=original.pk)  # one at a time: versions are numbered without a gap
        return _keep(original, definition, digest, speakers)


def _keep(original, definition, digest, speakers):
    last = QuestionSet.objects.filter(page_id=original.pk).aggregate(last=Max("version"))["last"] or 0
    question_set, _made = QuestionSet.objects.get_or_create(
        page_id=original.pk, digest=digest, defaults={"version": last + 1, "definition": definition}
    )
    if question_set.is_trial:
        question_set.is_trial, question_set.version = False, last + 1
        question_set.save(update_fields=["is_trial", "version"])
    for speaker in speakers:
        for presentation, words in _new_words(question_set, speaker):
            question_set.wordings.create(locale_id=speaker.locale_id, presentation=presentation, words=words)
    return question_set


def tried(page):
    """The set of a draft in the main language that somebody tries out: no version before the draft is published."""
    definition, words = definition_of(page.questions), words_of(page.questions)
    question_set, made = QuestionSet.objects.get_or_create(
        page_id=page.pk,
        digest=digest_of(definition, words),
        defaults={"version": 0, "definition": definition, "is_trial": True},
    )
    if made:
        question_set.wordings.create(locale_id=page.locale_id, presentation=STANDARD, words=words)
    return question_set


def _new_words(question_set, page):
    """Pairs of a presentation and words: what the page says now otherwise than the latest wording in its language."""
    wordings = question_set.wordings.filter(locale_id=page.locale_id)
    latest = {wording.presentation: wording.words for wording in reversed(wordings)}
    said = presentations.words_of(page)
    none = {presentation: {} for presentation in latest}  # a presentation that was taken away says nothing
    return [(each, words) for each, words in (none | said).items() if latest.get(each) != words]


def digest_of(definition, words):
    return hashlib.sha256(json.dumps([definition, words], sort_keys=True).encode()).hexdigest()


def words(question_set, language, presentation=STANDARD):
    """
    The latest words, `{key: text}` (see `content.questions.base`), in a language such as "cy" and a presentation.

    What is not said so is said in the standard words of that language, and what it lacks in the main language, which
    also decides what is known: other keys are left out.
    """
    spoken = {
        "locale__language_code__in": [language, settings.LANGUAGE_CODE],
        "presentation__in": [STANDARD, presentation],
    }
    wordings = question_set.wordings.filter(**spoken).select_related("locale")
    latest = {(each.locale.language_code, each.presentation): each.words for each in reversed(wordings)}
    return _falling_back(latest, language, presentation)


def words_of_drafts(pages, language, presentation=STANDARD):
    """The same of what pages say now, whether it was published or not; one of them is in the main language."""
    latest = {
        (page.locale.language_code, each): words
        for page in pages
        for each, words in presentations.words_of(page).items()
    }
    return _falling_back(latest, language, presentation)


def _falling_back(latest, language, presentation):
    main = settings.LANGUAGE_CODE
    here = language if (language, STANDARD) in latest else main
    known, own = latest.get((main, STANDARD), {}), latest.get((here, presentation), {})
    said = {key: latest.get((here, STANDARD), {}).get(key, text) for key, text in known.items()}
    return said | {key: text for key, text in own.items() if _is_known(key, known)}


def _is_known(key, known):
    return key in known or any(key.endswith(end) and key.removesuffix(end) in known for end in presentations.OWN)
