"""Loaded by pytest before Django: the environment in which the suite runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
os.environ.setdefault("DEBUG", "1")  # plain static files and insecure secrets; pytest-django turns DEBUG itself off
