"""Screens that let nothing through on some days, chunks of three, a pipeline computed only when asked for, two pipelines that share terms."""
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import terms
from zipline.api import attach_pipeline, pipeline_output
from zipline.pipeline import Pipeline
RUN = dict(start='2020-04-21', end='2020-05-08')
LOG = []
def initialize(context):
    t = terms.shared(None); r, v, big = t['r'], t['v'], t['big']
    attach_pipeline(Pipeline(columns=dict(r=r, place=r.rank(mask=big)), screen=big & (r > 0.12)), 'few', chunks=3)
    late = Pipeline(); late.add(v, 'v'); late.add(r, 'r'); late.set_screen(r.top(2)); late.set_screen(big, overwrite=True); late.remove('r')
    attach_pipeline(late, 'late', eager=False, chunks=[2, 4, 4, 4, 4])
    attach_pipeline(Pipeline(columns=dict(r=r)), 'all')
def before_trading_start(context, data):
    LOG.append(terms.logged(data, pipeline_output('few')))
def handle_data(context, data):
    LOG.append(terms.logged(data, pipeline_output('all')))
    if data.current_session.day % 2: LOG.append(terms.logged(data, pipeline_output('late')))
