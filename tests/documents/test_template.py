# SPDX-License-Identifier: Apache-2.0
"""Templates are filled, checked before use, and cannot run code."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop import i18n
from desktop.documents import child, template
from desktop.documents.fields import DocumentFields, Picture, context
from desktop.documents.template.findings import Fault, Finding, FindingKind
from desktop.documents.template.formats import TooMuch
from desktop.documents.template.highlight import DOUBT_TINT, FIELD_TINT
from desktop.documents.template.sandbox import Sandbox
from desktop.errors import UserError
from tests.documents.child_side import asked, findings_of
from tests.documents.examples import english, russian, text_of
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


def filled(path: Path, fields: DocumentFields, language: str = "en") -> str:
    """The text of the paper made from a template, without the child process."""
    head, paper = asked(path, "fill", fields, language)
    assert paper, head.decode()
    return text_of(paper)


def one(path: Path, fields: DocumentFields | None = None, language: str = "en") -> Finding:
    """The only finding."""
    (finding,) = findings_of(path, fields, language)
    return finding


# Filling


def test_a_template_is_filled_in_a_child_process(tmp_path: Path) -> None:
    """Covers: G2."""
    path = made(tmp_path, "Contract {{ contract.number }}, {{ client.name }}")
    done = template.fill(path, english(), tmp_path / "out" / "paper.docx", language="en")
    assert text_of(done.path) == "Contract 215/26, Oak & Lime Bakery Ltd"
    assert done.warnings == ()


def test_sums_dates_and_numbers_read_as_the_paper_s_language_writes_them(tmp_path: Path) -> None:
    """Covers: G3."""
    texts = (
        "{{ totals.total }}",
        "{{ totals.total|words }}",
        "{{ contract.date }}",
        "{{ deal.ready_at|date('weekday') }}",
        "{{ terms.prepay_percent|percent }}",
        "{{ lines[0].price }}",
        "{{ lines[0].quantity }}",
        "{{ client.signatory.name|genitive }}",
    )
    assert filled(made(tmp_path, *texts), english()).splitlines() == [
        "£365.00",
        "Three hundred and sixty-five pounds 00 pence",
        "15\u00a0October 2026",
        "Monday 19\u00a0October 2026, 12:00",
        "100%",
        "£0.064",
        "5,000",
        "Paul Hartwell",
    ]
    assert filled(made(tmp_path, *texts), russian(), "ru").splitlines() == [
        "18\u00a0200,00\u00a0руб.",
        "Восемнадцать тысяч двести рублей 00 копеек",
        "15\u00a0октября 2026\u00a0г.",
        "понедельник, 19\u00a0октября 2026\u00a0г., 12:00",
        "50\u00a0%",
        "3,20\u00a0руб.",
        "5\u00a0000",
        "Липиной Марии Олеговны",
    ]


def test_the_lines_of_the_order_fill_the_rows_of_a_table(tmp_path: Path) -> None:
    rows = (
        ("{%tr for line in lines %}", ""),
        ("{{ line.name }}", "{{ line.sum }}"),
        ("{%tr endfor %}", ""),
    )
    assert filled(made(tmp_path, "Lines", rows=rows), english()).splitlines() == [
        "Lines",
        "Sticker labels Ø 60",
        "£320.00",
        "Layout by designer, two rounds of edits",
        "£45.00",
    ]


def test_signs_that_xml_and_jinja_use_come_through_as_they_are(tmp_path: Path) -> None:
    name = "A < B & C > D {{ deal.number }} {% if %} \x07\x00"
    fields = english()
    odd = dataclasses.replace(fields, client=dataclasses.replace(fields.client, name=name))
    assert (
        filled(made(tmp_path, "{{ client.name }}"), odd)
        == "A < B & C > D {{ deal.number }} {% if %} "
    )


def test_typographic_quotes_dashes_and_spaces_inside_tags_do_no_harm(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "{{ contract.date|date(«short») }} {{\u00a0client.name\u00a0}} «{{ deal.number }}»",
        "{% if client.kind != “x” –%}ok{% endif %}".replace("client.kind", "deal.number"),
    )
    assert filled(path, english()).startswith("15/10/2026 Oak & Lime Bakery Ltd «D-2041»")


def test_a_tag_cut_into_several_runs_by_word_is_read_as_one(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ client", ".na", "me|upper }", "} and ", "{{ deal", ".number }}"):
        run = paragraph.add_run(piece)
        run.font.color.rgb = RGBColor(len(piece), 0, 0)
    path = tmp_path / "runs.docx"
    document.save(str(path))
    assert filled(path, english()) == "OAK & LIME BAKERY LTD and D-2041"


def test_headers_footers_and_the_title_are_filled_too(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ firm.name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ contract.number }}"
    document.core_properties.title = "Contract {{ contract.number }}"
    path = tmp_path / "parts.docx"
    document.save(str(path))
    _head, paper = asked(path, "fill", english(), "en")
    done = Document(io.BytesIO(paper))
    assert done.sections[0].header.paragraphs[0].text == "Rook Lane Print Ltd"
    assert done.sections[0].footer.paragraphs[0].text == "215/26"
    assert done.core_properties.title == "Contract 215/26"


def test_a_stamp_floats_behind_the_text_and_a_missing_one_leaves_no_gap(tmp_path: Path) -> None:
    """Covers: G6."""
    from PIL import Image

    Image.new("RGBA", (60, 60), (0, 0, 200, 120)).save(tmp_path / "stamp.png")
    path = made(tmp_path, "before{{ firm.stamp }}after")
    fields = english()
    stamped = dataclasses.replace(
        fields,
        firm=dataclasses.replace(
            fields.firm, stamp=Picture(tmp_path / "stamp.png", 30, floats=True)
        ),
    )
    _head, paper = asked(path, "fill", stamped, "en")
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert 'behindDoc="1"' in xml
    assert "<wp:wrapNone/>" in xml
    assert filled(path, stamped) == filled(path, fields) == "beforeafter"


def test_the_preview_tints_what_comes_from_the_card_and_underlines_what_is_in_doubt(
    tmp_path: Path,
) -> None:
    path = made(tmp_path, "To {{ client.name }} by {{ deal.proof_by }} at {{ deal.delivery }}.")
    out = tmp_path / "preview.docx"
    template.fill(path, english(), out, language="en", highlight=True, doubts=["deal.proof_by"])
    shown = [run for run in Document(str(out)).paragraphs[0].runs if run.text]
    runs = [(run.text, (run._r.xpath("./w:rPr/w:shd/@w:fill") or [""])[0]) for run in shown]
    lined = [run.text for run in shown if run._r.xpath("./w:rPr/w:u[@w:val='thick']")]
    assert lined == ["16\u00a0October 2026, 12:00", "[deal.delivery]"]
    assert runs == [
        ("To ", ""),
        ("Oak & Lime Bakery Ltd", FIELD_TINT),
        (" by ", ""),
        ("16\u00a0October 2026, 12:00", DOUBT_TINT),
        (" at ", ""),
        ("[deal.delivery]", DOUBT_TINT),
        (".", ""),
    ]


def test_the_same_paper_twice_is_the_same(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ client.name }}")
    assert filled(path, english()) == filled(path, english())


# What a check finds


def test_a_good_template_has_no_findings(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "{{ client.name }} {% if client.kpp %}{{ client.kpp }}{% else %}{{ firm.name }}{% endif %}",
        "{% set who = client %}{{ who.name }}{% for part in totals.taxes %}{{ loop.index }}{{ part.tax }}{% endfor %}",
        "{{ lines|length }} {{ (lines|first).name }} {{ client.kpp|default('no KPP') }}",
        "{{ 'a' if totals.tax else 'b' }}",
        "{# {{ nothing }} #}",
    )
    assert findings_of(path, english()) == []


def test_an_unknown_field_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    """Covers: G2."""
    finding = one(made(tmp_path, "first", "The buyer is {{ client.nmae }} here"))
    assert (finding.kind, finding.suggestion) == (FindingKind.UNKNOWN, "client.name")
    assert finding.sentence == (
        "There is no field “client.nmae”. Did you mean “client.name”? "
        "In the paragraph “The buyer is {{ client.nmae }} here”."
    )


@pytest.mark.parametrize(
    ("text", "kind", "tag"),
    [
        ("{% for line in lines %}{{ line.nmae }}{% endfor %}", FindingKind.UNKNOWN, "lines[].nmae"),
        ("{% for x in linez %}{% endfor %}", FindingKind.UNKNOWN, "linez"),
        ("{% if client.vip %}x{% endif %}", FindingKind.UNKNOWN, "client.vip"),
        ("{{ clіent.name }}", FindingKind.MIXED_SCRIPT, "clіent.name"),
        ("{{ клиент }}", FindingKind.UNKNOWN, "клиент"),
        ("{{ client }}", FindingKind.BROKEN, "client"),
        ("{{ lines }}", FindingKind.BROKEN, "lines"),
        ("{{ client.name|mony }}", FindingKind.BROKEN, "mony"),
        ("Dear {client.name}", FindingKind.SINGLE_BRACES, "{client.name}"),
        ("{{ client.name", FindingKind.BROKEN, "{{ client.name"),
        ("{{ client.name }", FindingKind.BROKEN, "{{ client.name }"),
        ("client.name }}", FindingKind.BROKEN, "}}"),
        ("{{ client. name. }}", FindingKind.BROKEN, "{{ client. name. }}"),
        ("{{ client name }}", FindingKind.BROKEN, "{{ client name }}"),
        ("{{ }}", FindingKind.BROKEN, "{{ }}"),
        ("{% if client.kpp %}never closed", FindingKind.BROKEN, "{% if client.kpp %}"),
        ("{% for line in lines %}never closed", FindingKind.BROKEN, "{% for line in lines %}"),
        ("closed {% endif %}", FindingKind.BROKEN, "{% endif %}"),
        ("{% else %}", FindingKind.BROKEN, "{% else %}"),
        ("{% if %}{% endif %}", FindingKind.BROKEN, "{% if %}"),
        ("{%tr for line in lines %}", FindingKind.BROKEN, "{%tr for line in lines %}"),
    ],
)  # fmt: skip
def test_each_fault_is_found_and_told_in_a_sentence(
    tmp_path: Path, text: str, kind: FindingKind, tag: str
) -> None:
    """Covers: G2, N8."""
    found = [finding for finding in findings_of(made(tmp_path, text)) if finding.kind is kind]
    assert tag in [finding.tag for finding in found]
    for finding in found:
        assert finding.sentence.endswith("."), finding.sentence
        assert finding.where


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    found = findings_of(
        made(tmp_path, "{{ client. }}", "{{ deal.", "{{ firm.name }}", "}} {% endfor %}")
    )
    assert len(found) == 4


def test_a_name_with_a_cyrillic_letter_in_it_is_told_by_its_latin_twin(tmp_path: Path) -> None:
    finding = one(made(tmp_path, "{{ сlient.nаme }}"))
    assert (finding.kind, finding.suggestion) == (FindingKind.MIXED_SCRIPT, "client.name")


def test_an_empty_field_counts_only_where_it_would_leave_a_gap(tmp_path: Path) -> None:
    """Covers: G2."""
    path = made(
        tmp_path,
        "KPP {{ client.kpp }}",
        "{% if client.inn %}INN {{ client.inn }}{% endif %}",
        "{% if client.is_company %}{{ client.name }}{% else %}{{ client.identity.number }}{% endif %}",
        "{{ client.vat_no|default('none') }}",
        rows=(
            ("{%tr for line in lines %}", ""),
            ("{{ line.name }}", "{{ line.tax }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    found = findings_of(path, english())
    assert [(finding.tag, finding.line) for finding in found] == [
        ("client.kpp", 0),
        ("lines[].tax", 1),
        ("lines[].tax", 2),
    ]
    assert not any(finding.stops for finding in found)
    assert "client: KPP" in found[0].sentence
    assert "line 2" in found[2].sentence


def test_without_a_deal_nothing_counts_as_missing(tmp_path: Path) -> None:
    assert findings_of(made(tmp_path, "{{ client.kpp }}")) == []


def test_fields_in_comments_and_endnotes_are_pointed_out(tmp_path: Path) -> None:
    path = made(tmp_path, "text")
    _with_member(
        path,
        "word/endnotes.xml",
        '<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote><w:p><w:r>'
        "<w:t>{{ client.name }}</w:t></w:r></w:p></w:endnote></w:endnotes>",
    )
    assert one(path).fault is Fault.NOT_HERE


def test_a_condition_across_cells_is_refused_because_it_would_tear_the_table(
    tmp_path: Path,
) -> None:
    path = made(
        tmp_path,
        "x",
        rows=(("{% if client.kpp %}a", "b{% endif %}"), ("c", "d{% if client.inn %}")),
    )
    assert findings_of(path)[0].fault is Fault.NO_END
    path = made(tmp_path, "{% if client.inn %}a", rows=(("b{% endif %}", "c"),))
    head, paper = asked(path, "fill", english(), "en")
    assert not paper
    assert template._findings(json.loads(head))[0].fault is Fault.XML


def test_the_sentences_speak_the_window_s_language(tmp_path: Path) -> None:
    i18n.switch("ru")
    sentence = one(made(tmp_path, "Здесь {{ client.nmae }}")).sentence
    assert (
        sentence
        == "Поля «client.nmae» нет. Возможно, имелось в виду «client.name»? Абзац «Здесь {{ client.nmae }}»."
    )


def test_the_fields_a_template_uses_are_listed(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ client.name }} {% for line in lines %}{{ line.sum }}{% endfor %}")
    assert template.used_fields(path) == ["client.name", "lines", "lines[].sum"]


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


def _with_member(path: Path, name: str, content: str | bytes) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


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
        path = _with_member(made(tmp_path, "x"), name, b"x" if name.endswith("bin") else b"<x/>")
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
