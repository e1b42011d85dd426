"""Fill in a Word form in LibreOffice without a screen, as somebody at it would."""

from xml.sax.saxutils import escape

from .office import office, profile

FILL = """
Sub Fill
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim asWord(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  asWord(0).Name = "FilterName" : asWord(0).Value = "MS Word 2007 XML"
  Dim document, tables
  document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
  tables = document.TextTables
{steps}
  document.storeToURL("{target}", asWord())
  document.close(True)
End Sub

Sub Tick(cell)
  Dim paragraphs, portions, portion
  paragraphs = cell.createEnumeration()
  While paragraphs.hasMoreElements()
    portions = paragraphs.nextElement().createEnumeration()
    While portions.hasMoreElements()
      portion = portions.nextElement()
      If portion.TextPortionType = "ContentControl" Then
        portion.ContentControl.Checked = True
      End If
    Wend
  Wend
End Sub
"""
MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE script:module PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd"><script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Module1" script:language="StarBasic">{}</script:module>'
)


def tick(table, cell):
    """Return the step that ticks the box in a cell, "C3", of a table by its place."""
    return f'  Tick(tables.getByIndex({table}).getCellByName("{cell}"))'


def type_in(table, cell, text):
    """Return the step that types a text, without quotes, into a cell."""
    return f'  tables.getByIndex({table}).getCellByName("{cell}").setString("{text}")'


def filled(data, steps, folder):
    """Return the bytes of a form after steps taken in LibreOffice, saved as .docx."""
    source, target = folder / "form.docx", folder / "filled.docx"
    source.write_bytes(data)
    code = FILL.format(
        steps="\n".join(steps), source=source.as_uri(), target=target.as_uri()
    )
    module = profile() / "user" / "basic" / "Standard" / "Module1.xba"
    if not module.exists():  # the empty one of a new profile
        office("--terminate_after_init")
        module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(MODULE.format(escape(code)))
    office("macro:///Standard.Module1.Fill")
    return target.read_bytes()
