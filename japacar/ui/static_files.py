"""How static files are kept: each under a name with the hash of its bytes, so that a browser may keep it for a year.

The one thing to know: a script that imports another names its hash too, or an old one would meet a new one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """As WhiteNoise keeps them, with the imports between scripts rewritten."""

    support_js_module_import_aggregation = True
