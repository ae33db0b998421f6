"""
Question sets: the questions of a page as they are asked, frozen, and their words in each language.

A page that asks has a StreamField `questions` of `content.blocks.QuestionsBlock`. Another question, option, type,
limit, short name or order makes a new set; other words for the same ids make a new wording of it. Whether new words
also changed the meaning is not known here: only the officer who wrote them can say.
"""

import hashlib
import json

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from content.blocks.questions import definition_of, words_of
from content.models import QuestionSet, QuestionWording

STANDARD = QuestionWording.Presentation.STANDARD


def current(page):
    """
    The question set of a saved page, made when its questions were never asked before.

    Called at publishing and again on answering, with the page of any language: the questions are those of the page in
    the main language, the words of both are kept.
    """
    original = page.original
    speakers = [original] if page.pk == original.pk or page.alias_of_id else [original, page]
    definition = definition_of(original.questions)
    digest = _digest(definition)
    question_set = QuestionSet.objects.filter(page_id=original.pk, digest=digest).first()
    if question_set and all(_has_words(question_set, speaker) for speaker in speakers):
        return question_set
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=original.pk)  # one at a time: versions are numbered without a gap
        return _keep(original, definition, digest, speakers)


def _keep(original, definition, digest, speakers):
    last = QuestionSet.objects.filter(page_id=original.pk).aggregate(last=Max("version"))["last"] or 0
    question_set, _made = QuestionSet.objects.get_or_create(
        page_id=original.pk, digest=digest, defaults={"version": last + 1, "definition": definition}
    )
    for speaker in speakers:
        if not _has_words(question_set, speaker):
            question_set.wordings.create(
                locale_id=speaker.locale_id, presentation=STANDARD, words=words_of(speaker.questions)
            )
    return question_set


def _has_words(question_set, page):
    """Whether the latest wording in the page's language is what the page says now."""
    latest = question_set.wordings.filter(locale_id=page.locale_id, presentation=STANDARD).first()
    return latest is not None and latest.words == words_of(page.questions)


def _digest(definition):
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def words(question_set, language):
    """
    The latest words, `{key: text}` (see `content.questions.base`), in a language such as "cy".

    What that language lacks is said in the main language; keys that the main language does not know are left out.
    """
    wordings = question_set.wordings.filter(
        locale__language_code__in=[language, settings.LANGUAGE_CODE], presentation=STANDARD
    ).select_related("locale")
    latest = {wording.locale.language_code: wording.words for wording in reversed(wordings)}
    wanted = latest.get(language, {})
    return {key: wanted.get(key, text) for key, text in latest.get(settings.LANGUAGE_CODE, {}).items()}
