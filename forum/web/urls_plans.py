"""Addresses of an action plan's forms; its own page is in meetings, where decisions and actions are."""

from __future__ import annotations

from django.urls import path

from forum.web import consultation, plan_goals, plan_looks, plan_measures, plans

PLAN, PLAN_ID = "topics/<slug:slug>/plan/", "topics/<slug:slug>/plan/<uuid:plan_id>/"
PART = "<uuid:pk>/"

urlpatterns = [
    path(f"{PLAN}begin/", plans.begin, name="plan-begin"),
    path(f"{PLAN_ID}change/", plans.change, name="plan-change"),
    path(f"{PLAN_ID}discard/", plans.discard, name="plan-discard"),
    path(f"{PLAN_ID}step/", plans.step, name="plan-step"),
    path(f"{PLAN_ID}revise/", plans.revise, name="plan-revise"),
    path(f"{PLAN_ID}revoke/", plans.revoke, name="plan-revoke"),
    path(f"{PLAN_ID}consult/", consultation.consult, name="plan-consult"),
    path(f"{PLAN_ID}goals/new/", plan_goals.goal_new, name="goal-new"),
    path(f"{PLAN_ID}measures/new/", plan_measures.measure_new, name="measure-new"),
    path(f"{PLAN}consultation/{PART}extend/", consultation.extend, name="consultation-extend"),
    path(f"{PLAN}consultation/{PART}", consultation.reply, name="consultation-reply"),
    path(f"{PLAN}goals/{PART}", plan_goals.goal_change, name="goal-change"),
    path(f"{PLAN}goals/{PART}remove/", plan_goals.goal_remove, name="goal-remove"),
    path(f"{PLAN}measures/{PART}change/", plan_measures.measure_change, name="measure-change"),
    path(f"{PLAN}measures/{PART}remove/", plan_measures.measure_remove, name="measure-remove"),
    path(f"{PLAN}measures/{PART}report/", plan_measures.report, name="measure-report"),
    path(f"{PLAN}measures/{PART}indicators/new/", plan_looks.indicator_new, name="indicator-new"),
    path(f"{PLAN}measures/{PART}follow-ups/new/", plan_looks.follow_up_new, name="follow-up-new"),
    path(f"{PLAN}indicators/{PART}", plan_looks.indicator_change, name="indicator-change"),
    path(f"{PLAN}indicators/{PART}remove/", plan_looks.indicator_remove, name="indicator-remove"),
    path(f"{PLAN}follow-ups/{PART}", plan_looks.follow_up, name="follow-up"),
    path(f"{PLAN}follow-ups/{PART}remove/", plan_looks.follow_up_remove, name="follow-up-remove"),
]
