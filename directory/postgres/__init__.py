"""The embedded PostgreSQL of development and tests: a server in a wheel, started when first needed."""
