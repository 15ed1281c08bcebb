"""An application that makes every form look as if it carried no key."""

from django.apps import AppConfig


class WithoutReceipts(AppConfig):
    name = "tests.crash"
    label = "without_receipts"

    def ready(self) -> None:
        from japacar.accounts import receipts

        receipts._key = lambda request: None
