"""The digest of a submission's document.

It covers all of `snapshot.of`, and so nothing that is recorded later: see
`supplements.of`.
"""

import hashlib
import json
from collections.abc import Mapping


def canonical(content: Mapping[str, object]) -> bytes:
    """Return the document as the bytes that its digest is calculated from."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical document, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
