"""Files as newspapers, offices and attackers make them, put together by hand."""

import io
import zipfile
import zlib

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

LEFT, TOP, LEADING = 60, 780, 14


def text_page(*paragraphs, x=LEFT, top=TOP, size=11, gap=8):
    """Lay out paragraphs, each a list of lines, as (x, y, size, text)."""
    placed, y = [], top
    for paragraph in paragraphs:
        for line in paragraph:
            placed.append((x, y, size, line))
            y -= LEADING
        y -= gap
    return placed


def make_pdf(pages, *, title=None, packed=True, content=None):
    """A PDF whose pages are lists of (x, y, size, text); `content` replaces each page's drawing."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
    )
    for i, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        drawing = content if content is not None else b"\n".join(_drawn(*line) for line in page)
        objects.append(_stream(drawing, packed=packed))
    return _file(objects, title)


def many_pages(depth, width):
    """A small PDF whose tree of pages names each part many times over: width ** depth pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(depth):
        kids = f"{level + 3} 0 R " * width
        parent = f"/Parent {level + 1} 0 R" if level else ""
        count = width ** (depth - level)
        objects.append(f"<< /Type /Pages {parent} /Kids [{kids}] /Count {count} >>".encode())
    objects.append(f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 595 842] >>".encode())
    return _file(objects, None)


def with_script(data):
    """The same PDF, which has a script run when it is opened."""
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\('open'\\);) >>"
    return data.replace(b"/Type /Catalog", b"/Type /Catalog " + action)


BILLION_LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n > 1 else b"&a;") * 10)
        for n in range(1, 10)
    )
    + b"]><d>&a9;</d>"
)
OUTSIDE_ENTITY = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
DEEP_DOCUMENT = b"<d>" * 200_000 + b"</d>" * 200_000


def _drawn(x, y, size, text):
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (size, x, y, escaped.encode("cp1252"))


def _stream(data, *, packed):
    kind = b""
    if packed:
        data, kind = zlib.compress(data), b" /Filter /FlateDecode"
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), kind, data)


def _file(objects, title):
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    if title:
        objects = [*objects, f"<< /Title ({title}) >>".encode()]
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    info = b" /Info %d 0 R" % len(objects) if title else b""
    out += b"trailer << /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, info)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def protected_pdf(data, *, password):
    """The same file, encrypted; an empty password only forbids changes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password=password[::-1], algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_docx(*blocks, title=None, extra=None):
    """A Word document: strings are paragraphs, lists of lists tables, bytes XML of a paragraph."""
    document = docx.Document()
    if title:
        document.add_paragraph(title, style="Title")
    for block in blocks:
        if isinstance(block, bytes):
            document.element.body.insert(-1, parse_xml(_named(block)))
        elif isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(block)
    out = io.BytesIO()
    document.save(out)
    return with_members(out.getvalue(), extra or {})


def _named(xml):
    return xml.replace(b"<w:p>", f"<w:p {nsdecls('w')}>".encode(), 1)


def with_members(data, extra):
    """The same archive with members replaced or put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in extra:
                new.writestr(info, old.read(info))
        for name, body in extra.items():
            new.writestr(name, body, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_zip(members, *, packing=zipfile.ZIP_DEFLATED):
    """A zip archive of (name, bytes) pairs, in order; names are taken as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, body in members:
            archive.writestr(zipfile.ZipInfo(name), body, compress_type=packing)
    return out.getvalue()
