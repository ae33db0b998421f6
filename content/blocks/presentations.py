"""
The questions of a page said in other ways: Easy Read, and clips in sign language.

A block says by name which question or page it is about, so that it survives when questions are moved or translated.
`content.presentations` finds what is meant.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from content.questions.conditions import FilledBlock

from .media import VIDEO_TYPES, FileBlock

PICTURE = _("It stands beside the sentence. Say that it is decoration where the sentence says the same.")


def about_question():
    return blocks.CharBlock(
        label=_("Short name of the question"),
        max_length=60,
        help_text=_(
            "Of what is asked next of an answer too, such as place_3_text, and of a statement, such as care_2."
        ),
    )


def about_page():
    return blocks.CharBlock(
        label=_("Title of the section or information page"), max_length=80, help_text=_("Or its number among them.")
    )


class EasyAnswerBlock(FilledBlock):
    answer = blocks.CharBlock(
        label=_("Answer"), max_length=200, help_text=_("In its standard words, or its number in the list.")
    )
    text = blocks.CharBlock(label=_("The same in Easy Read"), max_length=150)

    class Meta:
        icon = "list-ul"
        label = _("Answer in Easy Read")
        label_format = "{text}"


class EasyQuestionBlock(FilledBlock):
    about = about_question()
    question = blocks.CharBlock(label=_("The question in one short sentence"), max_length=200)
    picture = ImageBlock(label=_("Picture"), required=False, help_text=PICTURE)
    hint = blocks.TextBlock(
        label=_("Hint"), required=False, max_length=300, rows=2, help_text=_("Empty: the standard hint.")
    )
    answers = blocks.ListBlock(EasyAnswerBlock(), label=_("Answers in other words"), default=[], max_num=30)

    class Meta:
        icon = "help"
        label = _("Question in Easy Read")
        label_format = "{about}: {question}"


class EasyPageBlock(FilledBlock):
    about = about_page()
    title = blocks.CharBlock(label=_("Its title in Easy Read"), max_length=65)
    picture = ImageBlock(label=_("Picture"), required=False, help_text=PICTURE)
    text = blocks.TextBlock(
        label=_("Its text in short sentences"),
        required=False,
        max_length=2000,
        rows=4,
        help_text=_("Empty: the standard text."),
    )

    class Meta:
        icon = "h2"
        label = _("Section or information page in Easy Read")
        label_format = "{about}: {title}"


class SignedQuestionBlock(FilledBlock):
    about = about_question()
    clip = FileBlock(VIDEO_TYPES, label=_("Clip"), help_text=_("MP4 or WebM. It signs the question and its answers."))

    class Meta:
        icon = "media"
        label = _("Question in sign language")
        label_format = "{about}"


class SignedPageBlock(FilledBlock):
    about = about_page()
    clip = FileBlock(VIDEO_TYPES, label=_("Clip"), help_text=_("MP4 or WebM. It signs the title and the text."))

    class Meta:
        icon = "media"
        label = _("Section or information page in sign language")
        label_format = "{about}"


class PresentationBlock(blocks.StreamBlock):
    class Meta:
        required = False
        collapsed = True


class EasyReadBlock(PresentationBlock):
    question = EasyQuestionBlock()
    page = EasyPageBlock()


class SignedBlock(PresentationBlock):
    question = SignedQuestionBlock()
    page = SignedPageBlock()
