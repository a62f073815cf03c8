"""What every maker of pages works with: the site, and for the language at hand its narrator and renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citygraph.sites.catalogue import Site
    from citygraph.sites.nearby import Network
    from citygraph.sites.rendering import Renderer
    from citygraph.sites.telling import Narrator


class Making(NamedTuple):
    """
    One language of a site while it is made.
    """

    site: Site
    lang: str
    narrator: Narrator
    renderer: Renderer
    network: Network
