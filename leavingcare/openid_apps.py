"""The authorities that sign in with their own service, read for the settings."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = {"id", "name", "server", "client_id", "secret", "domains"}
KNOWN = NEEDED | {"is_email_verified"}
SLUG = re.compile("[a-zA-Z0-9_-]+")
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Microsoft's names for the tenants of everybody, whose people could claim any email.
ANY_TENANT = {"common", "organizations", "consumers"}


def openid_apps(path):
    """Return allauth's apps of the file; raise ImproperlyConfigured if it is wrong."""
    if not path:
        return []
    try:
        entries = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"OPENID_CONNECT cannot be read: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ImproperlyConfigured("OPENID_CONNECT is not a list of entries.")
    apps = [app_of(entry) for entry in entries]
    if len({app["provider_id"] for app in apps}) < len(apps):
        raise ImproperlyConfigured("Two entries of OPENID_CONNECT have the same id.")
    return apps


def app_of(entry):
    """Return one authority's entry as allauth has it."""
    lacking, unknown = NEEDED - entry.keys(), entry.keys() - KNOWN
    wrong = lacking | unknown or {
        name for name in NEEDED if not is_right(name, entry[name])
    }
    if wrong:
        names = ", ".join(sorted(wrong))
        raise ImproperlyConfigured(f"An entry of OPENID_CONNECT has wrong: {names}.")
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "settings": {
            "server_url": entry["server"],
            "oauth_pkce_enabled": True,
            "verified_email": bool(entry.get("is_email_verified")),
            "domains": [domain.lower() for domain in entry["domains"]],
        },
    }


def is_right(name, value):
    """Return whether a value can be that of an entry."""
    if name == "domains":
        return isinstance(value, list) and bool(value) and all(map(is_text, value))
    if not is_text(value):
        return False
    if name == "id":
        return bool(SLUG.fullmatch(value))
    return name != "server" or is_safe(urlsplit(value))


def is_text(value):
    return isinstance(value, str) and bool(value.strip())


def is_safe(server):
    """Return whether a service is asked over TLS, and is that of one tenant."""
    is_private = server.scheme == "https" or server.hostname in THIS_MACHINE
    return is_private and not ANY_TENANT & set(server.path.lower().split("/"))


def origins_of(apps):
    """Return the origins of the services, to which the sign-in page's forms lead."""
    servers = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})
