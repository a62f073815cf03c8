"""What must hold, judged; verdicts on lines of YAML.

What one value must be is judged while it is read (``facts``). Here stand the
rules of the shapes that look at more than one value: the order of dates, one
value where several records describe the same thing, constraints across records
in SPARQL, and, with the texts of the reports at hand, whether each citation is
grounded.
"""

from __future__ import annotations

from citygraph.checks.counting import in_one_language, unused
from citygraph.checks.doubles import doubles
from citygraph.checks.grounding import Coverage, ground
from citygraph.checks.judging import broken, judge, judge_together

__all__ = ["Coverage", "broken", "doubles", "ground", "in_one_language", "judge", "judge_together", "unused"]
