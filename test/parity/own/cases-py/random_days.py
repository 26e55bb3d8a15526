"""2.1-2.8: whatever comes: orders of all kinds, targets, cancels, windows and values drawn by lot, over splits, dividends, listings and ends."""
from zipline.api import (cancel_order, cancel_policy, commission, get_open_orders, order, order_percent, order_target, order_target_percent, order_target_value,
    order_value, record, set_cancel_policy, set_commission, set_slippage, slippage, symbols)
RUN = dict(start='2020-06-01', end='2021-03-31', capital_base=1e6)
SEED = 1
NAMES = 'BASE GAPS SPLA REVS DIVI STKD PENY BIGV DEAD LATE SOON LIST ODDS THIN MILL GRID BNCH TINY EARL'.split()
FIELDS = ['price', 'close', 'open', 'high', 'low', 'volume']
LOG = []
class Lots:
    def __init__(self, seed): self.state = seed
    def next(self): self.state = (self.state * 1664525 + 1013904223) % 4294967296; return self.state / 4294967296
    def below(self, n): return int(self.next() * n)
    def of(self, items): return items[self.below(len(items))]
    def between(self, low, high): return low + (high - low) * self.next()
def initialize(context):
    lots = context.lots = Lots(SEED); n = lots.below(5); limit, impact = lots.between(.0005, .1), lots.between(0, 1)
    if n == 0: set_slippage(us_equities=slippage.VolumeShareSlippage(volume_limit=limit, price_impact=impact))
    if n == 1: set_slippage(us_equities=slippage.FixedBasisPointsSlippage(basis_points=impact * 40, volume_limit=limit))
    if n == 2: set_slippage(us_equities=slippage.FixedSlippage(spread=impact * .01))
    if n == 3: set_slippage(us_equities=slippage.NoSlippage())
    n = lots.below(5); cost = lots.between(0, .1); least = lots.between(0, 6)
    if n == 0: set_commission(us_equities=commission.PerShare(cost=cost, min_trade_cost=least))
    if n == 1: set_commission(us_equities=commission.PerTrade(cost=least))
    if n == 2: set_commission(us_equities=commission.PerDollar(cost=cost * .05))
    if n == 3: set_commission(us_equities=commission.NoCommission())
    if lots.below(4) == 0: set_cancel_policy(cancel_policy.EODCancel())
def act(context, data, lots, assets):
    a = lots.of(assets); n = lots.below(12); amount = lots.between(-300, 300); x, y = lots.between(.93, 1.07), lots.between(.93, 1.07); share = lots.between(-.2, .2); which = lots.below(3)
    price = data.current(a, 'price'); can = data.can_trade(a)
    if n == 0: order(a, int(amount))
    if n == 1: order(a, amount)
    if n == 2 and price > 0: order(a, amount, limit_price=price * x)
    if n == 3 and price > 0: order(a, amount, stop_price=price * x)
    if n == 4 and price > 0: order(a, amount, limit_price=price * x, stop_price=price * y)
    if n == 5 and can: order_target_percent(a, share)
    if n == 6 and can: order_target_value(a, share * 1e5)
    if n == 7: order_target(a, amount)
    if n == 8 and can: order_percent(a, share * .2, limit_price=price * x)
    if n == 9 and can: order_value(a, share * 5e4, stop_price=price * x)
    if n >= 10:
        open_orders = get_open_orders(a)
        for i, o in enumerate(open_orders):
            if n == 11 or i == which: cancel_order(o)
def handle_data(context, data):
    lots = context.lots; assets = symbols(*NAMES)
    for _ in range(lots.below(5)): act(context, data, lots, assets)
    if lots.below(6) == 0:
        a, f, n = lots.of(assets), lots.of(FIELDS), 1 + lots.below(40); LOG.append([a.symbol, f, data.history(a, f, n, '1d').tolist()])
        b = lots.of(assets); LOG.append([b.symbol, data.current(b, FIELDS).tolist(), bool(data.can_trade(b)), bool(data.is_stale(b)), str(data.current(b, 'last_traded'))])
    if lots.below(9) == 0: LOG.append([[a.symbol, [[o.amount, o.filled, o.limit, o.stop, o.commission] for o in os]] for a, os in get_open_orders().items()])
    if lots.below(4) == 0: record(leverage=context.account.leverage, basis=sum(p.cost_basis for p in context.portfolio.positions.values()))
