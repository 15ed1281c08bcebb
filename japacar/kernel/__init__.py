"""Pure building blocks without models: money, clock, ids, text, ciphers, Japan's codes, the words of declarations.

Nothing here imports Django or another package of ours. What a person typed wrongly is refused with a `Refused`
(a ValueError) whose `code` is stable; the sentence that people read is made in the forms.
"""
