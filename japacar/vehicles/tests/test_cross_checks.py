"""What does not fit together is said beside the field, whoever typed it; nothing is corrected and nothing refused."""

from japacar.vehicles.models import Vehicle

GROSS = "Gross weight is 1500 kg, but vehicle weight, load and 55 kg for each seat give 1405 kg."
PREFIX = "The frame number ZZE999-1234567 does not begin like the model code DBA-NZE141."


def test_typed_values_are_checked_against_each_other(sato):
    sato.post("/en/sell/cars/new/", {"do": "empty"})
    vehicle = Vehicle.objects.get()
    editor = f"/en/sell/cars/{vehicle.reference}/"
    odd = {
        "weight_kg": "1130",
        "gvw_kg": "1500",
        "seats": "5",
        "chassis_no": "ZZE999-1234567",
        "model_code": "DBA-NZE141",
    }
    page = sato.post(editor, {"do": "save", **odd}, follow=True).content.decode()
    assert GROSS in page
    assert PREFIX in page
    vehicle.refresh_from_db()
    assert (vehicle.chassis_no, vehicle.status) == ("ZZE999-1234567", "draft")

    even = odd | {"gvw_kg": "1405", "chassis_no": "NZE141-1234567"}
    page = sato.post(editor, {"do": "save", **even}, follow=True).content.decode()
    assert "Gross weight is" not in page
    assert "does not begin like" not in page
