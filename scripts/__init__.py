"""Developer scripts: benchmarks, fuzzing, generated documentation."""
