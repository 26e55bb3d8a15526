"""Restrictions by date and can_trade, batch orders past the order count, cancelling before the open, daily EODCancel, the turn of an asset cancelled and ordered again, the environment."""
import pandas as pd
from zipline.api import *
from zipline.finance.asset_restrictions import HistoricalRestrictions, Restriction, RESTRICTION_STATES, StaticRestrictions
from zipline.api import batch_market_order, get_environment
RUN = dict(end='2020-03-31')
LOG = []
def initialize(context):
    a, b, c = symbols('ALFA', 'BETA', 'CHAR')
    set_asset_restrictions(HistoricalRestrictions([Restriction(a, pd.Timestamp('2020-01-15'), RESTRICTION_STATES.FROZEN), Restriction(a, pd.Timestamp('2020-02-03'), RESTRICTION_STATES.ALLOWED)]), on_error='log')
    set_asset_restrictions(StaticRestrictions([c]), on_error='log')
    set_max_order_count(1); set_cancel_policy(EODCancel())
    context.i = 0; context.ids = []
    env = get_environment('*'); LOG.append([env['arena'], env['data_frequency'], env['start'].isoformat(), env['end'].isoformat(), env['capital_base'], env['platform'], get_environment()])
def before_trading_start(context, data):
    if context.i % 3 == 2 and context.ids: cancel_order(context.ids[-1])
def handle_data(context, data):
    a, b, c = symbols('ALFA', 'BETA', 'CHAR')
    LOG.append([get_datetime('US/Eastern').isoformat(), bool(data.can_trade(a)), bool(data.can_trade(c)), data.can_trade([a, b, c]).tolist(), {k.symbol: [o.amount for o in v] for k, v in get_open_orders().items()}])
    context.i += 1
    batch_market_order(pd.Series({b: 5 * context.i % 7, c: -3, a: 0}))
    context.ids.append(order(a, 10, limit_price=data.current(a, 'price') * 0.98))
    if context.i % 4 == 0:
        for o in get_open_orders(b): cancel_order(o)
        batch_market_order(pd.Series({b: 2}))
