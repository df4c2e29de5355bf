"""people_history.py - people.py --historical: persons of old registers

Five records a person on average, none of which says where it is from, and
nothing like a number or an address that only one person has: names, dates,
places, occupations.  Families give their names on, and know places and trades.
"""
from people import plain

# How often, of 1.
SHARES = dict(
	again=.80,						# a further record: five in all, on average
	namesake=.12, family=.45, trade=.5,		# named after the father; a further child; of the same trade
	no_dob=.14, year_only=.12, day_month=.04, digit=.12,
	no_place=.15, other_place=.12, county=.06,
	no_postcode=.25, other_postcode=.20,
	no_occupation=.30, other_occupation=.15,
	nickname=.10, initial=.10, middle=.5, title=.06, swapped=.03, typo=.12, slip=.05, maiden=.4)

OCCUPATIONS = """politician writer painter lawyer soldier clergyman merchant physician engineer farmer actor architect teacher
composer journalist botanist poet officer banker chemist printer judge sculptor musician cricketer footballer photographer
surgeon historian singer explorer mathematician missionary novelist diplomat engraver publisher surveyor brewer geologist
shipbuilder miner weaver blacksmith carpenter tailor baker butcher miller mason clerk gardener sailor shoemaker innkeeper
clockmaker bookseller astronomer zoologist economist philosopher translator illustrator organist playwright navigator
inventor industrialist civil_servant army_officer naval_officer trade_unionist landowner""".split()

TITLES_BEFORE = ('sir ', 'dr ', 'rev. ', 'lord ', 'captain ', 'colonel ', 'professor ')
TITLES_AFTER = (', 1st baronet', ', 2nd baronet', ', 3rd baronet', ' jr.', ' the elder', ' the younger', ', 1st baron')


class Ancestor:
	"""One person, and what registers say."""

	def __init__(self, world, culture, father=None):
		w = self.world = world
		self.culture, self.father = culture, father
		self.man = w.random() < .75
		names = culture.men if self.man else culture.women
		self.given, self.nicknames = names.at(w.random())
		self.middle = [names.at(w.random())[0] for _ in range(w.number(3))]
		if father and self.man and self.of('namesake'):
			self.given, self.nicknames, self.middle = father.given, father.nicknames, father.middle
		self.last = father.last if father else w.surname(culture)
		self.maiden = w.surname(culture) if not self.man and self.of('maiden') else None
		self.born = (father.born[0] + 18 + w.number(30) if father else 1700 + w.number(200), 1 + w.number(12), 1 + w.number(28))
		self.place = father.place if father and w.random() < .65 else culture.cities.at(w.random())
		self.postcodes = [father.postcodes[0] if father and w.random() < .35 else self.postcode()]
		self.occupations = [father.occupations[0] if father and self.of('trade') else self.occupation()]
		self.title = w.pick(TITLES_BEFORE) if w.random() < .5 else None

	def of(self, what):
		return self.world.random() < SHARES[what]

	def occupation(self):
		return OCCUPATIONS[int(self.world.random() ** 2 * len(OCCUPATIONS))].replace('_', ' ')

	def postcode(self):
		w, letters = self.world, 'abcdefghjklmnprstuwy'
		return w.pick(letters) + w.pick(letters) + '%d %d' % (1 + w.number(30), w.number(10)) + w.pick(letters) + w.pick(letters)

	def slip(self, text):
		return self.world.typo(text) if self.of('slip') else text

	def tell_name(self):
		w = self.world
		given = w.pick(self.nicknames) if self.nicknames[0] and self.of('nickname') else self.given
		given = w.typo(given) if self.of('typo') else given
		given = given[0] + '.' if self.of('initial') else given
		middle = ''.join(' ' + (m if w.random() < .7 else m[0] + '.') for m in self.middle) if self.of('middle') else ''
		last = self.maiden if self.maiden and w.random() < .4 else self.last
		last = w.typo(last) if self.of('typo') else last
		name = last + ', ' + given + middle if self.of('swapped') else given + middle + ' ' + last
		if self.title and self.of('title') or self.of('title') and w.random() < .3:
			name = self.title + name if self.title else name + w.pick(TITLES_AFTER)
		return (plain(name) if w.random() < .3 else name).lower()

	def tell_born(self):
		w = self.world
		year, month, day = self.born
		if self.of('no_dob'):
			return ''
		if self.of('year_only'):
			return '%d-01-01' % year
		if self.of('day_month') and day <= 12:
			month, day = day, month
		text = '%d-%02d-%02d' % (year, month, day)
		if self.of('digit'):
			at = w.pick((2, 3, 3, 6, 9, 9))
			if at == 6:
				month = month % 9 + 1
			return '%d-%02d-%02d' % (year, month, day) if at == 6 else text[:at] + w.pick('0123456789'[at == 9:]) + text[at + 1:]
		return text

	def tell_place(self):
		w = self.world
		if self.of('no_place'):
			return ''
		name, others = self.culture.cities.at(w.random()) if self.of('other_place') else self.place
		if self.of('county'):
			name = w.pick(others) if others[0] else name + ' ' + w.pick(('county', 'district', 'parish'))
		return self.slip(name).lower()

	def tell_postcode(self):
		if self.of('no_postcode'):
			return ''
		if self.of('other_postcode'):
			self.postcodes.append(self.postcode())
		return self.slip(self.world.pick(self.postcodes))

	def tell_occupation(self):
		if self.of('no_occupation'):
			return ''
		if self.of('other_occupation'):
			self.occupations.append(self.occupation())
		return self.world.pick(self.occupations)

	def record(self):
		"""full_name, dob, birth_place, postcode, occupation"""
		return self.tell_name(), self.tell_born(), self.tell_place(), self.tell_postcode(), self.tell_occupation()


def records(world, wanted):
	"""(truth, record) of so many records."""
	truth, person = 0, None
	while wanted:
		again = person and person.of('family') and person.born[0] < 1950
		person = Ancestor(world, person.culture, person) if again else Ancestor(world, world.culture())
		truth += 1
		more = True
		while more and wanted:
			yield truth, person.record()
			wanted -= 1
			more = person.of('again')
