"""`{% load moments %}`: `at|day`, `at|hour`, `at|day_and_hour`, `at|short` and `starts_at|until:ends_at`."""

from django import template

from content import moments

register = template.Library()
register.filter("day", moments.day)
register.filter("hour", moments.hour)
register.filter("day_and_hour", moments.day_and_hour)
register.filter("short", moments.short)
register.filter("until", moments.span)
