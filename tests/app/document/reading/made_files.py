"""Documents as other programs write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    PageBreak,
    PageTemplate,
    Paragraph,
)

PARAGRAPH = (
    "Anna came home late in the evening, when the storm had already taken the roof from the "
    "boathouse. The lighthouse keeper counted the boats twice, and twice there was one too few."
)
RUNNING_TITLE = "A History of Harbours"


class _Book(BaseDocTemplate):  # type: ignore[misc]
    """Puts headings into the outline."""

    def afterFlowable(self, flowable: Any) -> None:
        style = getattr(getattr(flowable, "style", None), "name", "")
        if self.outlined and style.startswith("Heading"):
            key = f"heading-{id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, int(style[-1]) - 1)


def write_pdf(
    path: Path,
    chapters: dict[str, list[str]],
    *,
    columns: int = 1,
    outlined: bool = True,
    password: str = "",
) -> None:
    """A PDF with a running title and page numbers; each chapter begins a page."""
    encryption = StandardEncryption(password) if password else None
    book = _Book(str(path), pagesize=A4, encrypt=encryption)
    book.outlined = outlined
    width = 17 * cm / columns
    frames = [
        Frame(2 * cm + column * width, 2 * cm, width - 0.5 * cm, 25 * cm)
        for column in range(columns)
    ]
    book.addPageTemplates(PageTemplate(frames=frames, onPage=_margins))
    styles = getSampleStyleSheet()
    flow: list[Any] = []
    for title, paragraphs in chapters.items():
        flow.append(Paragraph(title, styles["Heading1"]))
        flow += [Paragraph(text, styles["BodyText"]) for text in paragraphs]
        flow.append(PageBreak())
    book.build(flow)


def write_paper(path: Path, title: str, sections: dict[str, list[str]]) -> None:
    """A PDF with a title across two narrow, justified columns, and headings in bold type of the
    text's own size, right above the text."""
    paper = BaseDocTemplate(str(path), pagesize=A4)
    wide, column = 17 * cm, 8.2 * cm
    frames = [
        Frame(2 * cm, 25 * cm, wide, 2 * cm),
        Frame(2 * cm, 2 * cm, column, 23 * cm),
        Frame(2 * cm + wide - column, 2 * cm, column, 23 * cm),
    ]
    paper.addPageTemplates(PageTemplate(frames=frames))
    text = ParagraphStyle("text", fontName="Times-Roman", alignment=TA_JUSTIFY)
    bold = ParagraphStyle("bold", fontName="Times-Bold", spaceBefore=12, spaceAfter=5)
    large = ParagraphStyle("large", fontSize=20, leading=24, alignment=TA_CENTER)
    flow: list[Any] = [Paragraph(title, large), FrameBreak()]
    for heading, paragraphs in sections.items():
        flow.append(Paragraph(heading, bold))
        flow += [Paragraph(each, text) for each in paragraphs]
    paper.build(flow)


def _margins(canvas: Canvas, book: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(2 * cm, 28.5 * cm, RUNNING_TITLE)
    canvas.drawCentredString(10.5 * cm, 1.2 * cm, str(book.page))


def write_lines(path: Path, lines: list[str]) -> None:
    """A PDF of these lines on one page, one below the other."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, line in enumerate(lines):
        canvas.drawString(2 * cm, 27 * cm - number * 14, line)
    canvas.save()
