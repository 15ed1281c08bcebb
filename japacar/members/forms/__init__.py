"""The shapes of what dealers and buyers enter."""

from japacar.members.forms.bank import BankAccountForm
from japacar.members.forms.buyers import ConsigneeForm, ProfileForm
from japacar.members.forms.dealer import AddressForm, CompanyForm, PermitForm, RepresentativeForm, ShopForm

__all__ = [
    "AddressForm",
    "BankAccountForm",
    "CompanyForm",
    "ConsigneeForm",
    "PermitForm",
    "ProfileForm",
    "RepresentativeForm",
    "ShopForm",
]
