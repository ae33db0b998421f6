"""Pictures and videos. Nothing is embedded from elsewhere: the files are documents of this site."""

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from content.models import CustomDocument, CustomImage

from .prose import PLAIN_FEATURES


class PictureValue(blocks.StructValue):
    @property
    def caption_and_credit(self):
        credit = self["image"].credit if self["image"] else ""
        return " ".join(filter(None, [self["caption"], credit and str(_("(picture: {})")).format(credit)]))


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/blocks/picture.html"
        value_class = PictureValue
        description = _("A picture, with what it shows in words for people who cannot see it.")

    def get_preview_value(self):
        return self.normalize({"image": CustomImage.objects.last(), "caption": "People talking at a forum meeting"})


class FileBlock(DocumentChooserBlock):
    """A document of certain types: `types` maps the ends of file names to media types."""

    def __init__(self, types, **kwargs):
        self.types = types
        super().__init__(**kwargs)

    def clean(self, value):
        document = super().clean(value)
        if document and document.file_extension.lower() not in self.types:
            names = " or ".join(end.upper() for end in self.types)
            raise ValidationError(format_lazy(_("Select a file of the type {names}."), names=names))
        return document

    def source(self, document):
        return {"src": document.url, "type": self.types.get(document.file_extension.lower(), "")}


VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


class VideoValue(blocks.StructValue):
    def players(self, name, title):
        """One player where there is a file, none where there is none."""
        block, file = self.block.child_blocks[name], self[name]
        return [{"title": title, "poster": self["poster"], "source": block.source(file)}] if file else []

    @property
    def spoken(self):
        return self.players("video", self["title"])

    @property
    def signed(self):
        return self.players("sign_language", str(_("{} in British Sign Language")).format(self["title"]))


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    video = FileBlock(VIDEO_TYPES, label=_("Video"), help_text=_("MP4 or WebM, from the documents of this site."))
    captions = FileBlock({"vtt": "text/vtt"}, label=_("Captions"), help_text=_("A VTT file: what is said and heard."))
    transcript = blocks.RichTextBlock(
        features=PLAIN_FEATURES, label=_("Transcript"), help_text=_("What is said, heard and shown.")
    )
    sign_language = FileBlock(VIDEO_TYPES, label=_("The same in British Sign Language"), required=False)
    poster = ImageChooserBlock(label=_("Picture before it plays"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "components/blocks/video.html"
        value_class = VideoValue
        description = _("A video with captions, a transcript and a version in sign language. It plays only when asked.")

    def get_preview_value(self):
        return self.normalize(
            {
                "title": "How a forum meeting works",
                "video": CustomDocument(pk=0, title="Meeting", file="meeting.mp4"),
                "captions": CustomDocument(pk=0, title="Captions", file="meeting.vtt"),
                "transcript": "<p>Welcome. I am Sam, and I chair this forum.</p>",
                "sign_language": CustomDocument(pk=0, title="Signed", file="signed.mp4"),
                "poster": None,
            }
        )
