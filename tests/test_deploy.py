"""The files in deploy/ and the guide that puts them in place."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from leavingcare import settings as site_settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deploy.md").read_text()
UNITS = sorted(DEPLOY.glob("leavingcare*.*"))
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
MOST_EXPOSED = 2.5  # of systemd's 10
MB = 1024 * 1024


@pytest.fixture
def units(tmp_path):
    """Copies of the units as if the site were where this checkout is."""
    for unit in UNITS:
        text = unit.read_text().replace("/srv/leavingcare", str(ROOT))
        (tmp_path / unit.name).write_text(text)
    return sorted(map(str, tmp_path.iterdir()))


def analyse(*args):
    return subprocess.run(
        ["systemd-analyze", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_systemd_takes_the_units(units):
    done = analyse("verify", *units)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_services_can_do_little_else(units):
    for unit in filter(lambda name: name.endswith(".service"), units):
        done = analyse("security", "--offline=true", unit)
        exposed = float(re.search(r"exposure level for .*?: ([\d.]+)", done.stdout)[1])
        assert exposed <= MOST_EXPOSED, unit


def test_the_timer_takes_turns_with_the_site_at_making_files():
    """Their locks are in /tmp, of which systemd gives each unit its own."""
    site, files = (
        (DEPLOY / f"leavingcare{name}.service").read_text() for name in ("", "-files")
    )
    assert "PrivateTmp=yes" in site
    assert "PrivateTmp=yes" in files
    assert "JoinsNamespaceOf=leavingcare.service" in files


def test_every_command_exists():
    said = set(re.findall(r"^    leavingcare (\w+)", GUIDE, re.MULTILINE))
    for unit in UNITS:
        said |= set(re.findall(r"manage\.py (\w+)", unit.read_text()))
    assert {"migrate", "send_queued_mail", "backup", "restore"} <= said
    assert said <= set(get_commands())


def test_the_containers_run_what_the_timers_run():
    timed = [unit for unit in UNITS if unit.suffix == ".service"]
    wanted = {
        command
        for unit in timed
        for command in re.findall(r"manage\.py (.+)", unit.read_text())
    }
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    scripts = [services[name]["command"][2] for name in ("each-minute", "each-day")]
    run = {each for text in scripts for each in re.findall(r"manage (\w[^;\n]*)", text)}
    assert run == wanted
    for text in scripts:
        done = subprocess.run(
            ["sh", "-n"], input=text.replace("$$", "$"), text=True, check=False
        )
        assert done.returncode == 0


def test_an_image_has_no_secret_and_the_packages_a_machine_has():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {"deploy/environment", ".venv", ".git", "node_modules"} <= set(ignored)
    # The requirements leave out on purpose what some packages would bring.
    options = "--no-deps --require-hashes --requirement"
    for path in [DEPLOY / "Containerfile", ROOT / "scripts" / "setup"]:
        assert options in path.read_text()


def test_every_timer_has_its_service_and_the_guide_turns_each_on():
    timers = {unit.stem for unit in UNITS if unit.suffix == ".timer"}
    services = {unit.stem for unit in UNITS if unit.suffix == ".service"}
    assert timers == services - {"leavingcare"}
    for timer in timers:
        assert f"{timer}.timer" in GUIDE


def test_the_guide_names_every_file():
    for path in DEPLOY.iterdir():
        assert path.name in GUIDE or path.stem in GUIDE, path.name


def test_every_setting_is_one_that_is_read():
    names = re.findall(r"^(\w+)=", (DEPLOY / "environment").read_text(), re.MULTILINE)
    read = site_settings.__doc__ + (ROOT / "gunicorn.conf.py").read_text()
    assert [name for name in names if name not in read] == []


def test_the_shell_reads_every_setting_as_systemd_does():
    lines = (DEPLOY / "environment").read_text().splitlines()
    settings = [line for line in lines if not line.startswith("#")]
    assert settings
    assert [each for each in settings if not re.fullmatch(r"\w+='[^']*'", each)] == []


# What nginx does with its file, if nginx is there


class Site(BaseHTTPRequestHandler):
    """Stands for the site: notes each request that reaches it, and answers."""

    seen = []

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        self.seen.append((self.path, dict(self.headers)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *args):
        pass


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def proxy(tmp_path):
    """Run nginx with the file, in front of a Site; give the ports and the log's path."""
    Site.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        + ["-subj", "/CN=assess.example.org"]
        + ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"],
        capture_output=True,
        check=True,
    )
    plain, secure, log = free_port(), free_port(), tmp_path / "access.log"
    text = (DEPLOY / "nginx.conf").read_text()
    for old, new in [
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{server.server_port}"),
        (r"/etc/letsencrypt/live/assess\.example\.org", str(tmp_path)),
        (r"/var/log/nginx/leavingcare\.log", str(log)),
        (r"/var/log/nginx/leavingcare-error\.log", str(tmp_path / "error.log")),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
        (r" *listen \[::\].*\n", ""),
    ]:
        text, count = re.subn(old, new, text)
        assert count, old
    temp = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid;\n"
        f"events {{}}\nhttp {{\n{temp}{text}}}\n"
    )
    command = [NGINX, "-c", str(config), "-e", str(tmp_path / "error.log")]
    assert (
        subprocess.run([*command, "-t"], capture_output=True, check=False).returncode
        == 0
    )
    process = subprocess.Popen(command)
    wait_for(secure)
    yield plain, secure, log
    process.terminate()
    process.wait()
    server.shutdown()
    server.server_close()


