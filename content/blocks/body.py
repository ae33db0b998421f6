from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .facts import ContactBlock, SummaryListBlock, TableBlock
from .links import CardGroupBlock, DocumentBlock
from .media import PictureBlock, VideoBlock
from .prose import DetailsBlock, DoListBlock, DontListBlock, InsetTextBlock, QuoteBlock, RichTextBlock, WarningBlock

WORDS, FACTS, MEDIA = _("Words"), _("Facts and links"), _("Pictures and files")


class BodyBlock(blocks.StreamBlock):
    """What a page may be made of below its own fields."""

    rich_text = RichTextBlock(group=WORDS)
    inset_text = InsetTextBlock(group=WORDS)
    warning = WarningBlock(group=WORDS)
    details = DetailsBlock(group=WORDS)
    do_list = DoListBlock(group=WORDS)
    dont_list = DontListBlock(group=WORDS)
    quote = QuoteBlock(group=WORDS)
    summary_list = SummaryListBlock(group=FACTS)
    table = TableBlock(group=FACTS)
    card_group = CardGroupBlock(group=FACTS)
    contact = ContactBlock(group=FACTS)
    image = PictureBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    document = DocumentBlock(group=MEDIA)

    class Meta:
        icon = "doc-full"
        required = False
