"""How two things are connected: the most telling way from one to the other, each step with its facts and citations.

``finding`` chooses the way, over the lines that the shapes declare; ``telling``
puts it in words. The shortest way is seldom the most telling one: what lies in
one country, or goes through whom everybody met, says little.
"""

from citygraph.paths.finding import between
from citygraph.paths.telling import Found, Relation, Step, as_json, as_text, connect, way

__all__ = ["Found", "Relation", "Step", "as_json", "as_text", "between", "connect", "way"]
