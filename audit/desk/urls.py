from . import account, appointments, changes, queue, review, screening, write

app_name = "desk"
urlpatterns = [
    *queue.urlpatterns,
    *review.urlpatterns,
    *screening.urlpatterns,
    *write.urlpatterns,
    *account.urlpatterns,
    *appointments.urlpatterns,
    *changes.urlpatterns,
]
