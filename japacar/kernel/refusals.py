"""The one error of the kernel that reaches people: a value was refused, for a reason with a stable code.

Forms turn the code into a sentence in the reader's language, so the English message here is for developers only.
"""


class Refused(ValueError):
    """A value that a person entered cannot be accepted.

    `code` is stable and lower case with underscores; `facts` fill the placeholders of the sentence made from it.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code if not facts else f"{code} {facts}")
