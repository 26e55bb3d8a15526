"""python vectorbt.py TASK FOLDER ASSETS START END: the sweep by vectorbt, its second run in one process, when its code is compiled. Orders fill on the bar of the signal."""
import sys
import time

# A script's own folder comes first on the path, and this script is called as the package is.
here = sys.path.pop(0)
import numpy as np
import vectorbt

sys.path.insert(0, here)
from measure import prices, tell

task, folder = sys.argv[1:3]
assert task == "sweep", f"no such task: {task}"


def once(close):
    fast, slow = vectorbt.MA.run_combs(close, window=np.arange(2, 47), r=2)
    held = vectorbt.Portfolio.from_signals(
        close, fast.ma_above(slow), fast.ma_below(slow), size=100, init_cash=1e6, fees=0.001, freq="1D"
    )
    assert held.total_return().notna().all() and not np.isnan(held.sharpe_ratio().max())
    return held


begun = time.perf_counter()
((_, frame),) = prices(folder)
once(frame.close)
read = time.perf_counter()
held = once(frame.close)
done = time.perf_counter()
tell(
    run=done - read,
    reading=read - begun,
    value=float(held.final_value().sum()),
    fills=int(held.orders.count().sum()),
    bars=held.wrapper.shape[0] * held.wrapper.shape[1],
    version=vectorbt.__version__,
)
