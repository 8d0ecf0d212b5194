from . import account, appointments, changes, mine, queue, review, review_form, screening, withheld, write

app_name = "desk"
urlpatterns = [
    *queue.urlpatterns,
    *review.urlpatterns,
    *review_form.urlpatterns,
    *withheld.urlpatterns,
    *screening.urlpatterns,
    *mine.urlpatterns,
    *write.urlpatterns,
    *account.urlpatterns,
    *appointments.urlpatterns,
    *changes.urlpatterns,
]
