"""What the public register of corporations said of a dealer's number. No person stands in it."""

from django.db import models

from japacar.members.models.parties import Dealer


class RegisterEntry(models.Model):
    """What the National Tax Agency's register said of a dealer's corporate number; public facts, compared in members.register.

    `checked_at` is the last answer, `tried_at` the last try: a register that is silent leaves the earlier answer as it was."""

    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="register_entry")
    number = models.CharField(max_length=13)
    is_known = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=8, blank=True)
    process = models.CharField(max_length=2, blank=True)
    close_cause = models.CharField(max_length=2, blank=True)
    successor = models.CharField(max_length=13, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField()
    failure = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.number
