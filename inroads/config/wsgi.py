"""The door through which a web server calls Inroads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inroads.config.settings")
application = get_wsgi_application()
