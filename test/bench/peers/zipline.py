"""python zipline.py prepare|TASK FOLDER ASSETS START END: the benchmarks by zipline-reloaded, on a bundle made once by `prepare`."""
import logging
import os
import sys
import time
import warnings

command, folder, count, start, end = sys.argv[1:6]
begin = sys.argv[6] if len(sys.argv) > 6 else start
minute = os.path.isdir(os.path.join(folder, "minute"))
# A script's own folder comes first on the path, and this script is called as the package is.
here = sys.path.pop(0)
os.environ["ZIPLINE_ROOT"] = os.path.join(folder, "zipline-root")
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import numpy as np
import pandas as pd
import zipline
from zipline.api import attach_pipeline, date_rules, order_target, order_target_percent, pipeline_output, schedule_function, symbol, time_rules
from zipline.data import bundles
from zipline.pipeline import Pipeline
from zipline.pipeline.data import EquityPricing
from zipline.pipeline.factors import RSI, AverageDollarVolume, Returns, SimpleMovingAverage
from zipline.utils.calendar_utils import get_calendar

sys.path.insert(0, here)
from measure import prices, tell

first, last = pd.Timestamp(start), pd.Timestamp(end)


def write(environ, assets, minutes, days, adjustments, calendar, begin, finish, cache, show_progress, output):
    files = list(prices(folder, minute))
    symbols = [name for name, _ in files]
    equities = pd.DataFrame(
        dict(
            symbol=symbols,
            asset_name=symbols,
            start_date=first,
            end_date=last,
            auto_close_date=last + pd.Timedelta(days=1),
            exchange="NYSE",
        )
    )
    exchanges = pd.DataFrame(dict(exchange=["NYSE"], canonical_name=["NYSE"], country_code=["US"]))
    assets.write(equities=equities, exchanges=exchanges)
    if minute:
        minutes.write((sid, frame) for sid, (_, frame) in enumerate(files))
    days.write((sid, sessions_of(frame, calendar) if minute else frame) for sid, (_, frame) in enumerate(files))
    clock["bars"] = sum(len(frame) for _, frame in files)
    adjustments.write()


def sessions_of(frame, calendar):
    by_session = frame.groupby(np.asarray(calendar.minutes_to_sessions(frame.index)))
    how = dict(open="first", high="max", low="min", close="last", volume="sum")
    sessions = by_session.agg(how)
    sessions.index = pd.DatetimeIndex(sessions.index)
    return sessions


bundles.register("bench", write, calendar_name="XNYS", start_session=first, end_session=last)
clock = {}


def cross():
    def initialize(context):
        clock["initialized"] = time.perf_counter()
        context.asset = symbol("S0000")
        context.bars = 0

    def handle_data(context, data):
        context.bars += 1
        if context.bars < 60:
            return
        fast = data.history(context.asset, "price", 20, "1d").mean()
        slow = data.history(context.asset, "price", 60, "1d").mean()
        order_target(context.asset, 100 if fast > slow else 0)

    return dict(initialize=initialize, handle_data=handle_data)


def minute_cross():
    def initialize(context):
        clock["initialized"] = time.perf_counter()
        context.asset = symbol("MIN1")
        context.bars = 0

    def handle_data(context, data):
        context.bars += 1
        if context.bars < 30:
            return
        last = data.history(context.asset, "price", 30, "1m")
        order_target(context.asset, 100 if last[-10:].mean() > last.mean() else 0)

    return dict(initialize=initialize, handle_data=handle_data)


def rebalance():
    assets = int(count)

    def initialize(context):
        clock["initialized"] = time.perf_counter()
        context.assets = [symbol(f"S{i:04d}") for i in range(assets)]
        schedule_function(trade, date_rules.month_start(), time_rules.market_open())

    def trade(context, data):
        for asset in context.assets:
            order_target_percent(asset, 0.9 / assets)

    return dict(initialize=initialize)


def pipeline():
    def initialize(context):
        clock["initialized"] = time.perf_counter()
        m = Returns(window_length=126)
        v = AverageDollarVolume(window_length=30).top(300)
        columns = dict(
            m=m,
            z=m.zscore(mask=v),
            r=m.rank(mask=v),
            sma=SimpleMovingAverage(inputs=[EquityPricing.close], window_length=50),
            rsi=RSI(),
            top=m.top(50, mask=v),
        )
        attach_pipeline(Pipeline(columns=columns, screen=v), "p")

    def before_trading_start(context, data):
        context.out = pipeline_output("p")

    return dict(initialize=initialize, before_trading_start=before_trading_start)


TASKS = dict(
    daily_cross=cross,
    daily_rebalance_500=rebalance,
    minute_cross=minute_cross,
    one_year=cross,
    pipeline_500=pipeline,
)

if command == "prepare":
    begun = time.perf_counter()
    bundles.ingest("bench", os.environ, show_progress=False)
    took = time.perf_counter() - begun
    tell(run=took, reading=took, bars=clock["bars"], version=zipline.__version__)
else:
    callbacks = TASKS[command]()
    begun = time.perf_counter()
    performance = zipline.run_algorithm(
        start=pd.Timestamp(begin),
        end=last,
        capital_base=1e6,
        data_frequency="minute" if minute else "daily",
        bundle="bench",
        trading_calendar=get_calendar("XNYS"),
        **callbacks,
    )
    done = time.perf_counter()
    tell(
        run=done - clock["initialized"],
        reading=clock["initialized"] - begun,
        value=float(performance.portfolio_value.iloc[-1]),
        fills=sum(len(each) for each in performance.transactions),
        bars=int(((performance.period_close - performance.period_open).dt.total_seconds() // 60 + 1).sum()) if minute else len(performance),
        version=zipline.__version__,
    )
