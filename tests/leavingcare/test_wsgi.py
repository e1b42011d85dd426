"""The application as a server loads it."""

import gc
import runpy


def test_what_is_loaded_is_never_looked_through_for_garbage(settings, monkeypatch):
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: "application")
    loaded = []
    monkeypatch.setattr("importlib.import_module", loaded.append)
    gc.unfreeze()
    try:
        found = runpy.run_path(settings.BASE_DIR / "leavingcare" / "wsgi.py")
        kept = gc.get_freeze_count()
    finally:
        gc.unfreeze()
    assert found["application"] == "application"
    assert loaded == [settings.ROOT_URLCONF]
    assert kept > 10_000
