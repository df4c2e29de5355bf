/*
 * match_kinds.c - what a column of a source holds
 */
#include "core/match_kinds.h"

#include <ctype.h>

const char *const column_kinds[COLUMN_KINDS + 1] = {
	"ignore", "source", "name", "given name", "family name", "email", "handle", "phone", "date",
	"category", "code", "number", "text", "vector", NULL
};

/* English, Italian, French, German, Spanish, Portuguese; without marks, for
 * column names seldom have them.  A word with '=' is the whole name, others
 * are parts between underscores, digits and capitals. */
static const struct
{
	ColumnKind	kind;
	const char *words;
}			column_words[] = {
	{COLUMN_SOURCE, "source channel network origin quelle kanal netz fonte canale rete fuente canal red reseau origen origine "},
	{COLUMN_EMAIL, "email mail correo courriel posta "},
	{COLUMN_PHONE, "phone tel telephone mobile cell cellphone telefono cellulare telefon handy mobil movil telefone celular portable fax "},
	{COLUMN_HANDLE, "handle login username screenname nick nickname alias account twitter instagram facebook linkedin tiktok youtube "
	"mastodon bluesky telegram threads github reddit pinterest medium whatsapp =x =ig =fb "},
	{COLUMN_DATE, "dob birth birthdate birthday geburt geburtsdatum geburtstag nascita nascimento nacimiento naissance date datum data fecha "},
	{COLUMN_GIVEN, "given first firstname givenname forename vorname prenom nombre primer nome_proprio "},
	{COLUMN_FAMILY, "family last lastname surname familyname cognome nachname familienname apellido apellidos sobrenome =nom "},
	{COLUMN_CATEGORY, "zip cap plz postcode postal cp cep city town ort stadt citta ville ciudad cidade municipio comune suburb state region "
		"country land paese pays pais gender sex street strasse via rue calle rua address indirizzo adresse direccion endereco birthplace place "
	"occupation beruf job profession company firma azienda type category kategorie categoria venue "},
	{COLUMN_NAME, "name nome fullname displayname nom_complet nombre_completo person "},
	{COLUMN_TEXT, "bio description beschreibung descrizione descripcion descricao title text comment "},
	{COLUMN_NUMBER, "age alter eta edad idade year jahr anno ano annee price prezzo preis prix precio amount "},
};

/* Whether `word` is one of `words`, each followed by a blank. */
static bool
is_one_of(const char *word, size_t len, const char *words)
{
	for (const char *at = words; *at; at = strchr(at, ' ') + 1)
		if (strncmp(at, word, len) == 0 && at[len] == ' ')
			return true;
	return false;
}

/* The words of a column's name: first_name, firstName, FIRST NAME, name2. */
static bool
name_has(const char *name, const char *words)
{
	char		word[NAMEDATALEN * 2];
	size_t		len = 0;

	for (const char *at = name;; at++)
	{
		bool		letter = isalpha((unsigned char) *at) || (unsigned char) *at >= 0x80;

		if (len > 0 && (!letter || (isupper((unsigned char) *at) && islower((unsigned char) at[-1]))))
		{
			if (is_one_of(word, len, words))
				return true;
			len = 0;
		}
		if (!*at)
			return false;
		if (letter && len < sizeof(word) - 1)
			word[len++] = tolower((unsigned char) *at);
	}
}

/* The whole name in lower case without what is no letter. */
static bool
name_is(const char *name, const char *words)
{
	char		whole[NAMEDATALEN * 2];
	size_t		len = 0;

	whole[len++] = '=';
	for (const char *at = name; *at && len < sizeof(whole) - 1; at++)
		if (isalpha((unsigned char) *at))
			whole[len++] = tolower((unsigned char) *at);
	return is_one_of(whole, len, words) || is_one_of(whole + 1, len - 1, words);
}

/* Words in names of companies, shops and houses, hardly ever in those of
 * persons. */
static const char thing_words[] = "the of and for inc ltd llc llp corp corporation co company group services systems solutions "
"international gmbh kg ag ug ohg mbh srl spa snc sas sarl sa eurl sl bv nv ab oy as plc pty cafe caffe bar club pub inn diner deli "
"bistro brasserie grill restaurant ristorante trattoria osteria pizzeria hotel shop store market bakery kitchen house room "
"garden palace school university college institute hospital clinic museum center centre studio und et della ";

static bool
has_thing(const char *value, int len)
{
	char		word[16];
	size_t		n = 0;

	for (int i = 0; i <= len; i++)
	{
		unsigned char c = i < len ? value[i] : ' ';

		if (isalpha(c) || c >= 0x80)
		{
			if (n < sizeof(word))
				word[n] = tolower(c);
			n++;
			continue;
		}
		if (n > 1 && n <= sizeof(word) && is_one_of(word, n, thing_words))
			return true;
		n = 0;
	}
	return false;
}

