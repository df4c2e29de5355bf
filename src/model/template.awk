# template.awk - src/model/template.sql as rows of base_template
#
# A header line `-- object: KIND NAME` begins a step.  Lines before the first
# header are for the reader alone.

function flush_step()
{
	if (object != "")
		printf "INSERT INTO @extschema@.base_template VALUES (%d, '%s', $template$%s$template$);\n", step, object, statement
	statement = ""
}

/^-- object: / {
	flush_step()
	step++
	object = substr($0, 12)
	next
}

{ statement = statement $0 "\n" }

END { flush_step() }
