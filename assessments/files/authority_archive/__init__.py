"""Everything an authority has here, as one archive that needs no software of ours."""
