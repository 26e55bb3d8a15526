"""python backtrader.py TASK FOLDER ASSETS START END: daily_cross and minute_cross by backtrader. Its orders fill at the next bar's open."""
import sys
import time

# A script's own folder comes first on the path, and this script is called as the package is.
here = sys.path.pop(0)
import backtrader

sys.path.insert(0, here)
from measure import is_minute, prices, tell

task, folder = sys.argv[1:3]
assert task in ("daily_cross", "minute_cross"), f"no such task: {task}"
FAST, SLOW = (10, 30) if is_minute(task) else (20, 60)


class Cross(backtrader.Strategy):
    def __init__(self):
        self.fast = backtrader.ind.SMA(period=FAST)
        self.slow = backtrader.ind.SMA(period=SLOW)
        self.fills = 0

    def next(self):
        self.order_target_size(target=100 if self.fast[0] > self.slow[0] else 0)

    def notify_order(self, order):
        self.fills += order.status == order.Completed


begun = time.perf_counter()
((_, frame),) = prices(folder, is_minute(task))
frame.index = frame.index.tz_localize(None)
cerebro = backtrader.Cerebro(stdstats=False)
cerebro.adddata(backtrader.feeds.PandasData(dataname=frame))
cerebro.addstrategy(Cross)
cerebro.broker.setcash(1e6)
read = time.perf_counter()
(strategy,) = cerebro.run()
done = time.perf_counter()
tell(
    run=done - read,
    reading=read - begun,
    value=cerebro.broker.getvalue(),
    fills=strategy.fills,
    bars=len(frame),
    version=backtrader.__version__,
)
