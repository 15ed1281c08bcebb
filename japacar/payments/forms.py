"""Shapes of what is entered about money: the invoice's one tap, a proof, what the bank account shows, a rejection."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from japacar.deals.fields import AmountField, DayField, LineField, WordsField
from japacar.files.rules import accept
from japacar.kernel.clock import JST, today_jst
from japacar.kernel.inspection import Slot
from japacar.kernel.money import Money
from japacar.kernel.text import nfkc
from japacar.payments.models import FundsReceipt, PaymentRequest
from japacar.payments.rules import is_absurd
from japacar.ui.formatting import long_date, money

LONGEST_NOTE = 500
LONGEST_REFERENCE = 60

REASONS: dict[str, str | Promise] = {
    "unreadable": gettext_lazy("The picture cannot be read. Please send a sharper one, or the PDF from your bank."),
    "other_transfer": gettext_lazy("It shows another amount, account or reference than the invoice."),
    "not_sent": gettext_lazy("It does not show that the bank has sent the money: it is an order or a draft."),
    "not_a_proof": gettext_lazy("It is not a proof of a bank transfer."),
    "not_found": gettext_lazy("The money is not in the account. Please ask your bank where it is."),
}


class IssueForm(forms.Form):
    """The account that the page showed, so that nobody issues an invoice over an account he has not seen."""

    account = forms.UUIDField(widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """One picture or PDF. Its bytes are judged when it is stored."""

    proof = forms.FileField(
        label=gettext_lazy("Picture or PDF of the transfer"),
        widget=forms.FileInput({"accept": accept(Slot.PROOF)}),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "A photo of the slip, a screenshot or the PDF from your bank; 15 MB, PDF 20 MB at most."
        ),
        error_messages={
            "required": gettext_lazy("Choose the picture or the PDF first."),
            "invalid": gettext_lazy("Choose the picture or the PDF first."),
        },
    )


class FundsForm(forms.Form):
    """What the payee reads in the bank account."""

    amount = AmountField(
        label=gettext_lazy("Amount received"),
        smallest=1,
        help_text=gettext_lazy("As credited, after the charges of the banks. Never copied from the picture."),
        error_messages={"required": gettext_lazy("Enter the amount that arrived.")},
    )
    value_on = DayField(
        label=gettext_lazy("Value date"),
        help_text=gettext_lazy("The day on which the bank credited it."),
        error_messages={"required": gettext_lazy("Enter the day on which the bank credited it.")},
    )
    bank_reference = LineField(
        label=gettext_lazy("Bank reference"),
        most=LONGEST_REFERENCE,
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        help_text=gettext_lazy("The number of this entry in the bank statement. Each counts once."),
        error_messages={"required": gettext_lazy("Enter the number of the entry in the bank statement.")},
    )
    another = forms.BooleanField(label=gettext_lazy("It is another transfer"), required=False)

    def __init__(self, *args: Any, request: PaymentRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        asked = self.request.amount
        if is_absurd(amount, received=self.request.received().minor, asked=asked.minor):
            raise ValidationError(
                _("%(asked)s was asked for. This would be more than twice as much: check the zeros.")
                % {"asked": money(asked)},
                code="absurd",
            )
        return amount

    def clean_value_on(self) -> date:
        day: date = self.cleaned_data["value_on"]
        issued = self.request.created_at.astimezone(JST).date()
        if day > today_jst():
            raise ValidationError(_("This day has not come yet. Confirm money only when it is there."), code="future")
        if day < issued:
            raise ValidationError(
                _("The invoice is of %(day)s. Money of an earlier day cannot belong to it.")
                % {"day": long_date(issued)},
                code="too_early",
            )
        return day

    def clean_bank_reference(self) -> str:
        return nfkc(self.cleaned_data["bank_reference"]).upper()

    def ask_about(self, there: FundsReceipt) -> None:
        """As much on the same day under another number is more often one entry read twice than two transfers: it is asked once."""
        words = _("%(amount)s of %(day)s is counted already, under %(reference)s. Tick the box if as much came twice.")
        said = {"amount": money(there.amount), "day": long_date(there.value_on), "reference": there.bank_reference}
        self.add_error("another", ValidationError(words % said, code="alike"))

    @property
    def asks_another(self) -> bool:
        """Whether the box stands on the page."""
        return self.has_error("another") or bool(self.data.get("another"))

    @property
    def received(self) -> Money:
        return Money.jpy(self.cleaned_data["amount"])


class RefundForm(forms.Form):
    """What the payee has sent back."""

    # Beside the form for what arrived, whose fields have the same names.
    prefix = "refund"

    amount = AmountField(
        label=gettext_lazy("Amount sent back"),
        smallest=1,
        error_messages={"required": gettext_lazy("Enter the amount that you sent back.")},
    )
    sent_on = DayField(
        label=gettext_lazy("Sent on"),
        help_text=gettext_lazy("The day on which the bank took it from your account."),
        error_messages={"required": gettext_lazy("Enter the day on which it was sent.")},
    )
    reference = LineField(
        label=gettext_lazy("Bank reference"),
        most=LONGEST_REFERENCE,
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        help_text=gettext_lazy("The number of this entry in the bank statement."),
        error_messages={"required": gettext_lazy("Enter the number of the entry in the bank statement.")},
    )

    def __init__(self, *args: Any, request: PaymentRequest, due: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.due = request, due

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount > self.due.minor:
            raise ValidationError(_("No more than %(due)s is due back.") % {"due": money(self.due)}, code="too_much")
        return amount

    def clean_sent_on(self) -> date:
        day: date = self.cleaned_data["sent_on"]
        issued = self.request.created_at.astimezone(JST).date()
        if day > today_jst():
            raise ValidationError(_("This day has not come yet. Record a refund when it is sent."), code="future")
        if day < issued:
            raise ValidationError(
                _("The invoice is of %(day)s. A refund of an earlier day cannot belong to it.")
                % {"day": long_date(issued)},
                code="too_early",
            )
        return day

    def clean_reference(self) -> str:
        return nfkc(self.cleaned_data["reference"]).upper()

    @property
    def sent(self) -> Money:
        return Money.jpy(self.cleaned_data["amount"])


class RejectForm(forms.Form):
    """Why a proof cannot be used; the buyer reads it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong: the buyer reads it.")},
    )
    note = WordsField(label=gettext_lazy("A word to the buyer"), most=LONGEST_NOTE, rows=2, required=False)

    def words_for(self, language: str) -> str:
        """The reason in the buyer's language, with the payee's own words below it."""
        with translation.override(language or "en"):
            reason = str(REASONS[self.cleaned_data["reason"]])
        return "\n".join(part for part in (reason, self.cleaned_data["note"]) if part)
