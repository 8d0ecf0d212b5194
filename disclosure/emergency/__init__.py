"""应急: wording that both reviews have passed beforehand, and notices that fill nothing but its blanks."""
