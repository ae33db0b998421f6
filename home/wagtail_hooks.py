"""What home/ adds to the CMS: the officer's first page shows the work, and not Wagtail's own news."""

from wagtail import hooks

from home import dashboard

hooks.register("construct_homepage_panels", dashboard.clear, order=-1)
hooks.register("construct_homepage_summary_items", dashboard.clear_summary, order=1000)  # after those who add
