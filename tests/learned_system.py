"""A learned system of faces in one file: the second example of docs/add-a-system.md."""

from generators.learned.entry import learned
from generators.networks.config import OWN
from sei.named import Mapping, known

MAPPING = Mapping(**{**dict(known("fomm")), "tag": "tag:example.org,2026:mine"})
OWN["mine"] = OWN["fomm"].at(width=0.25)
ENTRY = learned("mine", what="fomm, thinner", mapping=MAPPING)
