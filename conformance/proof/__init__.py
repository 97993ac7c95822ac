"""What shows that the set covers the syntax and notices faults: coverage, branches, mutations."""
