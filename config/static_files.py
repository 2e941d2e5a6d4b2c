"""Static files under names that tell their content; our script modules too, which import each other by name."""

from __future__ import annotations

from typing import Final

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django can do this for every script, but packages carry modules whose imports lead nowhere.
OUR_MODULES: Final = (
    "site/*.js",
    ((r"""(?P<matched>from\s+["'](?P<url>\./.*?)["'];)""", """from "%(url)s";"""),),
)


class ModuleStorage(ManifestStaticFilesStorage):
    """Rewrites `import … from "./name.js"` as it does url() in style sheets."""

    patterns = (*ManifestStaticFilesStorage.patterns, OUR_MODULES)


class CompressedModuleStorage(CompressedManifestStaticFilesStorage):
    """The same for production, with compressed copies."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OUR_MODULES)
