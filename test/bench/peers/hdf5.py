"""python hdf5.py BUNDLE_INGESTION: the bars of a bundle as pandas writes them to HDF5, and how many bytes each takes.

pip install pandas tables pyarrow
"""
import glob
import os
import sys
import tempfile
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
folder = sys.argv[1]
kind = "minute" if os.path.isdir(os.path.join(folder, "minute")) else "daily"
files = sorted(glob.glob(os.path.join(folder, kind, "*.parquet")))
frame = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True)
ours = sum(os.path.getsize(path) for path in files)
print(f"{len(frame)} {kind} bars, {ours} bytes here, {ours / len(frame):.2f} a bar")
# `fixed` is pandas' default, one frame an asset as most keep them; `table` is what can be appended to.
WAYS = {
    "an asset a key, fixed (the default)": dict(format="fixed"),
    "an asset a key, fixed, blosc 9": dict(format="fixed", complevel=9, complib="blosc"),
    "an asset a key, fixed, zlib 9": dict(format="fixed", complevel=9, complib="zlib"),
    "one table (the default)": dict(format="table"),
    "one table, blosc 9": dict(format="table", complevel=9, complib="blosc"),
    "one table, zlib 9": dict(format="table", complevel=9, complib="zlib"),
}
for name, how in WAYS.items():
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "bars.h5")
        if name.startswith("one"):
            frame.to_hdf(path, key="bars", mode="w", index=False, **how)
        else:
            with pd.HDFStore(path, "w", complevel=how.get("complevel"), complib=how.get("complib")) as store:
                for sid, group in frame.groupby("sid"):
                    store.put(f"s{sid}", group.drop(columns="sid").set_index("time"), format=how["format"])
        size = os.path.getsize(path)
        print(f"{name}: {size} bytes, {size / len(frame):.2f} a bar; ours is {ours / size:.3f} of it")
