from allauth.mfa.adapter import DefaultMFAAdapter

from accounts import encryption, second_factor
from accounts.sign_in import FACTOR_ERRORS


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest, and nobody who must have a factor can remove the last one."""

    error_messages = DefaultMFAAdapter.error_messages | FACTOR_ERRORS

    def encrypt(self, text):
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text):
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        others = second_factor.factors(authenticator.user).exclude(pk=authenticator.pk)
        return not second_factor.is_required(authenticator.user) or others.exists()
