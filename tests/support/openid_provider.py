"""A provider of OpenID Connect, as an authority has one: allauth's own, served alone.

python -m tests.support.openid_provider PORT REDIRECT_URI EMAIL [--unverified]
"""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

PASSWORD = "a provider's own words"
CLIENT, SECRET = "leavingcare", "a secret of the two sites"


def configure():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    settings.configure(
        SECRET_KEY="of a provider in a test " * 3,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.support.openid_provider_urls",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"]
                },
            }
        ],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=pem.decode(),
        USE_TZ=True,
    )


def fill(redirect_uri, email, is_verified):
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    user = User.objects.create_user("person", email, PASSWORD)
    EmailAddress.objects.create(
        user=user, email=email, verified=is_verified, primary=True
    )
    client = Client(
        id=CLIENT,
        name="Leaving care",
        scopes="openid\nprofile\nemail",
        redirect_uris=redirect_uri,
        skip_consent=True,
    )
    client.set_secret(SECRET)
    client.save()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve(port, redirect_uri, email, *flags):
    configure()
    django.setup()
    call_command("migrate", verbosity=0)
    fill(redirect_uri, email, "--unverified" not in flags)
    server = make_server(
        "127.0.0.1", int(port), get_wsgi_application(), handler_class=Quiet
    )
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:])
