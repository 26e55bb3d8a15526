"""python nautilus.py TASK FOLDER ASSETS START END: daily_cross and minute_cross by NautilusTrader. Its orders fill on the bar of the signal."""
import sys
import time

import nautilus_trader
import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

from measure import is_minute, prices, tell

task, folder = sys.argv[1:3]
assert task in ("daily_cross", "minute_cross"), f"no such task: {task}"
minute = is_minute(task)
FAST, SLOW = (10, 30) if minute else (20, 60)

venue = Venue("XNYS")
instrument = TestInstrumentProvider.equity("S0000", "XNYS")
bar_type = BarType.from_str(f"S0000.XNYS-1-{'MINUTE' if minute else 'DAY'}-LAST-EXTERNAL")


class Cross(Strategy):
    def __init__(self):
        super().__init__(StrategyConfig())
        self.fast = SimpleMovingAverage(FAST)
        self.slow = SimpleMovingAverage(SLOW)
        self.held = 0
        self.fills = 0

    def on_start(self):
        self.register_indicator_for_bars(bar_type, self.fast)
        self.register_indicator_for_bars(bar_type, self.slow)
        self.subscribe_bars(bar_type)

    def on_bar(self, bar):
        if not self.indicators_initialized():
            return
        wanted = 100 if self.fast.value > self.slow.value else 0
        if wanted == self.held:
            return
        side = OrderSide.BUY if wanted > self.held else OrderSide.SELL
        self.submit_order(self.order_factory.market(instrument.id, side, instrument.make_qty(abs(wanted - self.held))))
        self.held = wanted

    def on_order_filled(self, event):
        self.fills += 1


begun = time.perf_counter()
((_, frame),) = prices(folder, minute)
frame.index = pd.to_datetime(frame.index, utc=True)
bars = BarDataWrangler(bar_type, instrument).process(frame.astype(float))
engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
engine.add_venue(venue, OmsType.NETTING, AccountType.MARGIN, [Money(1_000_000, USD)], base_currency=USD)
engine.add_instrument(instrument)
engine.add_data(bars)
strategy = Cross()
engine.add_strategy(strategy)
read = time.perf_counter()
engine.run()
done = time.perf_counter()
tell(
    run=done - read,
    reading=read - begun,
    value=engine.portfolio.account(venue).balance_total(USD).as_double(),
    fills=strategy.fills,
    bars=len(frame),
    version=nautilus_trader.__version__,
)
