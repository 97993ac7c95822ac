"""Pictures from files and to files, and the zoo of published clips and models."""
