"""Pages of money: the payee issues the invoice, the buyer pays and shows it, the payee says what arrived."""

from japacar.payments.views.confirm import confirm, record_refund, reject, settle
from japacar.payments.views.issue import issue_invoice
from japacar.payments.views.pay import confirm_refund, pay

__all__ = ["confirm", "confirm_refund", "issue_invoice", "pay", "record_refund", "reject", "settle"]
