"""Django as a WSGI application, for config/rsgi.py and for whoever measures it.

The one thing to know: after it is loaded a process looks for rubbish much less often. What is loaded stays to its end, and what a page
makes, many times the 700 things after which Python would look, goes by itself when the page is done."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 10)
