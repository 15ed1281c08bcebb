"""What people read when a file is not taken: one sentence that says what is wrong and what to do."""

from django.utils.translation import gettext as _


def sentence(code: str) -> str:
    """The sentence for a refusal code of `kernel.inspection.Refused`, in the reader's language."""
    sentences = {
        "empty": _("The file is empty. Choose it again, or take a new picture."),
        "too_big": _("The file is too big. Pictures may have up to 15 MB, PDF files up to 20 MB."),
        "too_many_pixels": _(
            "The picture has too many pixels. Up to 40 megapixels and 12,000 pixels a side are possible; save it smaller."
        ),
        "too_many_pages": _("The PDF has more than 30 pages. Split it, or send only the pages that matter."),
        "not_a_picture": _("This is not a picture we can read. Send it as JPEG, PNG, WebP, HEIC or AVIF."),
        "wrong_kind": _("This kind of file cannot be used here. Send a picture or a PDF."),
        "svg": _("SVG drawings cannot be accepted. Send the picture as JPEG or PNG."),
        "html": _("This is a web page, not a picture. Take a screenshot and send that."),
        "executable": _("This is a program, not a picture or a document."),
        "archive": _("This is a packed archive. Unpack it and send the files one by one."),
        "two_files": _("Another file is hidden in this one. Take a new picture or a screenshot of it and send that."),
        "pdf_active": _("The PDF holds scripts, forms or attachments. Print it to a new PDF, or send a picture of it."),
        "pdf_encrypted": _("The PDF is protected by a password. Save it without one and send it again."),
        "my_number": _(
            "This shows a personal My Number. We may not keep one, so the file was thrown away at once. Please send another paper."
        ),
        "no_room": _("There is no room for files at the moment, and nothing was saved. Please try again later."),
        "too_heavy": _("The file takes too long to open. Save it in a simpler form, or send a picture of it."),
    }
    return sentences.get(code) or _("The file is damaged and cannot be opened. Choose it again, or take a picture.")
