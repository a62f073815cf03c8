"""What the shapes say, as plain JSON, for the scripts that people would write without this tool.

python scripts/baselines/plan.py > plan.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from citygraph import projects, schema


def plan(root: Path) -> dict[str, object]:
    """
    Kinds by key (parts by class) with their classes and fields.
    """
    shapes = schema.read(projects.find(root).ontologies)
    return {
        kind.key or kind.iri: {
            "form": kind.form,
            "classes": kind.classes,
            "describes": kind.describes,
            "shorthand": kind.shorthand,
            "fields": {
                each.key: {
                    "path": each.path,
                    "type": each.type,
                    "target": each.target,
                    "choices": dict(each.choices),
                    "through": each.through,
                    "days": [each.earliest, each.latest],
                    "own": each.own,
                }
                for each in kind.fields
            },
        }
        for kind in shapes.kinds.values()
    }


if __name__ == "__main__":
    json.dump(plan(Path(sys.argv[1] if len(sys.argv) > 1 else ".")), sys.stdout)
