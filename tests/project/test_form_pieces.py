from __future__ import annotations

from django import forms
from django.template import Context, Template
from django.utils import translation


class SpecimenForm(forms.Form):
    due = forms.DateField(label="Due")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    presence = forms.ChoiceField(label="Presence", choices=[("here", "Here")], widget=forms.RadioSelect)


def rendered(form: forms.Form) -> str:
    with translation.override("en"):
        return str(form)


def test_hint_and_error_are_tied_to_the_field_that_keeps_what_was_typed() -> None:
    html = rendered(SpecimenForm({"due": "<tomorrow>", "presence": "here"}))
    assert '<div class="hint" id="id_due_helptext">YYYY-MM-DD</div>' in html
    assert 'value="&lt;tomorrow&gt;"' in html
    assert 'aria-describedby="id_due_helptext id_due_error"' in html
    assert '<div id="id_due_error"><p class="error i-alert">Enter a valid date.</p></div>' in html


def test_a_text_area_carries_the_line_about_individuals() -> None:
    html = rendered(SpecimenForm())
    assert 'aria-describedby="id_note_guard"' in html
    assert '<p class="guard i-lock" id="id_note_guard">Write nothing about individuals here.</p>' in html
    assert html.count("guard i-lock") == 1


def test_the_summary_leads_to_each_field_and_a_group_by_its_first_choice() -> None:
    form = SpecimenForm({})
    form.add_error(None, "Choose another day.")
    with translation.override("en"):
        html = Template("{% load samverka %}{% error_summary form %}").render(Context({"form": form}))
    assert html.count("<li>") == 3
    assert '<li><a href="#id_due">Due: This field is required.</a></li>' in html
    assert '<li><a href="#id_presence_0">Presence: This field is required.</a></li>' in html
    assert "<li>Choose another day.</li>" in html
    assert "3 things need to be corrected" in html


def test_no_summary_without_errors() -> None:
    html = Template("{% load samverka %}{% error_summary form %}").render(Context({"form": SpecimenForm()}))
    assert html.strip() == ""
