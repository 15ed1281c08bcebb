"""The macro `field`: label, hint, control and error belong together for everybody, seeing or not."""

import re
from typing import Any

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError

from japacar.ui.specimens import SpecimenForm, wrong_form
from japacar.ui.widgets import AmountInput, DateParts


def render(source: str, **context: Any) -> str:
    imports = '{% from "ui/components.html" import field, errors_summary, ruled, money_table, pager %}'
    return engines["jinja2"].from_string(imports + source).render(context)


def test_hint_and_error_describe_the_control() -> None:
    html = render("{{ field(form['price']) }}", form=wrong_form())

    assert 'aria-describedby="wrong_price-hint wrong_price-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="wrong_price-error"' in html
    assert html.index("wrong_price-hint") < html.index("<input")


def test_only_optional_fields_are_marked() -> None:
    form = SpecimenForm()

    assert "(optional)" in render("{{ field(form['phone']) }}", form=form)
    assert "(optional)" not in render("{{ field(form['name']) }}", form=form)


def test_attributes_of_the_widget_stay_on_the_control() -> None:
    html = render("{{ field(form['phone']) }}", form=SpecimenForm())

    assert 'type="tel"' in html
    assert 'autocomplete="tel"' in html


def test_every_problem_leads_to_an_element_of_the_form() -> None:
    form = wrong_form()
    html = render("{{ errors_summary(form) }}{% for bound in form %}{{ field(bound) }}{% endfor %}", form=form)

    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    assert all(f'id="{target}"' in html for target in targets)


def test_a_form_without_problems_has_no_summary() -> None:
    assert render("{{ errors_summary(form) }}", form=SpecimenForm()).strip() == ""


def test_missing_values_are_named_unless_the_form_has_its_own_words() -> None:
    class Own(forms.Form):
        plain = forms.CharField(label="Consignee")
        own = forms.CharField(error_messages={"required": "Say where the car goes."})

    html = render("{{ errors_summary(form) }}", form=Own({}))

    assert "Fill in: Consignee." in html
    assert "Say where the car goes." in html


def test_what_was_typed_comes_back_escaped() -> None:
    form = SpecimenForm({"name": '"><script>'})

    assert "<script>" not in render("{{ field(form['name']) }}", form=form)


def test_a_date_in_parts_is_read_and_comes_back_as_typed() -> None:
    class Ready(forms.Form):
        on = forms.DateField(widget=DateParts())
        since = forms.DateField(widget=DateParts(day=False), required=False)

    good = Ready({"on_year": "2026", "on_month": "11", "on_day": "9", "since_year": "2020", "since_month": "6"})
    bad = Ready({"on_year": "2026", "on_month": "13", "on_day": ""})

    of_an_era = Ready({"on_year": "S64年", "on_month": "1", "on_day": "7"})
    # Showa ended that day.
    of_no_era = Ready({"on_year": "昭和64", "on_month": "1", "on_day": "8"})

    assert of_an_era.is_valid()
    assert str(of_an_era.cleaned_data["on"]) == "1989-01-07"
    assert not of_no_era.is_valid()
    assert good.is_valid()
    assert str(good.cleaned_data["on"]) == "2026-11-09"
    assert str(good.cleaned_data["since"]) == "2020-06-01"
    assert not bad.is_valid()
    assert 'value="13"' in render("{{ field(form['on']) }}", form=bad)


def test_an_amount_shows_its_unit() -> None:
    class Price(forms.Form):
        yen = forms.CharField(widget=AmountInput())
        km = forms.CharField(widget=AmountInput(unit="km"))

    html = render("{{ field(form['yen']) }}{{ field(form['km']) }}", form=Price())

    assert "<span>yen</span>" in html
    assert "<span>km</span>" in html
    assert html.count('inputmode="numeric"') == 2


def test_a_name_that_was_not_given_is_a_mistake_and_not_an_empty_cell() -> None:
    with pytest.raises(UndefinedError):
        render("{{ ruled([('Port', port)]) }}")
