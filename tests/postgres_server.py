# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL of the tests' own: a fresh cluster with TLS on loopback, started in a second or two."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import psycopg
import trustme

ADMIN, PASSWORD = "hub_admin", "admin of the hub"
_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
ssl = on
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.key'
max_connections = 60
shared_buffers = 64MB
log_min_messages = fatal
fsync = {fsync}
"""
_ACCESS = "local all all peer map=own\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


def find() -> Path | None:
    """Where the server's programs lie: as the environment says, else the newest of Debian's, else on the path."""
    if told := os.environ.get("COUNTERFOIL_POSTGRES"):
        return Path(told)
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _version(path: Path) -> int:
    return int(path.parts[-3])


class PostgresServer:
    """One cluster in one folder. The server refuses to run as root, so another user runs it then.

    Only processes are killed in tests, never a computer: nothing has to reach the disk, and a server that was killed
    need not bring all its files there first, which takes minutes on a busy one. Who measures wants it `durable`.
    """

    def __init__(self, folder: Path, *, ssl: bool = True, durable: bool = False) -> None:
        programs = find()
        assert programs is not None, "PostgreSQL is not installed"
        self.programs, self.folder = programs, folder
        self.port = _free_port()
        self._ssl, self._durable = ssl, durable
        self._process: subprocess.Popen[bytes] | None = None
        self._user = "postgres" if os.geteuid() == 0 else None
        self.ca = folder / "ca.pem"
        self._prepare()

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.authority = authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        authority.cert_pem.write_to_path(self.ca)
        certificate.private_key_pem.write_to_path(self.folder / "server.key")
        chain = b"".join(one.bytes() for one in certificate.cert_chain_pems)
        (self.folder / "server.pem").write_bytes(chain)
        (self.folder / "password").write_text(PASSWORD)
        (self.folder / "server.key").chmod(0o600)
        self._give_away()
        data = self.folder / "data"
        self._run(
            "initdb", "-D", data, "-U", ADMIN, "-A", "scram-sha-256", "--pwfile", self.folder / "password",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        fsync = "on" if self._durable else "off"
        settings = _SETTINGS.format(port=self.port, folder=self.folder, fsync=fsync)
        if not self._ssl:
            settings = settings.replace("ssl = on", "ssl = off")
        with (data / "postgresql.conf").open("a") as file:
            file.write(settings)
        access = _ACCESS if self._ssl else _ACCESS.replace("hostssl", "host")
        (data / "pg_hba.conf").write_text(access)
        self._give_away()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            *self._as_user(),
            str(self.programs / "postgres"),
            "-D",
            str(self.folder / "data"),
        ]
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd="/", start_new_session=True
        )
        log.close()
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, *, immediate: bool = False) -> None:
        """Stop the server; `immediate` is as a power cut to it."""
        process = self._process
        if process is None:
            return
        self._signal(signal.SIGQUIT if immediate else signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._process = None

    def show(self, name: str = "localhost", **issue: object) -> None:
        """Show another certificate of the same authority, soon."""
        certificate = self.authority.issue_cert(name, **issue)
        (self.folder / "server.key").write_bytes(certificate.private_key_pem.bytes())
        chain = b"".join(one.bytes() for one in certificate.cert_chain_pems)
        (self.folder / "server.pem").write_bytes(chain)
        self._reload()

    def set(self, name: str, value: str) -> None:
        """Change a setting of the running server, soon."""
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(f"{name} = {value}\n")
        self._reload()

    def let_in(self, access: str) -> None:
        """Put lines in place of its pg_hba.conf; they hold soon."""
        (self.folder / "data" / "pg_hba.conf").write_text(access)
        self._reload()

    def _reload(self) -> None:
        """Let the server read its files anew; it does so in its own time."""
        self._signal(signal.SIGHUP)

    def connect(self, database: str = "postgres", **wishes: object) -> psycopg.Connection:
        """A connection as the server's admin."""
        usual = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": ADMIN,
            "password": PASSWORD,
            "connect_timeout": 5,
        }
        return psycopg.connect(dbname=database, autocommit=True, **{**usual, **wishes})

    def _signal(self, number: int) -> None:
        pid = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, number)

    def _as_user(self) -> list[str]:
        return (
            ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"]
            if self._user
            else []
        )

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._as_user(), str(self.programs / program), *map(str, arguments)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert ended.returncode == 0, ended.stderr

    def _give_away(self) -> None:
        if self._user is None:
            return
        owner = pwd.getpwnam(self._user)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        for parent in self.folder.parents:
            # The folders of a test belong to root alone; the server only has to pass through them.
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop(immediate=True)  # nobody wants what it holds, so it need not be written down


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
