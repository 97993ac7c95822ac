"""The streams of the conformance set, by what they prove; importing a module enters its streams."""
