"""top, bottom and percentiles with ties, masks and groups, in windows across splits, dividends, gaps, listings and delistings."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import terms
from zipline.api import attach_pipeline, pipeline_output, symbol
from zipline.pipeline import Pipeline
RUN = dict(start='2020-04-21', end='2020-05-06')
LOG = []
def initialize(context): attach_pipeline(Pipeline(columns=terms.columns(symbol, 'selection')), 'p')
def handle_data(context, data): LOG.append(terms.logged(data, pipeline_output('p')))
