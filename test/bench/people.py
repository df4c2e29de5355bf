#!/usr/bin/env python3
"""people.py [--seed N] [--historical] ROWS > people.csv

Generated people, as a CRM with social profiles sees them: a row is what one
source knows of one person, and column truth says which.

	id,source,name,email,phone,city,handle,truth

Source crm may have a person twice; a network has one row a person.  There are
1.47 rows a person.  What makes it hard is what makes life hard: households,
common names, nicknames, handles and addresses made from names (so that their
agreement is hardly news), office numbers, moves, marriages, typos, and above
all what is missing.  Shares are in SHARES.

	id,full_name,dob,birth_place,postcode,occupation,truth

--historical: persons of old registers, five records each, in no source.

The same seed makes the same bytes: only random() is drawn, whose sequence
Python promises to keep.  Memory: 200 bytes a row, for the rows are shuffled.
"""
import argparse
import bisect
import functools
import itertools
import random
import re
import sys
import unicodedata

from people_names import COMPANIES, CULTURES, WORDS

# Rows that a network has of 100 persons.
NETWORKS = dict(instagram=9, facebook=9, x=6, linkedin=7, tiktok=3, youtube=2, telegram=1)

# How often, of 1.
SHARES = dict(
	crm=.70, crm_again=.11,			# in the CRM; a further time
	active=.30,						# on more networks than others
	tail=.30,						# surnames that are in no list
	own_surname=.25,				# of a household's second adult
	married=.08,					# had another surname before
	email_of_name=.60, email_of_handle=.15,		# else of words
	second_email=.25, family_email=.06, work_email=.2,
	handle_of_name=.50, handle_of_email=.15,	# else of words
	same_handle=.65,				# on a network as elsewhere
	landline=.42, office=.05, new_phone=.08, moved=.07,
	crm_email=.80, crm_phone=.70, crm_city=.90, crm_handle=.15,
	net_email=.45, net_phone=.12, net_city=.75, net_handle=.97,
	nickname=.15, pseudonym=.04, first_only=.04, initial=.06, swapped=.03, middle=.05,
	typo=.03, placeholder=.01)

PLACEHOLDERS = dict(email=('n/a', 'none@none.com', 'noemail@example.com', '-'),
	phone=('0000000', 'n/a', '123456789', '-'), city=('n/a', '-', 'unknown'))

KEYBOARD = ('qwertyuiop', 'asdfghjkl', 'zxcvbnm')
NEIGHBORS = {c: row[max(0, i - 1):i] + row[i + 1:i + 2] for row in KEYBOARD for i, c in enumerate(row)}
MISREAD = (('rn', 'm'), ('m', 'rn'), ('l', 'i'), ('i', 'l'), ('cl', 'd'), ('vv', 'w'), ('u', 'v'), ('e', 'c'), ('h', 'b'))
SPELLED = str.maketrans({'ä': 'ae', 'ö': 'oe', 'ü': 'ue', 'ß': 'ss', 'Ä': 'Ae', 'Ö': 'Oe', 'Ü': 'Ue'})


@functools.lru_cache(1 << 16)
def plain(text):
	"""Without marks: Müller is Muller, Weiß is Weiss."""
	text = unicodedata.normalize('NFD', text.replace('ß', 'ss'))
	return ''.join(c for c in text if not unicodedata.combining(c))


@functools.lru_cache(1 << 16)
def letters(text):
	return re.sub('[^a-z]', '', plain(text.translate(SPELLED)).lower())


class Ranked:
	"""Things of which the k-th is as common as 1 / (k + flat)."""

	def __init__(self, things, flat):
		self.things = things
		self.sums = list(itertools.accumulate(1 / (k + flat) for k in range(1, len(things) + 1)))

	def at(self, u):
		return self.things[min(bisect.bisect(self.sums, u * self.sums[-1]), len(self.things) - 1)]


