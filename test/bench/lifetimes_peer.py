"""lifetimes_peer.py - PyPI lifetimes as a peer of the benches

Reads a command a line, carries it out, prints what came of it and a line that
says that this is all.  Data come from the working folder, as CSV: customers.csv
(frequency, recency, age) and orders.csv (customer, day, amount).
"""
import functools
import json
import sys
import warnings

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

warnings.filterwarnings('ignore')


@functools.lru_cache(None)
def customers():
	return pd.read_csv('customers.csv', names=['x', 'tx', 'T'])


@functools.lru_cache(None)
def orders():
	return pd.read_csv('orders.csv', names=['customer', 'day', 'amount'], parse_dates=['day'])


def model_of(parameters):
	"""A fitted model of given parameters."""
	model = BetaGeoFitter()
	model.params_ = pd.Series(parameters)
	return model


def spend_of(parameters):
	spend = GammaGammaFitter()
	spend.params_ = pd.Series(parameters)
	return spend


def fit():
	"""Parameters of BG/NBD."""
	model = BetaGeoFitter(penalizer_coef=0).fit(customers().x, customers().tx, customers()['T'])
	return json.dumps(model.params_.to_dict())


def chain(as_of, months):
	"""From orders to the worth of all customers in so many months of 30 days."""
	base = summary_data_from_transaction_data(orders(), 'customer', 'day', 'amount', observation_period_end=as_of)
	model = BetaGeoFitter(penalizer_coef=0).fit(base.frequency, base.recency, base['T'])
	back = base[(base.frequency > 0) & (base.monetary_value > 0)]
	spend = GammaGammaFitter(penalizer_coef=0).fit(back.frequency, back.monetary_value)
	value = spend.customer_lifetime_value(model, base.frequency, base.recency, base['T'], base.monetary_value,
		time=int(months), discount_rate=0, freq='D')
	return repr(float(value.sum()))


def alive(parameters):
	"""P(alive) of all customers."""
	return repr(float(np.sum(model_of(json.loads(parameters)).conditional_probability_alive(
		customers().x, customers().tx, customers()['T']))))


def expected(parameters, weeks):
	"""Purchases to expect of all customers in so many weeks."""
	return repr(float(np.sum(model_of(json.loads(parameters)).conditional_expected_number_of_purchases_up_to_time(
		float(weeks), customers().x, customers().tx, customers()['T']))))


for line in sys.stdin:
	command, *arguments = line.split()
	try:
		print(globals()[command](*arguments))
	except Exception as error:
		sys.exit('%s: %r' % (line.strip(), error))
	print('end of the command', flush=True)
