"""python vectors.py: writes vectors.json, what pandas' merge_asof answers to joins of random times."""
import json
import pathlib

import numpy as np
import pandas as pd

KINDS = {
    "backward": ("backward", True),
    "before": ("backward", False),
    "forward": ("forward", True),
    "after": ("forward", False),
    "nearest": ("nearest", True),
}
rng = np.random.default_rng(7)
cases = []
for size in range(24):
    left = np.sort(rng.integers(0, 40, size)).astype(float)
    right = np.sort(rng.integers(0, 40, rng.integers(0, 20))).astype(float)
    tolerance = [None, 0, 2, 5][size % 4]
    rows = pd.DataFrame({"time": right, "row": np.arange(len(right))})
    for kind, (direction, exact) in KINDS.items():
        # Without exact matches pandas takes no tolerance of 0.
        if tolerance == 0 and not exact:
            continue
        joined = pd.merge_asof(
            pd.DataFrame({"time": left}), rows, on="time", direction=direction, allow_exact_matches=exact, tolerance=tolerance
        )
        found = [int(row) for row in joined["row"].fillna(-1)]
        cases.append({"kind": kind, "left": left.tolist(), "right": right.tolist(), "tolerance": tolerance, "rows": found})
path = pathlib.Path(__file__).with_name("vectors.json")
path.write_text(json.dumps({"pandas": pd.__version__, "cases": cases}) + "\n")
