from . import (
    account,
    appointments,
    changes,
    mine,
    queue,
    review,
    review_form,
    roster,
    screening,
    second_look,
    withheld,
    write,
)

app_name = "desk"
urlpatterns = [
    *queue.urlpatterns,
    *review.urlpatterns,
    *review_form.urlpatterns,
    *roster.urlpatterns,
    *second_look.urlpatterns,
    *withheld.urlpatterns,
    *screening.urlpatterns,
    *mine.urlpatterns,
    *write.urlpatterns,
    *account.urlpatterns,
    *appointments.urlpatterns,
    *changes.urlpatterns,
]
