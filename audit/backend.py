"""Who is logged in, read together with the person in one query: every staff page asks for both."""

from django.contrib.auth.backends import ModelBackend

from .models import Account


class PersonBackend(ModelBackend):
    def get_user(self, user_id):
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None
