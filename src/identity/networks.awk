# networks.awk - src/core/networks.h from networks.tsv: what handle.c knows of each network
BEGIN {
	FS = "\t"
	print "/*"
	print " * networks.h - the social networks that handles know"
	print " *"
	print " * Made from src/identity/networks.tsv by networks.awk; see handle.h."
	print " */"
	print "#define NETWORKS \\"
}
NR == 1 { next }
{
	rules = ""
	n = split($8, rule, ",")
	for (i = 1; i <= n; i++)
		rules = rules (rules == "" ? "" : " | ") "NETWORK_" toupper(rule[i])
	printf "\t{\"%s\", \",%s,\", \",%s,\", \",%s,\", \"%s\", %s, %s, %s, \",%s,\", \"%s\"}, \\\n",
		$1, $2, $3, $4, $5, $6, $7, rules, $9, $10
}
END { print "" }
