"""What the scripts beside it share: Zipline's bundles of test/parity/data, runs of TradingAlgorithm on them, answers as JSON.

    pip install zipline-reloaded==3.2.1
    python test/compat/zipline/NAME.py            # writes NAME.json
"""

import json
import logging
import math
import os
import sys
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
os.environ.setdefault('ZIPLINE_ROOT', os.path.join(tempfile.gettempdir(), 'rustybt-zipline-root'))

import numpy as np
import pandas as pd
from zipline import TradingAlgorithm
from zipline.data import bundles
from zipline.data.data_portal import DataPortal
from zipline.finance.trading import SimulationParameters
from zipline.utils.calendar_utils import get_calendar

DATA = Path(__file__).parents[2] / 'parity' / 'data'
SPANS = {'daily': ('2019-01-02', '2022-12-30'), 'minute': ('2020-11-20', '2020-12-04')}
DATES = ['declared_date', 'ex_date', 'record_date', 'pay_date']


def table(kind, name, dates):
    path = DATA / kind / name
    return pd.read_csv(path, parse_dates=dates) if path.exists() else None


def ingest(kind):
    """An ingest function for one folder of data; sids are the rows of assets.csv."""

    def write(environ, assets, minutes, days, adjustments, calendar, *_):
        listed = table(kind, 'assets.csv', ['start_date', 'end_date', 'auto_close_date'])
        sids = {symbol: sid for sid, symbol in enumerate(listed.symbol)}
        exchanges = pd.DataFrame([('NYSE', 'NYSE', 'US')], columns=['exchange', 'canonical_name', 'country_code'])
        assets.write(equities=listed, exchanges=exchanges)
        label = 'minute' if kind == 'minute' else 'date'
        bars = {
            sid: pd.read_csv(DATA / kind / 'bars' / f'{symbol}.csv.gz', index_col=label, parse_dates=[label])
            for symbol, sid in sids.items()
        }

        def daily():
            for sid, frame in bars.items():
                if kind == 'minute':
                    sessions = calendar.minutes_to_sessions(frame.index.tz_convert('UTC'))
                    rules = {'open': 'first', 'high': 'max', 'low': 'min', 'close': 'last', 'volume': 'sum'}
                    frame = frame.groupby(np.asarray(sessions)).agg(rules)
                    frame.index = pd.DatetimeIndex(frame.index)
                frame = frame.reindex(calendar.sessions_in_range(frame.index[0], frame.index[-1]))
                yield sid, frame.assign(volume=frame.volume.fillna(0))

        if kind == 'minute':
            minutes.write(iter(bars.items()))
        days.write(daily())
        given = {}
        splits = table(kind, 'splits.csv', ['effective_date'])
        if splits is not None:
            given['splits'] = splits.assign(sid=splits.symbol.map(sids))[['sid', 'ratio', 'effective_date']]
        dividends = table(kind, 'dividends.csv', DATES)
        if dividends is not None:
            given['dividends'] = dividends.assign(sid=dividends.symbol.map(sids))[['sid', 'amount', *DATES]]
        shares = table(kind, 'stock_dividends.csv', DATES)
        if shares is not None:
            shares = shares.assign(sid=shares.symbol.map(sids), payment_sid=shares.payment_symbol.map(sids))
            given['stock_dividends'] = shares[['sid', 'payment_sid', 'ratio', *DATES]]
        adjustments.write(**given)

    return write


def bundle(kind):
    name = f'rustybt-{kind}'
    if name not in bundles.bundles:
        first, last = map(pd.Timestamp, SPANS[kind])
        bundles.register(name, ingest(kind), calendar_name='XNYS', start_session=first, end_session=last)
    try:
        return bundles.load(name)
    except ValueError:
        bundles.ingest(name, show_progress=False)
        return bundles.load(name)


def algorithm(kind, start, end, capital=100_000.0, emission='daily', **given):
    """A TradingAlgorithm on one folder of data, ready to run."""
    calendar = get_calendar('XNYS')
    data = bundle(kind)
    portal = DataPortal(
        data.asset_finder,
        trading_calendar=calendar,
        first_trading_day=data.equity_minute_bar_reader.first_trading_day,
        equity_minute_reader=data.equity_minute_bar_reader,
        equity_daily_reader=data.equity_daily_bar_reader,
        adjustment_reader=data.adjustment_reader,
    )
    parameters = SimulationParameters(
        start_session=pd.Timestamp(start),
        end_session=pd.Timestamp(end),
        trading_calendar=calendar,
        capital_base=capital,
        data_frequency='minute' if kind == 'minute' else 'daily',
        emission_rate=emission,
    )
    flat = pd.Series(0.0, index=calendar.sessions_in_range(pd.Timestamp(start), pd.Timestamp(end)))
    given.setdefault('benchmark_returns', flat)
    return TradingAlgorithm(sim_params=parameters, data_portal=portal, trading_calendar=calendar, **given)


def clean(value):
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(clean(key)): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, pd.Index)):
        return [clean(item) for item in value]
    if isinstance(value, pd.Series):
        return clean(value.to_dict())
    return getattr(value, 'symbol', None) or str(value)


def columns(perf, *names):
    """Some of a performance frame's columns, as lists."""
    return {name: clean(list(perf[name])) for name in names}


def write(answers):
    script = Path(sys.argv[0])
    script.with_suffix('.json').write_text(json.dumps(answers, indent=1) + '\n')