def wait_for(port):
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def connect(port):
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    return HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)


def ask(port, path="/", headers=None, method="GET", body=None):
    connection = connect(port)
    headers = {"Host": "assess.example.org"} | (headers or {})
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_the_site_is_told_who_asked_and_how(proxy):
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "http",
        "X-Request-Id": "forged",
        "SCRIPT_NAME": "/elsewhere",
    }
    answer = ask(proxy[1], "/help/?a=1", forged)
    assert answer.status == 200
    assert "nginx/" not in str(answer.getheaders())  # its version
    ((path, headers),) = Site.seen
    assert path == "/help/?a=1"
    assert headers["Host"] == "assess.example.org"
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-Id"])
    assert "SCRIPT_NAME" not in headers


def test_nginx_is_told_to_speak_no_old_tls():
    """Debian's own settings refuse it as well, so no handshake here would show it."""
    told = re.findall(r"ssl_protocols (.+);", (DEPLOY / "nginx.conf").read_text())
    assert told == ["TLSv1.2 TLSv1.3"]


def test_plain_http_leads_to_https(proxy):
    connection = HTTPConnection("127.0.0.1", proxy[0], timeout=20)
    connection.request("GET", "/help/", headers={"Host": "assess.example.org"})
    answer = connection.getresponse()
    assert answer.status == 308
    assert answer.getheader("Location") == "https://assess.example.org/help/"
    connection.close()
    assert Site.seen == []


def test_plain_http_leads_nowhere_else(proxy):
    connection = HTTPConnection("127.0.0.1", proxy[0], timeout=20)
    connection.request("GET", "/help/", headers={"Host": "elsewhere.example.com"})
    place = connection.getresponse().getheader("Location")
    assert place == "https://assess.example.org/help/"
    connection.close()


def test_the_largest_upload_passes_and_no_larger_one(proxy):
    assert ask(proxy[1], "/", method="POST", body=b"x" * 26 * MB).status == 200
    headers = {"Content-Length": str(31 * MB)}
    assert ask(proxy[1], "/", headers, method="POST", body=b"").status == 413


def test_the_figures_are_not_for_the_world(proxy):
    assert ask(proxy[1], "/metrics/").status == 404
    assert Site.seen == []


def test_slow_clients_never_reach_the_site(proxy):
    slow = [connect(proxy[1]) for _ in range(40)]
    for each in slow:
        each.putrequest("POST", "/slow/", skip_host=True)
        each.putheader("Host", "assess.example.org")
        each.putheader("Content-Length", "1000")
        each.endheaders(b"half of it")
    start = time.monotonic()
    assert ask(proxy[1], "/quick/").status == 200
    assert time.monotonic() - start < 2
    assert [path for path, _ in Site.seen] == ["/quick/"]
    for each in slow:
        each.close()


def test_the_log_names_no_page_and_no_secret(proxy):
    ask(proxy[1], "/invitations/a-secret-token/?q=secret")
    end = time.monotonic() + 10
    while not (line := proxy[2].read_text()) and time.monotonic() < end:
        time.sleep(0.05)  # it is written after the answer
    assert '"status":200' in line
    assert "secret" not in line
    assert "invitations" not in line
