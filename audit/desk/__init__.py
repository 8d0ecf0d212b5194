"""/desk/: the staff pages made for a phone first. Each module ends with its own `urlpatterns`."""
