"""2.4, 2.5: a basis-point limit above the volume itself; a commission by the dollar over partial fills."""
from zipline.api import commission, order, set_commission, set_slippage, slippage, symbol
RUN = dict(start='2020-06-01', end='2020-07-15', capital_base=1e6)
def initialize(context):
    context.i = 0; set_slippage(slippage.FixedBasisPointsSlippage(basis_points=5.0, volume_limit=1.5)); set_commission(commission.PerDollar(cost=.0033))
def handle_data(context, data):
    i = context.i; context.i += 1; t = symbol('THIN')
    if i % 5 == 0: order(t, 4000); order(t, -1500, limit_price=data.current(t, 'price') * .99)
    if i % 5 == 2: order(t, -6000)
