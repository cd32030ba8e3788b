"""A form as data: pages, fields, conditions; read, shown, checked and moved without a framework."""
