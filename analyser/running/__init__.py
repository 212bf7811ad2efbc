"""Many documents over processes or machines: bounded, in order, each killable."""
