"""A summary as files to take away: the protected tables of a release, and nothing else that was counted."""

from django.utils import timezone
from django.utils.translation import gettext as _

from content.spreadsheets import csv_response, xlsx_response
from feedback.disclosure import MARK

HEADER = ["form", "made", "rules", "short_name", "question", "code", "answer", "people", "percent", "answered", "note"]


def as_csv(summary):
    return csv_response(_name(summary), HEADER, rows(summary))


def as_xlsx(summary):
    sheets = [
        ("Read me", [_("What"), _("More")], _notes(summary)),
        ("Tables", HEADER, rows(summary)),
        ("Comments", [_("question"), _("comment"), _("channel")], _comments(summary)),
        ("Themes", [_("theme"), _("what people said"), _("what was done"), _("decision")], _themes(summary)),
    ]
    return xlsx_response(_name(summary), sheets)


def _name(summary):
    return f"summary-{summary.survey.page.slug}-{timezone.localdate(summary.release.made_at)}"


def rows(summary):
    """One row for each answer of each question; a table that is not shown has one row that says so."""
    release = summary.release
    known = [summary.survey.page.title, str(timezone.localdate(release.made_at)), release.profile]
    for table in summary.tables:
        about = [*known, table.short_name, table.title]
        if not table.lines:
            yield [*about, "", "", "", "", "", table.sentences[0]]
            continue
        for line in table.lines:
            yield [*about, line.code, line.label, _or_mark(line.count), _or_mark(line.percent), table.answered, ""]
        yield [*about, "", _("No answer"), _or_mark(table.missing), "", table.answered, ""]


def _or_mark(number):
    return MARK if number is None else number


def _notes(summary):
    release = summary.release
    return [
        [_("Form"), summary.survey.page.title],
        [_("People who answered"), _("About %s") % release.base],
        [_("Made"), str(timezone.localdate(release.made_at))],
        [_("Why it was made"), release.get_why_display()],
        [_("Summary"), release.public_id],
        [_("Rules"), release.get_profile_display()],
        [_("Hidden numbers"), str(summary.footnote)],
        [_("Rounding"), _("Every number is rounded by itself, so rows need not add up to a total.")],
        [_("Percentages"), _("They are worked out from the rounded numbers, of those who answered the question.")],
        [_("Who answered"), _("People chose to answer. They are not a random sample, and may differ from others.")],
        [_("Said at the meeting"), _("Notes of what was said, without names. They are not people and in no number.")],
        [_("Later answers"), _("Answers that came after this summary was made are not in it.")],
    ]


def _comments(summary):
    return [[question, text, str(channel)] for channel, question, text in summary.comments.by_channel]


def _themes(summary):
    for theme in summary.themes:
        outcomes = theme.outcomes.all()
        for outcome in outcomes:
            yield [str(theme.name), str(theme.description), str(outcome.we_did), outcome.get_decision_display()]
        if not outcomes:
            yield [str(theme.name), str(theme.description), "", ""]
