# SPDX-License-Identifier: Apache-2.0
"""A template cannot run code, eat the machine or carry what Word would run, and a broken one is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop.documents import child, template
from desktop.documents.fields import context
from desktop.documents.template.findings import Fault
from desktop.documents.template.formats import TooMuch
from desktop.documents.template.sandbox import Sandbox
from desktop.errors import UserError
from tests.documents.child_side import asked, findings_of, with_member
from tests.documents.examples import english
from tests.documents.examples import template as made

ATTACKS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ client['__class__'] }}",
    "{{ client|attr('__class__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ '{0.__class__}'.format(client) }}",
    "{{ '%s'|format(client) }}",
    "{{ client.name.format(1) }}",
    "{{ client.name.__format__('9999999999') }}",
    "{{ client.name.center(999999999) }}",
    "{{ client.name|center(999999999) }}",
    "{{ lines.append(1) }}",
    "{{ client.update({'name': 'x'}) }}",
    "{{ client.clear() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ config.items() }}",
    "{{ request.application }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ range(10).__class__ }}",
    "{{ (1).__class__ }}",
    "{{ [].__class__.__base__ }}",
    "{{ [1,2]|map('upper')|list }}",
    "{{ client|tojson }}",
    "{{ client|pprint }}",
    "{{ lines|map(attribute='__class__')|list }}",
    "{{ lines|groupby('__class__') }}",
    "{{ lines|sum(attribute='__class__') }}",
    "{{ client|xmlattr }}",
    "{{ 'a'|replace('a','aaaaaaaaaaaa') }}",
    "{{ dict(a=1) }}",
    "{{ {'a': 1}.items() }}",
    "{{ client.name[::-1] }}",
    "{{ 2 ** 999999999 }}",
    "{{ loop.__init__ }}",
    "{{ (lambda x: x)(1) }}",
    "{% import 'os' as os %}",
    "{% from 'x' import y %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% macro f() %}{{ f() }}{% endmacro %}",
    "{% call f() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block x %}{% endblock %}",
    "{% with a = 1 %}{% endwith %}",
    "{% set ns.a = 1 %}",
    "{% set a %}x{% endset %}",
    "{% do lines.append(1) %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% for x in lines recursive %}{{ loop(lines) }}{% endfor %}",
    "{{ loop.cycle('a', 'b') }}",
    "{{ range.__call__(3) }}",
    "{{ range(1, *lines) }}",
    "{{ client._x }}",
    "{{ firm|_shown }}",
]

EATERS = [
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 999999999 * 999999999 * 999999999 }}",
    "{% for x in range(100000000) %}x{% endfor %}",
    "{{ range(999999999)|join }}",
    "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}{% endfor %}{% endfor %}{% endfor %}",
    "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a ~ a ~ a %}" * 20 + "{{ a }}",
    "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a + a + a + a %}" * 20 + "{{ a }}",
    "{{ range(999)|join(range(999)|join(range(999)|join('aaaaaaaaaaaaaaaa'))) }}",
]


# Code


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_that_asks_for_code_is_refused(tmp_path: Path, attack: str) -> None:
    """Covers: G2."""
    found = findings_of(made(tmp_path, f"Harmless {attack}"), english())
    assert any(finding.stops for finding in found), found
    assert all(finding.sentence for finding in found)
    _head, paper = asked(made(tmp_path, attack), "fill", english(), "en")
    assert not paper


class _OneFenceLess(Sandbox):
    """The sandbox without its list of syntax, to prove that the other fences hold alone."""

    _parse = ImmutableSandboxedEnvironment._parse


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_sandbox_holds_even_without_the_list_of_syntax(attack: str) -> None:
    sandbox, values = _OneFenceLess("en"), context(english())
    before = repr(values)
    try:
        done = sandbox.from_string(attack).render(values)
    except (
        TemplateError,
        SecurityError,
        TypeError,
        ValueError,
        LookupError,
        OverflowError,
        RecursionError,
        TooMuch,
    ):
        done = ""
    assert not any(
        sign in done for sign in ("uid=", "class", "module", "function", "root:", "{'")
    ), done
    assert len(done) < 1_000
    assert repr(values) == before


@pytest.mark.parametrize("eater", EATERS)
def test_a_template_cannot_eat_time_or_memory(tmp_path: Path, eater: str) -> None:
    """Covers: G2."""
    head, paper = asked(made(tmp_path, f"Harmless {eater}"), "fill", english(), "en")
    assert not paper
    answer = json.loads(head)
    assert answer.get("failed") in ("too_much", "not_filled") or any(
        finding.stops for finding in template._findings(answer)
    )


def test_loops_without_end_are_told_with_their_paragraph(tmp_path: Path) -> None:
    path = made(tmp_path, "before", f"Endless {EATERS[7]}")
    with pytest.raises(UserError, match=r"loops without end, at “Endless \{% for a in range"):
        template.fill(path, english(), tmp_path / "out.docx", language="en")
    assert not (tmp_path / "out.docx").exists()


def test_a_template_that_hangs_is_stopped(tmp_path: Path) -> None:
    """Covers: N8."""
    path = made(tmp_path, "x")
    with pytest.raises(UserError, match=r"did not finish in 0 seconds"):
        template.fill(path, english(), tmp_path / "out.docx", language="en", seconds=0.05)


def test_a_value_its_format_cannot_write_is_told_with_its_paragraph(tmp_path: Path) -> None:
    path = made(tmp_path, "ok", "Pay {{ client.name|money }} now")
    with pytest.raises(
        UserError, match=r"cannot be filled at “Pay \{\{ client.name\|money }} now”"
    ):
        template.fill(path, english(), tmp_path / "out.docx", language="en")


# Dangerous and broken files


def _with_replaced(path: Path, name: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members[name] = members[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


RELATIONS, END = "word/_rels/document.xml.rels", "</Relationships>"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
DOCTYPE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
RELATION = '<Relationship Id="rId99" Type="http://x/{}" Target="{}" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("name", "old", "new", "tag"),
    [
        ("word/document.xml", "<w:r>", FIELD.format(" DDEAUTO c:\\\\x.exe ") + "<w:r>", "DDEAUTO"),
        ("word/document.xml", "<w:r>", FIELD.format(" INCLUDETEXT /etc/passwd ") + "<w:r>", "INCLUDETEXT"),
        (RELATIONS, END, RELATION.format("image", "http://spy.example/x.png"), "http://spy.example/x.png"),
        (RELATIONS, END, RELATION.format("attachedTemplate", "http://spy.example/x.dotm"), "http://spy.example/x.dotm"),
        (RELATIONS, END, RELATION.format("attachedTemplate", r"\\server\x.dotm"), r"\\server\x.dotm"),
        ("word/settings.xml", "<w:settings", f"{DOCTYPE}<w:settings", "<!DOCTYPE>"),
    ],
)  # fmt: skip
def test_what_word_would_run_or_fetch_is_refused(
    tmp_path: Path, name: str, old: str, new: str, tag: str
) -> None:
    """Covers: G2."""
    found = findings_of(_with_replaced(made(tmp_path, "x"), name, old, new))
    assert [(finding.tag, finding.fault) for finding in found] == [(tag, Fault.ACTIVE)]


def test_macros_and_embedded_objects_are_refused(tmp_path: Path) -> None:
    for name in (
        "word/vbaProject.bin",
        "word/embeddings/oleObject1.bin",
        "word/activeX/activeX1.xml",
    ):
        path = with_member(made(tmp_path, "x"), name, b"x" if name.endswith("bin") else b"<x/>")
        assert findings_of(path)[0].fault is Fault.ACTIVE


def test_a_link_and_the_writer_s_own_template_are_no_danger(tmp_path: Path) -> None:
    path = made(tmp_path, "x")
    for kind, target in (
        ("hyperlink", "https://shop.example"),
        ("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"),
    ):
        _with_replaced(
            path,
            "word/_rels/document.xml.rels",
            "</Relationships>",
            RELATION.format(kind, target).replace("99", kind),
        )
    assert findings_of(path) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"PK\x03\x04 half", b"{\\rtf1 rich text}"],
    ids=["empty", "garbage", "half", "rtf"],
)
def test_what_is_no_word_document_is_told(tmp_path: Path, content: bytes) -> None:
    """Covers: N8."""
    path = tmp_path / "contract.docx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"contract\.docx is not a Word document"):
        template.check(path)


def test_a_zip_that_is_no_document_and_broken_xml_are_told(tmp_path: Path) -> None:
    path = tmp_path / "contract.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert json.loads(asked(path, "check", None, "en")[0]) == {"failed": "not_a_document"}
    torn = _with_replaced(made(tmp_path, "x"), "word/document.xml", "</w:body>", "")
    assert json.loads(asked(torn, "check", None, "en")[0]) == {"failed": "not_a_document"}


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = made(tmp_path, "x")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/header9.xml", b" " * (70 * 2**20))
    with pytest.raises(UserError, match="far too large"):
        template.check(path)


def test_a_missing_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.docx is not there"):
        template.check(tmp_path / "gone.docx")


@pytest.mark.logs("template's process ended")
def test_a_child_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "run_own", lambda *_a, **_k: child.Ended(-11, b"", b"crash"))
    with pytest.raises(UserError, match="could not be worked on"):
        template.check(made(tmp_path, "x"))
