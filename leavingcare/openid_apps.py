"""The authorities that sign in with their own service, read for the settings."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = {"id", "name", "server", "client_id", "secret", "domains"}
KNOWN = NEEDED | {"is_email_verified"}


def openid_apps(path):
    """Return allauth's apps of the file; raise ImproperlyConfigured if it is wrong."""
    if not path:
        return []
    try:
        entries = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"OPENID_CONNECT cannot be read: {error}") from error
    return [app_of(entry) for entry in entries]


def app_of(entry):
    """Return one authority's entry as allauth has it."""
    lacking, unknown = NEEDED - entry.keys(), entry.keys() - KNOWN
    if lacking or unknown or not entry["domains"]:
        names = ", ".join(sorted(lacking | unknown)) or "domains"
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


def origins_of(apps):
    """Return the origins of the services, to which the sign-in page's forms lead."""
    servers = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})
