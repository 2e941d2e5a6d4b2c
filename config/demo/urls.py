from __future__ import annotations

from django.urls import path

from config.demo import mail, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="demo-sign-in"),
    path("mail/", mail.mail_list, name="demo-mail"),
    path("mail/<str:name>/", mail.mail_page, name="demo-mail-page"),
    path("mail/<str:name>/html/", mail.mail_html, name="demo-mail-html"),
    path("mail/<str:name>/attachments/<int:number>/", mail.mail_attachment, name="demo-mail-attachment"),
]
