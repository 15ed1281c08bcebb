"""Django as a WSGI application, for config/rsgi.py and for whoever measures it.

The one thing to know: what is loaded by then stays to the end of the process, so nobody looks through it for rubbish again."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

gc.collect()
gc.freeze()
