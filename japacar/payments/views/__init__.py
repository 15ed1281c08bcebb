"""Pages of money: the payee issues the invoice, the buyer pays and shows it, the payee says what arrived."""

from japacar.payments.views.confirm import confirm, reject, settle
from japacar.payments.views.issue import issue_invoice
from japacar.payments.views.pay import pay

__all__ = ["confirm", "issue_invoice", "pay", "reject", "settle"]