bool
date_digits(const char *value, int len, char digits[8])
{
	int			part[3],
				length[3],
				n = 0;
	int			year,
				month,
				day;

	for (int i = 0; i < len && n < 3;)
	{
		if (!isdigit((unsigned char) value[i]))
		{
			/* A time of day may follow, and nothing else. */
			if (n == 0 || !strchr("-./ ", value[i]))
				return false;
			i++;
			continue;
		}
		part[n] = length[n] = 0;
		for (; i < len && isdigit((unsigned char) value[i]); i++)
		{
			if (++length[n] > 8)
				return false;
			part[n] = part[n] * 10 + (value[i] - '0');
		}
		n++;
	}
	if (n == 1 && length[0] == 8)
	{
		year = part[0] / 10000;
		month = part[0] / 100 % 100;
		day = part[0] % 100;
	}
	else if (n == 3 && length[0] == 4)
	{
		year = part[0];
		month = part[1];
		day = part[2];
	}
	else if (n == 3 && length[2] == 4)
	{
		year = part[2];
		month = part[1] > 12 ? part[0] : part[1];
		day = part[1] > 12 ? part[1] : part[0];
	}
	else
		return false;
	if (year < 1000 || year > 2999 || month > 99 || day > 99)
		return false;
	for (int i = 3, rest = year; i >= 0; i--, rest /= 10)
		digits[i] = '0' + rest % 10;
	digits[4] = '0' + month / 10;
	digits[5] = '0' + month % 10;
	digits[6] = '0' + day / 10;
	digits[7] = '0' + day % 10;
	return true;
}

void
column_look(ColumnLooks *looks, const char *value, int len)
{
	int			digits = 0,
				other = 0,
				points = 0,
				words = 0;
	const char *at = memchr(value, '@', len);
	char		date[8];

	for (int i = 0; i < len; i++)
	{
		unsigned char c = value[i];

		if (isdigit(c))
			digits++;
		else if (c == ' ' && i > 0 && value[i - 1] != ' ')
			words++;
		else if (c == '.' || (i == 0 && (c == '-' || c == '+')))
			points++;
		else if (!strchr("+-()/ .", c))
			other++;
	}
	looks->values++;
	looks->addresses += at && at > value && memchr(at, '.', value + len - at) != NULL;
	looks->digits += digits > 0 && digits * 2 >= len;
	looks->phones += digits >= 7 && digits <= 15 && other == 0;
	looks->dates += date_digits(value, len, date);
	looks->numbers += digits > 0 && digits + points == len && points <= 2;
	looks->words += words + 1;
	looks->things += has_thing(value, len);
	looks->bytes += len;
}

ColumnKind
column_kind(const char *name, const ColumnLooks *looks, bool dated)
{
	ColumnKind	said = COLUMN_KINDS;
	int64		half = looks->values / 2 + 1;

	for (int i = 0; i < lengthof(column_words) && said == COLUMN_KINDS; i++)
		if (name_is(name, column_words[i].words))
			said = column_words[i].kind;
	for (int i = 0; i < lengthof(column_words) && said == COLUMN_KINDS; i++)
		if (name_has(name, column_words[i].words))
			said = column_words[i].kind;

	if (dated || looks->dates >= half)
		return COLUMN_DATE;
	if (said == COLUMN_SOURCE)
		return said;
	if (looks->addresses >= half && said != COLUMN_HANDLE)
		return COLUMN_EMAIL;
	if (said == COLUMN_PHONE && looks->phones >= half)
		return said;
	/* A name of a company or a place. */
	if (said == COLUMN_NAME && looks->things * 5 >= looks->values)
		return COLUMN_TEXT;
	if ((said == COLUMN_NAME || said == COLUMN_GIVEN || said == COLUMN_FAMILY || said == COLUMN_HANDLE) && looks->digits < half)
		return said;
	if (said == COLUMN_NUMBER && looks->numbers >= half)
		return said;
	if (looks->digits >= half)
		return COLUMN_CODE;
	/* Many words are text, wherever they stand. */
	if (looks->words * 2 > looks->values * 5)
		return COLUMN_TEXT;
	return COLUMN_CATEGORY;
}

bool
column_names_things(const char *name)
{
	return name_has(name, "name nome nom nombre title titel titolo titre titulo label company firma azienda empresa product produkt "
					"prodotto produit producto ");
}

bool
source_is_network(const char *name, int len)
{
	static const char networks[] = "x twitter facebook instagram threads linkedin youtube tiktok medium reddit pinterest github "
	"mastodon bluesky telegram whatsapp snapchat vk weibo ";
	char		lower[16];

	if (len >= (int) sizeof(lower))
		return false;
	for (int i = 0; i < len; i++)
		lower[i] = tolower((unsigned char) name[i]);
	return len > 0 && is_one_of(lower, len, networks);
}
