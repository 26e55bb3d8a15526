"""What the peers' scripts share: reading the benchmark's CSV files, and telling the parent what was measured."""
import glob
import json
import os
import resource
import sys

import pandas as pd


def is_minute(task):
    return task.startswith("minute")


def prices(folder, minute=False):
    """Symbol and frame of each daily (or minute) file, in the symbols' order."""
    kind, label = ("minute", "minute") if minute else ("daily", "date")
    for path in sorted(glob.glob(os.path.join(folder, kind, "*.csv"))):
        yield os.path.basename(path)[:-4], pd.read_csv(path, index_col=label, parse_dates=[label])


def tell(**sample):
    """Prints the sample as the last line; memory in MB (getrusage counts KB on Linux, bytes on macOS)."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    sample["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps(sample))
