"""In which order the worker takes what waits: first what somebody looks out for, pictures after it.

The one thing to know: a job without a priority has 0, and of equal ones the older goes first, so a large upload without these
figures would keep everybody's mails waiting."""

#: A mail, which may hold the code that somebody waits for.
MAIL = 10
#: Telling what happened, and printing the paper that a page waits for.
TOLD = 8
#: The copies of a photo, which stand in for the empty place on the page.
PICTURES = 5
