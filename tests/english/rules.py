"""The rules of rules.toml, and the words that docstrings begin with."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SHOWN = "shown"  # to the people who use the site: pages, emails, messages
DOCSTRING = "docstring"
COMMENT = "comment"
PAPER = "paper"  # the README and the documents


@dataclass(frozen=True)
class Rule:
    """One thing not to write; rules.toml says what each part is."""

    name: str
    pattern: str
    instead: str
    wrong: str
    right: str
    kinds: tuple = (SHOWN, DOCSTRING, COMMENT, PAPER)
    unless: str = ""

    @cached_property
    def wanted(self):
        return re.compile(self.pattern, re.IGNORECASE)

    def found_in(self, text):
        """Yield (position, words) of each place where the text breaks the rule."""
        for hit in self.wanted.finditer(text):
            around = text[max(hit.start() - 60, 0) : hit.end() + 60]
            if not (self.unless and re.search(self.unless, around, re.IGNORECASE)):
                yield hit.start(), " ".join(hit.group().split())


def read_rules():
    """Return the Rules of rules.toml, in their order."""
    path = Path(__file__).with_name("rules.toml")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Rule(name=name, **parts) for name, parts in listed.items()]


RULES = read_rules()

# The first word of a function's docstring.
VERBS = frozenset(
    [
        "Accept",
        "Add",
        "Allow",
        "Annotate",
        "Answer",
        "Append",
        "Apply",
        "Approve",
        "Ask",
        "Assert",
        "Attach",
        "Begin",
        "Blank",
        "Bring",
        "Build",
        "Call",
        "Cancel",
        "Change",
        "Check",
        "Choose",
        "Clean",
        "Close",
        "Collect",
        "Combine",
        "Compare",
        "Complete",
        "Compute",
        "Convert",
        "Copy",
        "Count",
        "Create",
        "Cut",
        "Decide",
        "Decline",
        "Defuse",
        "Delete",
        "Deliver",
        "Describe",
        "Disable",
        "Discard",
        "Divide",
        "Do",
        "Download",
        "Draw",
        "Drop",
        "Empty",
        "Enable",
        "End",
        "Ensure",
        "Escape",
        "Estimate",
        "Exclude",
        "Expire",
        "Export",
        "Extend",
        "Extract",
        "Fail",
        "Fetch",
        "Fill",
        "Filter",
        "Find",
        "Fit",
        "Follow",
        "Forget",
        "Format",
        "Freeze",
        "Generate",
        "Get",
        "Give",
        "Go",
        "Group",
        "Hand",
        "Handle",
        "Have",
        "Hide",
        "Hold",
        "Identify",
        "Ignore",
        "Import",
        "Include",
        "Insert",
        "Invite",
        "Join",
        "Keep",
        "Kill",
        "Lead",
        "Leave",
        "Let",
        "Limit",
        "Link",
        "List",
        "Load",
        "Lock",
        "Log",
        "Look",
        "Make",
        "Map",
        "Mark",
        "Match",
        "Measure",
        "Merge",
        "Move",
        "Name",
        "Normalise",
        "Note",
        "Notify",
        "Number",
        "Omit",
        "Open",
        "Order",
        "Parse",
        "Pass",
        "Pick",
        "Plant",
        "Post",
        "Prepare",
        "Press",
        "Print",
        "Put",
        "Queue",
        "Quote",
        "Raise",
        "Rate",
        "Read",
        "Record",
        "Redact",
        "Redirect",
        "Refresh",
        "Refuse",
        "Register",
        "Reject",
        "Release",
        "Remember",
        "Remind",
        "Remove",
        "Render",
        "Reopen",
        "Replace",
        "Report",
        "Request",
        "Require",
        "Reset",
        "Resolve",
        "Respond",
        "Restore",
        "Return",
        "Reuse",
        "Reveal",
        "Run",
        "Save",
        "Say",
        "Scan",
        "Score",
        "Search",
        "See",
        "Select",
        "Send",
        "Separate",
        "Serve",
        "Set",
        "Settle",
        "Share",
        "Shorten",
        "Show",
        "Sign",
        "Skip",
        "Sort",
        "Split",
        "Start",
        "Stop",
        "Store",
        "Strip",
        "Submit",
        "Subscribe",
        "Sum",
        "Summarise",
        "Switch",
        "Tag",
        "Take",
        "Tell",
        "Translate",
        "Trim",
        "Try",
        "Turn",
        "Type",
        "Undo",
        "Unlock",
        "Update",
        "Upload",
        "Use",
        "Validate",
        "Verify",
        "Visit",
        "Wait",
        "Walk",
        "Warn",
        "Withdraw",
        "Wrap",
        "Write",
        "Yield",
    ]
)
CLAUSES = frozenset(
    [
        "As",
        "How",
        "That",
        "What",
        "When",
        "Where",
        "Whether",
        "Which",
        "Who",
        "Whom",
        "Whose",
        "Why",
    ]
)
