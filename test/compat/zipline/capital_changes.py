"""Capital changes in Zipline: midnights in daily data, midnights and minutes in minute data, times that fall on no session."""

import pandas as pd
from zipline.api import order, order_target_percent, record, symbol

from zipline_world import algorithm, clean, columns, write

SPANS = {'daily': ('2020-03-02', '2020-03-20'), 'minute': ('2020-11-23', '2020-11-27')}
COLUMNS = ('starting_cash', 'ending_cash', 'portfolio_value', 'pnl', 'returns', 'capital_used', 'algorithm_period_return')
DELTA = {'type': 'delta', 'value': 25_000.5}
LESS = {'type': 'delta', 'value': -10_000.0}
TARGET = {'type': 'target', 'value': 250_000.0}

CASES = {
    'daily': {
        'first session': {'2020-03-02': DELTA},
        'delta': {'2020-03-06': DELTA},
        'less': {'2020-03-06': LESS},
        'target': {'2020-03-10': TARGET},
        'both': {'2020-03-05': DELTA, '2020-03-13': TARGET},
        'a weekend': {'2020-03-07': DELTA},
        'at the close': {'2020-03-06 21:00': DELTA},
    },
    'minute': {
        'midnight': {'2020-11-24': DELTA},
        'first minute': {'2020-11-24 14:31': TARGET},
        'inside a day': {'2020-11-24 16:00': TARGET},
        'a fill on the same bar': {'2020-11-23 14:35': TARGET},
        'before the open': {'2020-11-24 13:00': DELTA},
        'midnight and inside': {'2020-11-24': TARGET, '2020-11-24 18:15': LESS, '2020-11-27 17:59': DELTA},
    },
}


def daily(context, data):
    if context.bars % 5 == 0:
        order_target_percent(symbol('ALFA'), 0.5)
    see(context)


def minute(context, data):
    if context.bars in (3, 400):
        order(symbol('AMIN'), 100)
    see(context)


def see(context):
    context.bars += 1
    record(seen_cash=context.portfolio.cash, seen_value=context.portfolio.portfolio_value)


def initialize(context):
    context.bars = 0


def run(kind, changes):
    algo = algorithm(
        kind,
        *SPANS[kind],
        initialize=initialize,
        handle_data={'daily': daily, 'minute': minute}[kind],
        capital_changes={pd.Timestamp(at, tz='UTC'): change for at, change in changes.items()},
    )
    perf = algo.run()
    deltas = clean(algo.capital_change_deltas)
    return {'changes': changes, 'perf': columns(perf, *COLUMNS, 'seen_cash', 'seen_value'), 'deltas': deltas}


if __name__ == '__main__':
    write({kind: {name: run(kind, changes) for name, changes in cases.items()} for kind, cases in CASES.items()})
