"""The rows of figures and the parts of bars, which are written without a template."""

from django.template import Context, Template

from assessments.round_analysis.plots import BarInput, stacked
from assessments.round_analysis.tables import Column, Table


def written(tag, **values):
    return Template(f"{{% load figure_rows %}}{{% {tag} %}}").render(Context(values))


def test_rows_are_escaped_whatever_a_name_or_a_heading_has_in_it():
    table = Table(
        "t",
        "T",
        [Column("Name"), Column('<b> {0} "50%"', 2), Column("Band")],
        [["A & <i>B</i> {}", 2.345, None], ["C", None, "Ok"]],
    )
    heading = "&lt;b&gt; {0} &quot;50%&quot;"
    assert written("figure_rows table", table=table).split("\n") == [
        (
            '<tr role="row"><th scope="row" role="rowheader" dir="auto">'
            "A &amp; &lt;i&gt;B&lt;/i&gt; {}</th>"
            f'<td role="cell" data-label="{heading}" class="app-figures__number">2.35</td>'
            '<td role="cell" data-label="Band">–</td></tr>'
        ),
        (
            '<tr role="row"><th scope="row" role="rowheader" dir="auto">C</th>'
            f'<td role="cell" data-label="{heading}" class="app-figures__number">–</td>'
            '<td role="cell" data-label="Band">Ok</td></tr>'
        ),
    ]


def test_each_part_of_a_bar_is_drawn_where_it_lies_with_its_number():
    plot = stacked("T", ["A", "B"], [BarInput("a", [1, 200]), BarInput("b", [3, 0])])
    drawn = written("bar_parts plot", plot=plot)
    parts = [part for row in plot.rows for part in row.pieces]
    assert drawn.count("<rect") == len(parts) == 3
    assert drawn.count("<text") == 1  # the others have no room for a number
    for row in plot.rows:
        for part in row.pieces:
            assert (
                f'<rect x="{part.x}" y="{row.bar_y}" width="{part.width}" height="14" '
                f'fill="{part.fill}"' in drawn
            )
    assert f'fill="{plot.rows[0].pieces[1].ink}">200</text>' in drawn
