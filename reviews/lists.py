"""The choice lists of a review: programmes, statuses and milestones, each with its source."""

from django.utils.translation import gettext_lazy as _

from content.choicelists import ChoiceList

TECHNOLOGY_PROGRAMMES = ChoiceList(
    ("early_use", _("NICE HealthTech: early use")),
    ("routine_use", _("NICE HealthTech: routine use")),
    ("existing_use", _("NICE HealthTech: existing use")),
    ("national_programme", _("National programme")),
    ("local_evaluation", _("Local evaluation")),
    source="NICE HealthTech manual PMG48; the last two are our own",
)
PATHWAY_PROGRAMMES = ChoiceList(
    ("local_redesign", _("Local redesign")),
    ("regional_redesign", _("Regional redesign")),
    ("national_programme", _("National programme")),
    source="our own",
)
TECHNOLOGY_STATUSES = ChoiceList(
    ("proposed", _("Proposed")),
    ("topic_selection", _("Topic selection")),
    ("awaiting_development", _("Waiting to start")),
    ("scoping", _("Deciding what to look at")),
    ("draft_scope_consultation", _("Consultation on what to look at")),
    ("in_development", _("Looking at the evidence")),
    ("committee", _("With the committee")),
    ("draft_guidance_consultation", _("Consultation on draft advice")),
    ("final_draft", _("Final draft")),
    ("published", _("Published")),
    ("evidence_generation", _("In use while evidence is gathered")),
    ("review_update", _("Being reviewed again")),
    ("paused", _("Paused")),
    ("discontinued", _("Stopped")),
    source="after the status words of NICE's project pages",
)
PATHWAY_STATUSES = ChoiceList(
    ("idea", _("The case for change")),
    ("discover", _("Listening")),
    ("define", _("Agreeing the problem")),
    ("develop_options", _("Working out options")),
    ("appraise_options", _("Comparing options")),
    ("pre_consultation_assurance", _("Checks before consultation")),
    ("public_consultation", _("Public consultation")),
    ("decision", _("Decision")),
    ("deliver", _("Making the change")),
    ("evaluate", _("Checking that it works")),
    ("paused", _("Paused")),
    ("closed", _("Finished")),
    source="after NHS England's guidance on planning, assuring and delivering service change",
)
TECHNOLOGY_MILESTONES = ChoiceList(
    ("draft_scope_consultation", _("Draft scope consultation")),
    ("scoping_workshop", _("Scoping workshop")),
    ("scope_published", _("Scope published")),
    ("committee_recruitment", _("Committee members recruited")),
    ("topic_engagement", _("Topic engagement")),
    ("committee_meeting", _("Committee meeting")),
    ("draft_guidance_consultation", _("Draft guidance consultation")),
    ("expected_publication", _("Expected publication")),
    ("evidence_review", _("Evidence review")),
    source="the provisional schedules of NICE's project pages",
)
PATHWAY_MILESTONES = ChoiceList(
    ("case_for_change", _("Case for change published")),
    ("listening_event", _("Listening event")),
    ("options_workshop", _("Options workshop")),
    ("options_appraisal", _("Options compared")),
    ("assurance_checkpoint", _("Assurance checkpoint")),
    ("public_consultation", _("Public consultation")),
    ("decision_meeting", _("Decision meeting")),
    ("go_live", _("Change starts")),
    ("evaluation_report", _("Evaluation report")),
    source="after NHS England's guidance on planning, assuring and delivering service change",
)
# Work has ended or rests: nothing more is asked for.
ENDED = frozenset({"published", "discontinued", "closed"})
RESTING = frozenset({"paused"})


def is_ongoing(status):
    """Whether work goes on, so that people may still be asked."""
    return status not in ENDED | RESTING


def tag_class(status):
    """How the tag of a status looks: work goes on, rests or has ended. The tag's text says it as well."""
    if status in ENDED:
        return "nhsuk-tag--grey"
    return "nhsuk-tag--yellow" if status in RESTING else "nhsuk-tag--green"


def _joined(first, second):
    return [*first(), *[pair for pair in second() if pair[0] not in first]]


def statuses():
    return _joined(TECHNOLOGY_STATUSES, PATHWAY_STATUSES)


def milestones():
    return _joined(TECHNOLOGY_MILESTONES, PATHWAY_MILESTONES)


def programmes():
    return _joined(TECHNOLOGY_PROGRAMMES, PATHWAY_PROGRAMMES)


def status_label(code):
    """The label of a technology's or a pathway's status."""
    return (TECHNOLOGY_STATUSES if code in TECHNOLOGY_STATUSES else PATHWAY_STATUSES).label(code)


def milestone_label(code):
    return (TECHNOLOGY_MILESTONES if code in TECHNOLOGY_MILESTONES else PATHWAY_MILESTONES).label(code)