class Culture:
	"""Names, cities and providers of one language."""

	def __init__(self, lists):
		names = lambda key: [(n.partition(':')[0].replace('_', ' '), tuple(n.partition(':')[2].replace('_', ' ').split(',')))
			for n in lists[key].split()]
		self.men, self.women = Ranked(names('men'), 6), Ranked(names('women'), 6)
		self.last = Ranked([n for n, _ in names('last')], 14)
		self.cities = Ranked(names('cities'), 1)
		self.mail = Ranked(lists['mail'].split(), 0)
		self.phone, self.tld = lists['phone'], lists['tld']
		self.tail = [part.split() for part in lists['tail'].split('/')]

	def rare(self, u):
		"""A surname of the long tail: the k-th of them is as common as 1 / k, k from 20 to a million."""
		k = int(20 * 5e4 ** u)
		front, middle, end = self.tail
		k = k * 7919 + 104729			# neighbors in rank need not be alike
		name = front[k % len(front)]
		k //= 7
		if k % 3:
			name += middle[k // 3 % len(middle)]
		return name + end[k // 5 % len(end)]


class World:
	"""Draws people, and what sources say of them."""

	def __init__(self, seed):
		self.random = random.Random(seed).random
		self.cultures = [(share, Culture(lists)) for share, lists in CULTURES]
		self.offices = []

	def chance(self, what):
		return self.random() < SHARES[what]

	def number(self, n):
		return int(self.random() * n)

	def pick(self, things):
		return things[int(self.random() * len(things))]

	def culture(self):
		u = self.random() * 100
		for share, culture in self.cultures:
			u -= share
			if u < 0:
				break
		return culture

	def surname(self, culture):
		if self.chance('tail'):
			return culture.rare(self.random())
		name = culture.last.at(self.random())
		if culture.tld == 'es' and self.random() < .3:
			name += ' ' + culture.last.at(self.random())
		return name

	def digits(self, n):
		return str(10 ** n + self.number(10 ** n))[1:]

	def phone_number(self, culture):
		return culture.phone + self.pick('3679') + self.digits(8)

	def office(self, culture):
		"""A company's number and domain; the first companies are the largest."""
		if not self.offices or self.random() < .1:
			name = self.pick(COMPANIES) + self.pick(COMPANIES)
			self.offices.append((self.phone_number(culture), name + self.pick(('.com', '.' + culture.tld))))
		return self.pick(self.offices)

	def household(self):
		"""People who live together; each is a Person."""
		culture = self.culture()
		size = 1 + (self.random() < .5) + (self.random() < .28) + (self.random() < .18)
		home = dict(city=culture.cities.at(self.random()), landline=self.phone_number(culture), email=None)
		surname = self.surname(culture)
		people = []
		for member in range(size):
			person = Person(self, culture, home)
			person.last = surname
			if member == 1 and self.chance('own_surname'):
				person.last = self.surname(culture)
			if member == 2 and self.random() < .06:		# a child named after a parent
				person.given, person.nicknames = people[0].given, people[0].nicknames
			if self.chance('married'):
				person.maiden = self.surname(culture)
			people.append(person.settle())
		return people

	def typo(self, text):
		"""One slip of the keyboard or of a scanner; not in the first letter."""
		if len(text) < 4:
			return text
		at, kind = 1 + self.number(len(text) - 2), self.random()
		c = text[at]
		if kind < .25:
			return text[:at] + text[at + 1] + c + text[at + 2:]
		if kind < .45:
			return text[:at] + text[at + 1:]
		if kind < .60:
			return text[:at] + c + text[at:]
		if kind < .80:
			return text[:at] + self.pick(NEIGHBORS.get(c, c)) + text[at + 1:]
		for a, b in (self.pick(MISREAD), self.pick(MISREAD)):
			if text.find(a, 1) > 0:
				return text[0] + text[1:].replace(a, b, 1)
		return text[:at] + text[at + 1:]


class Person:
	"""One person; what is known of each to all sources, and how each source tells it."""

	def __init__(self, world, culture, home):
		self.world, self.culture, self.home = world, culture, home
		names = culture.men if world.random() < .5 else culture.women
		self.given, self.nicknames = names.at(world.random())
		self.middle = names.at(world.random())[0] if world.chance('middle') else None
		self.maiden = self.office = None

	def settle(self):
		"""Once the names are known: numbers, addresses, handles."""
		w = self.world
		self.year = 40 + w.number(66)
		self.phones = [w.phone_number(self.culture)]
		self.handle = None
		self.emails = [self.new_email()]
		self.handle = self.new_handle()
		if w.chance('second_email'):
			self.emails.append(self.new_email())
		if w.chance('work_email'):
			self.emails.append(self.name_account('.') + '@' + self.employer()[1])
		return self

	def employer(self):
		self.office = self.office or self.world.office(self.culture)
		return self.office

	def call_name(self):
		"""What friends say."""
		w = self.world
		return w.pick(self.nicknames) if self.nicknames[0] and w.random() < .35 else self.given

	def name_account(self, joint):
		"""Letters of the name, as people join them."""
		w, kind = self.world, self.world.random()
		given = letters(self.given if kind < .8 else self.call_name())
		last = letters(self.maiden if self.maiden and w.random() < .5 else self.last)
		if kind < .50:
			return given + joint + last
		if kind < .70:
			return given[0] + joint * (w.random() < .4) + last
		if kind < .80:
			return last + joint + given
		if kind < .90:
			return given + joint + last
		return given + joint * (w.random() < .5) + last[:1 + w.number(3)]

	def ending(self):
		"""Digits, since the short name was taken."""
		w, kind = self.world, self.world.random()
		if kind < .45:
			return ''
		if kind < .75:
			return '%02d' % (self.year % 100)
		if kind < .85:
			return str(1900 + self.year)
		return str(1 + w.number(999))

	def words(self):
		w = self.world
		words = w.pick(WORDS) + w.pick(('', '', '.', '_')) + w.pick(WORDS)
		if w.random() < .25:
			words = letters(self.call_name()) + w.pick(('', '_', '.')) + w.pick(WORDS)
		return words + self.ending()

	def new_email(self):
		w, kind = self.world, self.world.random()
		if kind < SHARES['email_of_name']:
			local = self.name_account(w.pick(('.', '.', '', '_', '-'))) + self.ending()
		elif self.handle and kind < SHARES['email_of_name'] + SHARES['email_of_handle']:
			local = self.handle
		else:
			local = self.words()
		return local + '@' + self.culture.mail.at(w.random())

	def new_handle(self):
		w, kind = self.world, self.world.random()
		if kind < SHARES['handle_of_name']:
			return self.name_account(w.pick(('', '', '_', '.'))) + self.ending()
		if kind < SHARES['handle_of_name'] + SHARES['handle_of_email']:
			return self.emails[0].partition('@')[0].replace('-', '_')
		return self.words()

	def handle_on(self, network):
		w = self.world
		if w.chance('same_handle'):
			return self.handle
		kind = w.random()
		if kind < .25:
			return self.handle + w.pick(('_', '1', '2', '_official', 'real', '.ig'))
		if kind < .45:
			return self.handle.replace('.', '').replace('_', '')
		if network == 'linkedin':
			return letters(self.given) + '-' + letters(self.last) + '-' + '%06x' % w.number(1 << 24)
		return self.new_handle()

	def tell_email(self):
		w = self.world
		if w.chance('family_email'):
			self.home['email'] = self.home['email'] or 'familie.family.famiglia'.split('.')[w.number(3)] + '.' + \
				letters(self.last) + '@' + self.culture.mail.at(w.random())
			return self.home['email']
		return self.emails[0] if w.random() < .6 else w.pick(self.emails)

	def tell_phone(self):
		w = self.world
		if w.chance('office'):
			return self.employer()[0]
		if w.chance('landline'):
			return self.home['landline']
		if w.chance('new_phone'):
			self.phones.append(w.phone_number(self.culture))
		return w.pick(self.phones)

	def tell_city(self):
		w = self.world
		name, others = self.culture.cities.at(w.random()) if w.chance('moved') else self.home['city']
		if others[0] and w.random() < .2:
			return w.pick(others)
		return plain(name) if w.random() < .1 else name

	def tell_name(self, network):
		"""As this source writes it."""
		w, given, last = self.world, self.given, self.last
		if self.maiden and w.random() < .4:
			last = self.maiden
		if network:
			if w.chance('pseudonym'):
				return w.pick(WORDS).title() + ' ' + w.pick(WORDS).title()
			if self.nicknames[0] and w.chance('nickname'):
				given = w.pick(self.nicknames)
			if w.chance('first_only'):
				return given
			if w.chance('initial'):
				return given + ' ' + last[0] + w.pick(('', '.'))
		elif w.chance('initial'):
			given = given[0] + '.'
		elif self.nicknames[0] and w.random() < .04:
			given = w.pick(self.nicknames)
		if self.middle and w.random() < .5:
			given += ' ' + self.middle
		if w.chance('typo'):
			given = w.typo(given)
		if w.chance('typo'):
			last = w.typo(last)
		name = given + ' ' + last
		if w.chance('swapped'):
			name = last + w.pick((' ', ', ')) + given
		kind = w.random()
		if kind < .12:
			name = plain(name)
		elif kind < .16:
			name = name.upper()
		elif kind < .22:
			name = name.lower()
		return name

	def written_phone(self, phone):
		"""International, national, with blanks."""
		w, kind = self.world, self.world.random()
		code, rest = phone[:3], phone[3:]
		if kind < .4:
			return phone
		if kind < .6:
			return rest
		if kind < .8:
			return code + ' ' + rest[:3] + ' ' + rest[3:]
		return '00' + code[1:] + rest

	def row(self, network=None):
		"""source, name, email, phone, city, handle"""
		w, where = self.world, 'net_' if network else 'crm_'
		slip = lambda text: w.typo(text) if w.random() < .02 else text
		row = dict(name=self.tell_name(network),
			email=slip(self.tell_email()) if w.chance(where + 'email') else '',
			phone=self.written_phone(self.tell_phone()) if w.chance(where + 'phone') else '',
			city=slip(self.tell_city()) if w.chance(where + 'city') else '',
			handle=self.handle_on(network) if w.chance(where + 'handle') else '')
		if w.chance('placeholder'):
			what = w.pick(tuple(PLACEHOLDERS))
			row[what] = w.pick(PLACEHOLDERS[what])
		return (network or 'crm', *row.values())

	def rows(self):
		w, rows = self.world, []
		if w.chance('crm'):
			rows.append(self.row())
			while w.chance('crm_again'):
				rows.append(self.row())
		often = 2.4 if w.chance('active') else .4		# few are everywhere
		rows += [self.row(network) for network, share in NETWORKS.items() if w.random() * 100 < share * often]
		return rows


def people(world, wanted):
	"""(truth, row) of so many rows."""
	truth = 0
	while True:
		for person in world.household():
			rows = person.rows()
			truth += bool(rows)
			for row in rows:
				if wanted == 0:
					return
				wanted -= 1
				yield truth, row


def quoted(field):
	return '"' + field.replace('"', '""') + '"' if ',' in field or '"' in field else field


def shuffled(rows, world):
	"""As lines, which keep no order of what made them."""
	lines = [','.join(map(quoted, row)) + ',' + str(truth) for truth, row in rows]
	for i in range(len(lines) - 1, 0, -1):
		j = world.number(i + 1)
		lines[i], lines[j] = lines[j], lines[i]
	return lines


def main():
	parser = argparse.ArgumentParser(description=__doc__.partition('\n\n')[2], usage=__doc__.partition('\n')[0],
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument('--seed', type=int, default=1)
	parser.add_argument('--historical', action='store_true')
	parser.add_argument('rows', type=int)
	options = parser.parse_args()
	world = World(options.seed)
	out = open(sys.stdout.fileno(), 'w', encoding='utf-8', newline='\n')
	if options.historical:
		import people_history			# which imports this one
		columns, rows = 'full_name,dob,birth_place,postcode,occupation', people_history.records(world, options.rows)
	else:
		columns, rows = 'source,name,email,phone,city,handle', people(world, options.rows)
	out.write('id,%s,truth\n' % columns)
	for i, line in enumerate(shuffled(rows, world), 1):
		out.write('%d,%s\n' % (i, line))


if __name__ == '__main__':
	main()
