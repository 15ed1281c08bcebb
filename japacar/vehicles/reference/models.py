"""What is known of model codes, and every change that staff made to names, with what is needed to take it back.

The one thing to know: nothing here is typed in beforehand. A listing that goes on sale confirms its model code; staff correct."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock


class ModelCode(models.Model):
    """A model code without its emission prefix, for one model: what most dealers say of such cars."""

    model = models.ForeignKey("vehicles.CarModel", on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=24)
    #: Field of the vehicle -> value; of listings, and what staff put in its place.
    facts = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)
    #: Grades as dealers write them, the most frequent first.
    grades = models.JSONField(default=list)
    listings = models.PositiveIntegerField(default=0)
    dealers = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["model", "code"], name="model_code_once_per_model"),)
        indexes = (models.Index(fields=["code"], name="model_code_by_code"),)

    def __str__(self) -> str:
        return self.code

    @property
    def known(self) -> dict[str, Any]:
        """The facts, with what staff corrected."""
        return {**self.facts, **self.corrected}


class NameChange(models.Model):
    """A correction or a merge by staff, of names, grades or what a model code stands for; and what stood before."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("Corrected")
        MERGED = "merged", _("Merged")

    class Of(models.TextChoices):
        MAKE = "make", _("Make")
        MODEL = "model", _("Model")
        GRADE = "grade", _("Grade or trim")
        CODE = "code", _("Model code")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    of = models.CharField(max_length=5, choices=Of.choices)
    #: The row that was corrected, or that took the other one in; of a grade its model.
    target = models.PositiveBigIntegerField()
    #: Names before, of the target and (merged) of the row that is gone.
    before = models.JSONField(default=dict)
    merged = models.JSONField(default=dict)
    #: Keys of the vehicles, and (makes) of the models, that moved.
    vehicles = models.JSONField(default=list)
    models_moved = models.JSONField(default=list)
    #: A merge of makes merges models of the same name with it.
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    by_ref = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.of} {self.target}"

    @property
    def event_ref(self) -> str:
        return f"{self.of}:{self.target}"
