"""A submission's document as the bytes its digest is of."""

import hashlib
import json


def canonical(content):
    """The document as the bytes its digest is of."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def digest(content):
    """SHA-256 of the canonical document, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
