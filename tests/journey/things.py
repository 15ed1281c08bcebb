"""What people hold in their hands: the certificate's file, photos with a GPS position, slips and papers. All of our own making."""

import io

from PIL import Image

from japacar.certificates.tests import make as certificates

Upload = tuple[str, str, bytes]
OWNER = "Geheim-Leasing 秘密株式会社"
CHASSIS = "ZVW55-8012345"


def certificate(chassis: str = CHASSIS) -> Upload:
    """The viewer app's file of a Prius, with an owner whom nobody may keep."""
    named = {"CarNo": certificates.wide(chassis), "TwodimensionCodeInfoCarNo": chassis}
    items = certificates.ordinary(OwnernameLowLevelChar=OWNER, **named)
    return ("cert.json", "application/json", certificates.as_json(items))


def photo(number: int = 0, *, size: tuple[int, int] = (1280, 960)) -> Upload:
    """A JPEG from a telephone that wrote down where it was."""
    picture = Image.new("RGB", size, (40 + 50 * number % 200, 120, 160))
    picture.paste((200, 30 * number % 250, 40), (100 * number % 800, 200, 100 * number % 800 + 300, 500))
    exif = Image.Exif()
    exif[0x010F] = "Mihon Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 47.0, 12.0), 3: "E", 4: (139.0, 28.0, 7.0)})
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif)
    return (f"IMG_{number}.jpg", "image/jpeg", made.getvalue())


def slip(number: int = 0) -> Upload:
    return (f"slip-{number}.jpg", "image/jpeg", photo(number, size=(600, 800))[2])
