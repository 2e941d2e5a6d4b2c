from __future__ import annotations

from django.urls import path

from config.demo import calendar, mail, neighbour_page, sign_in, tour

urlpatterns = [
    path("", tour.tour, name="demo-tour"),
    path("go/", tour.go, name="demo-go"),
    path("calendar.ics", calendar.secretary_calendar, name="demo-calendar"),
    path("neighbour/", neighbour_page.neighbour, name="demo-neighbour"),
    path("sign-in/", sign_in.sign_in, name="demo-sign-in"),
    path("mail/", mail.mail_list, name="demo-mail"),
    path("mail/<str:name>/", mail.mail_page, name="demo-mail-page"),
    path("mail/<str:name>/html/", mail.mail_html, name="demo-mail-html"),
    path("mail/<str:name>/attachments/<int:number>/", mail.mail_attachment, name="demo-mail-attachment"),
]
