"""The standard answers to the equality questions, in their order, each list with its source."""

from django.utils.translation import gettext_lazy as _

from content.choicelists import ChoiceList

DESIGN_SYSTEM = "GOV.UK Design System, equality information, 2026-08-06"
ETHNIC_GROUPS = "GOV.UK, list of ethnic groups, annex C, 2025-03-18"

YES_NO = ChoiceList(("yes", _("Yes")), ("no", _("No")), source=DESIGN_SYSTEM)
AGE = ChoiceList(
    ("under_16", _("Under 16")),
    ("16_17", _("16 or 17")),
    ("18_24", _("18 to 24")),
    ("25_34", _("25 to 34")),
    ("35_44", _("35 to 44")),
    ("45_54", _("45 to 54")),
    ("55_64", _("55 to 64")),
    ("65_74", _("65 to 74")),
    ("75_84", _("75 to 84")),
    ("85", _("85 or over")),
    source="Bands of this site; the limit of 16 is that of the questions for people of 16 or over",
)
SEX = ChoiceList(("female", _("Female")), ("male", _("Male")), source=DESIGN_SYSTEM)
ORIENTATION = ChoiceList(
    ("heterosexual", _("Heterosexual or straight")),
    ("gay_lesbian", _("Gay or lesbian")),
    ("bisexual", _("Bisexual")),
    ("other", _("Other")),
    source=DESIGN_SYSTEM,
)
LIMITED = ChoiceList(
    ("a_lot", _("Yes, a lot")),
    ("a_little", _("Yes, a little")),
    ("not_at_all", _("Not at all")),
    source="Government Statistical Service, measuring disability for the Equality Act 2010",
)
AREAS = ChoiceList(
    ("vision", _("Vision")),
    ("hearing", _("Hearing")),
    ("mobility", _("Mobility")),
    ("dexterity", _("Dexterity: lifting or holding things, or using a keyboard")),
    ("learning", _("Learning, understanding or concentrating")),
    ("memory", _("Memory")),
    ("mental_health", _("Mental health")),
    ("stamina", _("Stamina, breathing or fatigue")),
    ("social", _("Social or behavioural, such as with autism or attention deficit")),
    ("other", _("Other")),
    ("none", _("None of these")),
    source="Government Statistical Service, impairment harmonised standard",
)
ETHNIC_GROUP = ChoiceList(
    ("white", _("White")),
    ("mixed", _("Mixed or Multiple ethnic groups")),
    ("asian", _("Asian or Asian British")),
    ("black", _("Black, Black British, Caribbean or African")),
    ("other", _("Other ethnic group")),
    source=ETHNIC_GROUPS,
)
BACKGROUNDS = {
    "white": ChoiceList(
        ("british", _("English, Welsh, Scottish, Northern Irish or British")),
        ("irish", _("Irish")),
        ("traveller", _("Gypsy or Irish Traveller")),
        ("roma", _("Roma")),
        ("other", _("Any other White background")),
        source=ETHNIC_GROUPS,
    ),
    "mixed": ChoiceList(
        ("white_caribbean", _("White and Black Caribbean")),
        ("white_african", _("White and Black African")),
        ("white_asian", _("White and Asian")),
        ("other", _("Any other Mixed or Multiple ethnic background")),
        source=ETHNIC_GROUPS,
    ),
    "asian": ChoiceList(
        ("indian", _("Indian")),
        ("pakistani", _("Pakistani")),
        ("bangladeshi", _("Bangladeshi")),
        ("chinese", _("Chinese")),
        ("other", _("Any other Asian background")),
        source=ETHNIC_GROUPS,
    ),
    "black": ChoiceList(
        ("caribbean", _("Caribbean")),
        ("african", _("African")),
        ("other", _("Any other Black, Black British or Caribbean background")),
        source=ETHNIC_GROUPS,
    ),
    "other": ChoiceList(("arab", _("Arab")), ("other", _("Any other ethnic group")), source=ETHNIC_GROUPS),
}
RELIGION = ChoiceList(
    ("none", _("No religion")),
    ("christian", _("Christian, including Church of England, Catholic, Protestant and all other denominations")),
    ("buddhist", _("Buddhist")),
    ("hindu", _("Hindu")),
    ("jewish", _("Jewish")),
    ("muslim", _("Muslim")),
    ("sikh", _("Sikh")),
    ("other", _("Any other religion")),
    source=DESIGN_SYSTEM,
)
PARTNERSHIP = ChoiceList(
    ("never", _("Never married and never registered in a civil partnership")),
    ("married", _("Married")),
    ("partnership", _("In a registered civil partnership")),
    ("separated", _("Separated, but still legally married")),
    ("separated_partnership", _("Separated, but still legally in a civil partnership")),
    ("divorced", _("Divorced")),
    ("dissolved", _("Formerly in a civil partnership which is now legally dissolved")),
    ("widowed", _("Widowed")),
    ("surviving", _("Surviving partner from a registered civil partnership")),
    source=DESIGN_SYSTEM,
)
CARE = ChoiceList(
    ("no", _("No")),
    ("9", _("Yes, 9 hours a week or less")),
    ("10_19", _("Yes, 10 to 19 hours a week")),
    ("20_34", _("Yes, 20 to 34 hours a week")),
    ("35_49", _("Yes, 35 to 49 hours a week")),
    ("50", _("Yes, 50 or more hours a week")),
    source="Office for National Statistics, Census 2021 dictionary, provision of unpaid care",
)
