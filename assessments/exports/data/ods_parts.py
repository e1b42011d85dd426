"""The XML files of an OpenDocument workbook, with places for what differs."""

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    [
        f'xmlns:office="{OASIS}:office:1.0"',
        f'xmlns:style="{OASIS}:style:1.0"',
        f'xmlns:text="{OASIS}:text:1.0"',
        f'xmlns:table="{OASIS}:table:1.0"',
        f'xmlns:number="{OASIS}:datastyle:1.0"',
        f'xmlns:meta="{OASIS}:meta:1.0"',
        f'xmlns:config="{OASIS}:config:1.0"',
        f'xmlns:fo="{OASIS}:xsl-fo-compatible:1.0"',
        'xmlns:ooo="http://openoffice.org/2004/office"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'office:version="1.3"',
    ]
)

MANIFEST = f"""{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0"
 manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3"
 manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""

META = f"""{HEAD}<office:document-meta {NAMES}><office:meta>
<dc:title>{{title}}</dc:title><dc:language>en-GB</dc:language>
</office:meta></office:document-meta>
"""

# A4 across, as many pages as it takes, one page wide; the sheet's name in the foot.
STYLES = f"""{HEAD}<office:document-styles {NAMES}><office:styles>
<style:default-style style:family="table-cell"><style:text-properties
 fo:font-family="Arial" fo:font-size="10pt" fo:language="en" fo:country="GB"/>
</style:default-style>
</office:styles><office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties
 fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"
 fo:margin-left="1cm" fo:margin-right="1cm" fo:margin-top="1cm"
 fo:margin-bottom="1cm" style:scale-to-X="1" style:scale-to-Y="0"/>
<style:footer-style/></style:page-layout>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Default" style:page-layout-name="page"><style:footer>
<text:p><text:sheet-name/>, page <text:page-number/> of <text:page-count/></text:p>
</style:footer></style:master-page>
</office:master-styles></office:document-styles>
"""

CELL = """<style:style style:name="{}" style:family="table-cell"{}>
<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap"
 fo:border="0.5pt solid #b1b4b6"{}/>
<style:paragraph-properties fo:text-align="{}"/>
<style:text-properties fo:font-weight="{}"/></style:style>"""
CELLS = "".join(
    [
        CELL.format("text", ' style:data-style-name="as-text"', "", "start", "normal"),
        CELL.format("whole", ' style:data-style-name="n0"', "", "center", "normal"),
        CELL.format("decimal", ' style:data-style-name="n2"', "", "center", "normal"),
        CELL.format("date", ' style:data-style-name="day"', "", "start", "normal"),
        CELL.format("time", ' style:data-style-name="moment"', "", "start", "normal"),
        CELL.format("heading", "", ' fo:background-color="#e5e5e5"', "start", "bold"),
    ]
)
NUMBERS = """<number:text-style style:name="as-text"><number:text-content/>
</number:text-style><number:number-style style:name="n0"><number:number
 number:min-integer-digits="1" number:decimal-places="0"/></number:number-style>
<number:number-style style:name="n2"><number:number number:min-integer-digits="1"
 number:decimal-places="2"/></number:number-style>"""
DAY = """<number:day/><number:text> </number:text><number:month number:style="long"
 number:textual="true"/><number:text> </number:text>
<number:year number:style="long"/>"""
MOMENT = """<number:text> </number:text><number:hours number:style="long"/>
<number:text>:</number:text><number:minutes number:style="long"/>"""
DATES = f"""<number:date-style style:name="day">{DAY}</number:date-style>
<number:date-style style:name="moment">{DAY}{MOMENT}</number:date-style>"""
CONTENT_START = f"""{HEAD}<office:document-content {NAMES}><office:automatic-styles>
{NUMBERS}{DATES}{CELLS}
<style:style style:name="line" style:family="table-cell"><style:text-properties
 fo:font-weight="bold"/></style:style>
<style:style style:name="sheet" style:family="table"
 style:master-page-name="Default"/>"""
CONTENT_MIDDLE = "</office:automatic-styles><office:body><office:spreadsheet>"
RANGES_START = "<table:database-ranges>"
CONTENT_END = """</table:database-ranges></office:spreadsheet></office:body>
</office:document-content>"""

COLUMN_STYLE = """<style:style style:name="{name}" style:family="table-column">
<style:table-column-properties style:column-width="{width}cm"/></style:style>"""
ROW_STYLE = """<style:style style:name="{name}" style:family="table-row">
<style:table-row-properties style:row-height="{height}cm"
 style:use-optimal-row-height="true"/></style:style>"""
TABLE_START = '<table:table table:name={name} table:style-name="sheet">'
HEADINGS = "<table:table-header-rows>{}</table:table-header-rows>"
TABLE_END = "</table:table>"
RANGE = """<table:database-range table:name="{name}"
 table:target-range-address="{address}" table:display-filter-buttons="true"/>"""

ITEM = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
SHEET_SETTINGS = (
    "<config:config-item-map-entry config:name={name}>"
    + "".join(
        ITEM.format(*each)
        for each in [
            ("HorizontalSplitMode", "short", "{mode}"),
            ("HorizontalSplitPosition", "int", "{columns}"),
            ("VerticalSplitMode", "short", "2"),
            ("VerticalSplitPosition", "int", "{rows}"),
            ("ActiveSplitRange", "short", "3"),
            ("PositionRight", "int", "{columns}"),
            ("PositionBottom", "int", "{rows}"),
        ]
    )
    + "</config:config-item-map-entry>"
)
SETTINGS = f"""{HEAD}<office:document-settings {NAMES}><office:settings>
<config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>
<config:config-item-map-named config:name="Tables">{{sheets}}
</config:config-item-map-named></config:config-item-map-entry>
</config:config-item-map-indexed></config:config-item-set>
</office:settings></office:document-settings>
"""
