"""
`{% piece manage _("The link to change or cancel") required %}...{% endpiece %}` in the template of a message.

A piece is what officers cannot write themselves, since it depends on who reads it. In their own words they say where it
stands, as `{manage}`. One that is `required` they must not leave out.
"""

from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class Piece:
    name: str
    label: str  # what it is, for officers
    required: bool = False


class PieceNode(template.Node):
    def __init__(self, name, label, required, nodelist):
        self.name, self.label, self.required, self.nodelist = name, label, required, nodelist

    def render(self, context):
        """What the piece says, also kept in `pieces`; in an `outline` only its name, as officers write it."""
        if "outline" in context:
            context["outline"].append(Piece(self.name, str(self.label.resolve(context)), self.required))
            return f"<p>{{{self.name}}}</p>"
        said = self.nodelist.render(context)
        if "pieces" in context:
            context["pieces"][self.name] = said
        return said


@register.tag
def piece(parser, token):
    _tag, name, label, *required = token.split_contents()
    if required not in ([], ["required"]):
        raise template.TemplateSyntaxError("A piece has a name, a label, and may be `required`.")
    nodelist = parser.parse(["endpiece"])
    parser.delete_first_token()
    return PieceNode(name, parser.compile_filter(label), bool(required), nodelist)
