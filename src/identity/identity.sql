-- identity: who is who on the social networks
--
-- First what is compared (handles, canonical forms, names), then how (the
-- comparisons), then the matching of whole tables, and the matcher that keeps
-- persons current.

-- handle ---------------------------------------------------------------------

-- canonical forms and names --------------------------------------------------

-- comparisons ----------------------------------------------------------------

-- match_model ----------------------------------------------------------------

-- matching of tables ---------------------------------------------------------

-- explanations ---------------------------------------------------------------

-- aggregates -----------------------------------------------------------------

-- matchers -------------------------------------------------------------------
