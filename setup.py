"""Everything declarative stands in setup.cfg; this only copies ontology/ and data/ into the wheel."""

from collections.abc import Iterator
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
BUNDLE = {"ontology": ("*.ttl", "*.rq", "*.part", "*.yaml"), "data": ("*.yaml",)}


class BuildPy(build_py):
    """
    The usual build, with the ontology and the data as ``citygraph/_bundle``.
    """

    def _bundle(self) -> Iterator[tuple[Path, Path]]:
        for name, patterns in BUNDLE.items():
            for pattern in patterns:
                for source in sorted((ROOT / name).rglob(pattern)):
                    yield source, Path(self.build_lib, "citygraph", "_bundle", source.relative_to(ROOT))

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for source, target in self._bundle():
                self.mkpath(str(target.parent))
                self.copy_file(str(source), str(target))

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        extra = [] if self.editable_mode else [str(target) for _, target in self._bundle()]
        return list(super().get_outputs(include_bytecode)) + extra


setup(cmdclass={"build_py": BuildPy})
