"""Pictures of Easy Read and clips in sign language, which stand beside the words of a question or a section."""

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from content.blocks.media import VIDEO_TYPES, FileBlock
from content.models import CustomDocument, CustomImage

SIZE = "width-320|format-webp"  # as in forms/beside.html


class Beside:
    """What stands beside the words of one page, which `content.question_sets.words` gives. `ids` are those on it."""

    def __init__(self, words, ids):
        self.words, self.ids = words, ids

    def html(self, id):
        """The picture and the clip of a question or section; "" where it has none, and where their files are gone."""
        picture, clip = (self.words.get(f"{id}.{end}") for end in ("picture", "clip"))
        if not picture and not clip:
            return ""
        shown = {"picture": self._pictures.get(picture), "alt": self.words.get(f"{id}.picture.alt", "")}
        return render_to_string("forms/beside.html", shown | {"player": self._player(id, clip)})

    def _player(self, id, clip):
        if (document := self._clips.get(clip)) is None:
            return None
        title = _("“%(words)s” in sign language") % {"words": self.words.get(id, "")}
        return {"title": title, "poster": None, "source": FileBlock(VIDEO_TYPES).source(document)}

    @cached_property
    def _pictures(self):
        pictures = CustomImage.objects.filter(pk__in=self._numbers("picture")).prefetch_renditions(SIZE)
        return {str(picture.pk): picture for picture in pictures}

    @cached_property
    def _clips(self):
        return {str(clip.pk): clip for clip in CustomDocument.objects.filter(pk__in=self._numbers("clip"))}

    def _numbers(self, end):
        return [number for id in self.ids if (number := self.words.get(f"{id}.{end}"))]
