"""What waits at the desk in the demo: a review that one of staff holds, an exception for a second person, and the consent of a guardian.

The one thing to know: all of it goes through the desk's own actions, so the queues show what they would show in earnest."""

import io

from PIL import Image, ImageDraw

from japacar.accounts.models import User
from japacar.desk import actions as desk
from japacar.desk.models import Override
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Slot
from japacar.members import actions as members
from japacar.members.models import Dealer, GuardianConsent


def load(staff: list[User], *, claimed: Dealer, exceptional: Dealer, minor: User) -> None:
    """`staff` are at least two: what one proposes the other confirms."""
    second = staff[-1]
    desk.claim_review(claimed, by=second)
    desk.propose_override(
        exceptional,
        kind=Override.Kind.APPROVE,
        reason="通帳の写しと照合済み。口座名義の「ソ」は銀行側の登録の誤りで、訂正手続き中とのこと。",
        by=second,
    )
    members.send_consent(
        minor,
        guardian_name="Mary Wanjiru Mwangi",
        relation=GuardianConsent.Relation.PARENT,
        consent=_paper("CONSENT (SAMPLE)", minor),
        identity=_paper("IDENTITY PAPER (SAMPLE)", minor),
        by=minor,
    )


def _paper(title: str, owner: User) -> StoredFile:
    """A drawing that says what it stands for."""
    picture = Image.new("RGB", (840, 594), "#f4f1e6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((30, 30, 809, 563), outline="#8a8371", width=3)
    pen.text((70, 90), title, fill="#222222", font_size=36)
    for line in range(4):
        pen.line((70, 210 + 80 * line, 770, 210 + 80 * line), fill="#8a8371", width=2)
    made = io.BytesIO()
    picture.save(made, "JPEG")
    return files.store(made.getvalue(), slot=Slot.IDENTITY, owner_ref=owner.event_ref, by=owner)
