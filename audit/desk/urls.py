from . import account, appointments, changes, queue, review, write

app_name = "desk"
urlpatterns = [
    *queue.urlpatterns,
    *review.urlpatterns,
    *write.urlpatterns,
    *account.urlpatterns,
    *appointments.urlpatterns,
    *changes.urlpatterns,
]
