"""The short lists that are columns of a vehicle: body, fuel, gearbox, drive, steering, colour, repair history.

The one thing to know: the keys are stored and stand in addresses of searches, so a word may change and a key may not."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyType(models.TextChoices):
    SEDAN = "sedan", _("Sedan")
    HATCHBACK = "hatchback", _("Hatchback")
    WAGON = "wagon", _("Station wagon")
    SUV = "suv", _("SUV")
    MINIVAN = "minivan", _("Minivan")
    VAN = "van", _("Van")
    KEI_CAR = "kei_car", _("Kei car")
    KEI_VAN = "kei_van", _("Kei van")
    KEI_TRUCK = "kei_truck", _("Kei truck")
    PICKUP = "pickup", _("Pickup")
    TRUCK = "truck", _("Truck")
    BUS = "bus", _("Bus")
    MICROBUS = "microbus", _("Microbus")
    COUPE = "coupe", _("Coupe")
    CONVERTIBLE = "convertible", _("Convertible")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    MACHINERY = "machinery", _("Machinery")
    TRAILER = "trailer", _("Trailer")


class Fuel(models.TextChoices):
    PETROL = "petrol", _("Petrol")
    DIESEL = "diesel", _("Diesel")
    HYBRID = "hybrid", _("Hybrid")
    DIESEL_HYBRID = "diesel_hybrid", _("Diesel hybrid")
    PLUG_IN_HYBRID = "plug_in_hybrid", _("Plug-in hybrid")
    ELECTRIC = "electric", _("Electric")
    LPG = "lpg", _("LPG")
    CNG = "cng", _("CNG")
    HYDROGEN = "hydrogen", _("Hydrogen")
    OTHER = "other", _("Other fuel")


class Transmission(models.TextChoices):
    AUTOMATIC = "at", _("Automatic")
    MANUAL = "mt", _("Manual")
    CVT = "cvt", _("CVT")
    DUAL_CLUTCH = "dct", _("Dual clutch")
    SEMI_AUTOMATIC = "semi_at", _("Semi-automatic")


class Drive(models.TextChoices):
    TWO_WHEEL = "2wd", _("2WD")
    FOUR_WHEEL = "4wd", _("4WD")


class Steering(models.TextChoices):
    RIGHT = "right", _("Right")
    LEFT = "left", _("Left")
    CENTRE = "centre", _("Centre")


class Colour(models.TextChoices):
    WHITE = "white", _("White")
    PEARL = "pearl", _("Pearl white")
    SILVER = "silver", _("Silver")
    GREY = "grey", _("Grey")
    BLACK = "black", _("Black")
    BLUE = "blue", _("Blue")
    RED = "red", _("Red")
    GREEN = "green", _("Green")
    BROWN = "brown", _("Brown")
    BEIGE = "beige", _("Beige")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    PURPLE = "purple", _("Purple")
    OTHER = "other", _("Other colour")


class RepairHistory(models.TextChoices):
    NONE = "none", _("None")
    YES = "yes", _("Yes")
    UNKNOWN = "unknown", _("Not known")
