/*
 * scrm_phone.cc - telephone numbers by libphonenumber
 *
 * A library of its own, which scrm loads when a number is first asked for: its
 * tables are large, and few databases call it.  Nothing is thrown out of it, and
 * the server's errors are raised by its caller.
 */
#include <cstring>
#include <set>
#include <string>

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

extern "C"
{
#include "postgres.h"
#include "fmgr.h"

#include "phone/scrm_phone.h"

	PG_MODULE_MAGIC;

	PGDLLEXPORT int scrm_phone_canonical(const char *text, int len, const char *region, char *out);
}

using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static PhoneNumberUtil *
numbers()
{
	static PhoneNumberUtil *util = nullptr;

	if (!util)
	{
		util = PhoneNumberUtil::GetInstance();
		/* It would write to the server's standard output. */
		util->SetLogger(new NullLogger());
	}
	return util;
}

static bool
is_region(const std::string &region)
{
	static const std::set<std::string> *known = nullptr;

	if (!known)
	{
		auto		found = new std::set<std::string>();

		numbers()->GetSupportedRegions(found);
		found->insert("ZZ");
		known = found;
	}
	return known->count(region) > 0;
}

static int
canonical(const std::string &text, const std::string &region, char *out)
{
	PhoneNumber number;
	std::string written;

	if (!is_region(region))
		return PHONE_REGION;
	if (numbers()->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR || !numbers()->IsValidNumber(number))
		return PHONE_NONE;
	numbers()->Format(number, PhoneNumberUtil::E164, &written);
	if (written.size() >= PHONE_ROOM)
		return PHONE_NONE;
	memcpy(out, written.data(), written.size());
	return written.size();
}

int
scrm_phone_canonical(const char *text, int len, const char *region, char *out)
{
	try
	{
		return canonical(std::string(text, len), region, out);
	}
	catch (...)
	{
		return PHONE_MEMORY;
	}
}
