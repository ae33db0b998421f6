"""Loaded by pytest before Django: the environment in which the suite runs."""

import os
from tempfile import TemporaryDirectory

PRIVATE_FILES = TemporaryDirectory(prefix="private-files-")  # goes with the process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
os.environ.setdefault("DEBUG", "1")  # plain static files and insecure secrets; pytest-django turns DEBUG itself off
os.environ.setdefault("PRIVATE_ROOT", PRIVATE_FILES.name)
