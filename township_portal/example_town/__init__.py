"""落儿岭镇 as an example: units, columns, people and items written for this project, all invented."""
