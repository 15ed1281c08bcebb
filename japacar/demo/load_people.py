"""The dealers' people beside their owners: sales, papers, an invitation that waits, a mailbox, and drawn identity papers."""

from collections.abc import Mapping

from django.db import transaction

from japacar.accounts.actions import confirm_email, join
from japacar.accounts.models import User
from japacar.demo.drawing import LAST_DAY, draw_licence_back, draw_licence_front, draw_passport
from japacar.demo.words import DemoDealer
from japacar.demo.words_firms import DEALERS
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files import actions as files
from japacar.kernel import clock
from japacar.kernel.eras import parse_date
from japacar.kernel.inspection import Slot
from japacar.members import actions
from japacar.members.models import Dealer, IdentityImage, Membership, NotificationAddress
from japacar.members.roles import Role

ROLES = (Role.SALES, Role.PAPERS, Role.MANAGER)
# The first dealer's people have addresses that are easy to type.
OF_THE_FIRST = {Role.SALES: "sales@example.test", Role.PAPERS: "papers@example.test"}


def load(dealers: Mapping[str, Dealer]) -> None:
    """Everybody who works for a dealer; the second firm's passport is still there, the others' are not needed any more."""
    with transaction.atomic():
        for number, firm in enumerate(DEALERS):
            dealer = dealers[firm.key]
            owner = Membership.objects.select_related("user").get(dealer=dealer, role=Role.OWNER)
            password = owner.user.password
            for role, person in zip(ROLES, firm.staff, strict=False):
                email = OF_THE_FIRST.get(role, "") if number == 0 else f"{role.value}@{firm.slug}.example.test"
                _work(dealer, email, person.kanji, role, password)
            if number == 0:
                actions.invite_staff(dealer, "invited@example.test", role=Role.SALES, language="ja", by=owner)
                _mailbox(dealer, owner.user)
            if number == 1:
                _send(
                    dealer, firm, {IdentityImage.Slot.OTHER_ID_FRONT: draw_passport(firm)}, IdentityImage.Paper.PASSPORT
                )


def send_licence(dealer: Dealer, firm: DemoDealer) -> None:
    """Both sides of the representative's licence, for the desk."""
    sides = {
        IdentityImage.Slot.LICENCE_FRONT: draw_licence_front(firm),
        IdentityImage.Slot.LICENCE_BACK: draw_licence_back(firm),
    }
    _send(dealer, firm, sides, IdentityImage.Paper.DRIVING_LICENCE)


def _work(dealer: Dealer, email: str, name: str, role: Role, password: str) -> None:
    user = join(email, display_name=name, language="ja", agreed=True, of_age=None, ip="127.0.0.1", method="demo")
    user = confirm_email(user, password_hash=password)
    Membership.objects.create(dealer=dealer, user=user, role=role)
    record(Kind.STAFF_JOINED, dealer, by=user, to=role, member=user.event_ref)


def _mailbox(dealer: Dealer, owner: User) -> None:
    """The shop's shared address, whose owner has said yes."""
    address = actions.save_notification_address(dealer, "office@example.test", language="ja", by=owner)
    NotificationAddress.objects.filter(pk=address.pk).update(confirmed_at=clock.now())
    record(Kind.NOTIFICATION_ADDRESS_CONFIRMED, dealer, by=address)


def _send(
    dealer: Dealer, firm: DemoDealer, sides: Mapping[IdentityImage.Slot, bytes], paper: IdentityImage.Paper
) -> None:
    """Stored as a dealer's upload is; the rows are written directly, since these dealers have sent everything already."""
    stored = files.store_many(
        [(picture, dealer.event_ref) for picture in sides.values()], slot=Slot.IDENTITY, by="system"
    )
    for slot, file in zip(sides, stored, strict=True):
        files.bind(file, owner_ref=dealer.event_ref, by="system")
        IdentityImage.objects.create(
            dealer=dealer, slot=slot, paper=paper, expires_on=parse_date(LAST_DAY), file=file, sent_by="system"
        )
        record(Kind.IDENTITY_IMAGE_SENT, dealer, by="system", slot=slot, file=str(file.pk))
