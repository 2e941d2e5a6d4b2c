"""Addresses of situation pictures, their findings and their questions."""

from __future__ import annotations

from django.urls import path

from forum.web import findings, picture_answers, picture_asking, picture_numbers, pictures

urlpatterns = [
    path("question-sets/", picture_numbers.question_sets, name="question-sets"),
    path("question-sets/<uuid:set_id>/next/", picture_numbers.edition, name="question-set-next"),
    path("question-sets/<uuid:set_id>/file/", picture_numbers.export_set, name="question-set-file"),
    path("topics/<slug:slug>/findings/", findings.findings, name="findings"),
    path("topics/<slug:slug>/findings/new/", findings.new, name="finding-new"),
    path("topics/<slug:slug>/findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("topics/<slug:slug>/findings/<uuid:finding_id>/remove/", findings.remove, name="finding-remove"),
    path("topics/<slug:slug>/findings/<uuid:finding_id>/measure/", findings.measure, name="finding-measure"),
    path("topics/<slug:slug>/pictures/", pictures.pictures, name="pictures"),
    path("topics/<slug:slug>/pictures/new/", pictures.new, name="picture-new"),
    path("topics/<slug:slug>/pictures/others/", picture_numbers.bring, name="picture-others"),
    path(
        "topics/<slug:slug>/pictures/others/<uuid:aggregate_id>/remove/",
        picture_numbers.drop,
        name="picture-other-remove",
    ),
    path("topics/<slug:slug>/pictures/asked/<uuid:asked_id>/", picture_answers.answer, name="picture-answer"),
    path("topics/<slug:slug>/pictures/asked/<uuid:asked_id>/onward/", picture_answers.onward, name="picture-onward"),
    path("topics/<slug:slug>/pictures/asked/<uuid:asked_id>/no/", picture_answers.no, name="picture-no"),
    path("topics/<slug:slug>/pictures/asked/<uuid:asked_id>/back/", picture_answers.back, name="picture-back"),
    path("topics/<slug:slug>/pictures/asked/<uuid:asked_id>/again/", picture_asking.again, name="picture-ask-again"),
    path(
        "topics/<slug:slug>/pictures/asked/<uuid:asked_id>/remove/", picture_asking.no_more, name="picture-ask-no-more"
    ),
    path("topics/<slug:slug>/pictures/answers/<uuid:answer_id>/finding/", findings.from_answer, name="answer-finding"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/", pictures.picture, name="picture"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/ask/", picture_asking.choose, name="picture-ask"),
    path(
        "topics/<slug:slug>/pictures/<uuid:picture_id>/open-link/", picture_asking.open_link, name="picture-open-link"
    ),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/send/", pictures.send, name="picture-send"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/close/", pictures.close, name="picture-close"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/answers/", picture_answers.answers, name="picture-answers"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/numbers/", picture_numbers.export, name="picture-numbers"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/texts/", pictures.texts, name="picture-texts"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/adopt/", pictures.adopt, name="picture-adopt"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/publish/", pictures.publish, name="picture-publish"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/withdraw/", pictures.withdraw, name="picture-withdraw"),
    path("topics/<slug:slug>/pictures/<uuid:picture_id>/remove/", pictures.remove, name="picture-remove"),
]
