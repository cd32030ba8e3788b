"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from motcua.foundation.struct_types import make_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
application = get_wsgi_application()
# All views now, not with the first request: their types must be ready before threads meet them.
_ = get_resolver().url_patterns
make_ready()
