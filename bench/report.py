"""The figures as a table, each goal with its outcome."""

MOST_QUERIES = 12
MOST_MEGABYTES = 250
MOST_KILOBYTES = 200  # of the table of the largest area
PAGE_TIMES = 3
TIMES = {"Agenda": 2.5, "Settle": 2.5}  # of these pages
PDF_TIMES = 1.5
CHROMIUM_TIMES = 0.7
HEADINGS = (
    f"{'':<22}{'median':>8}{'95th':>8}{'cpu':>8}{'queries':>9}{'size':>6}{'peak':>6}"
    f"{'floor:':>9}{'median':>8}{'95th':>8}{'cpu':>8}{'ratio':>8}{'of cpu':>8}\n"
    f"{'':<22}{'ms':>8}{'ms':>8}{'ms':>8}{'':>9}{'KB':>6}{'MB':>6}"
    f"{'':>9}{'ms':>8}{'ms':>8}{'ms':>8}\n"
)


def ratios(figures, floor):
    """Return the time, and processor time, as multiples of the floor's."""
    return figures.median / floor.median, figures.cpu / floor.cpu


def line(figures, floor=None):
    """Return a line of the table, with the floor's times and the ratios if there is one."""
    text = (
        f"{figures.name:<22}{figures.median:>8.1f}{figures.p95:>8.1f}"
        f"{figures.cpu:>8.1f}{figures.queries:>9}{figures.size / 1024:>6.0f}"
        f"{figures.peak:>6.0f}"
    )
    if floor:
        time, cpu = ratios(figures, floor)
        text += (
            f"{'':>9}{floor.median:>8.1f}{floor.p95:>8.1f}{floor.cpu:>8.1f}"
            f"{time:>8.2f}{cpu:>8.2f}"
        )
    return text


def times_goals(figures, floor, most, *, below=False):
    """Yield the goals against the floor, in time and in processor time."""
    limit = f"{'less than' if below else 'at most'} {most} times the floor"
    for kind, ratio in zip(("", " of cpu"), ratios(figures, floor), strict=True):
        is_met = ratio < most if below else ratio <= most
        yield goal(f"{figures.name}: {limit}{kind}", f"{ratio:.2f}", is_met)


def most_times(figures):
    """Return how many times its floor a page may take."""
    return TIMES.get(figures.name.split(",")[0], PAGE_TIMES)


def size_goal(page):
    """Return the goal for the bytes of a page."""
    kilobytes = page.size / 1000
    name = f"{page.name}: less than {MOST_KILOBYTES} KB"
    return goal(name, f"{kilobytes:.0f}", kilobytes < MOST_KILOBYTES)


def queries_goal(pages):
    """Return the goal for queries, measured on the page with most of them."""
    page = max(pages, key=lambda figures: figures.queries)
    name = f"Every page: at most {MOST_QUERIES} queries ({page.name} has most)"
    return goal(name, page.queries, page.queries <= MOST_QUERIES)


def memory_goal(name, megabytes):
    name = f"{name}: less than {MOST_MEGABYTES} MB"
    return goal(name, f"{megabytes:.0f}", megabytes < MOST_MEGABYTES)


def chromium_goal(printing, theirs):
    """Return the goal for a PDF against Chromium printing the same page."""
    ratio = printing.median / theirs.median
    name = f"{printing.name}: at most {CHROMIUM_TIMES} of Chromium's time"
    return goal(name, f"{ratio:.2f}", ratio <= CHROMIUM_TIMES)


def goal(name, figure, is_met):
    return f"{name:<66}{figure:>8}  {'met' if is_met else 'missed'}"
