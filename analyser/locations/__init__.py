"""Where documents come from and reports go to: paths here, or URLs."""
