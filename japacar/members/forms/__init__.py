"""The shapes of what dealers and buyers enter."""

from japacar.members.forms.answers import AnswerForm
from japacar.members.forms.bank import BankAccountForm
from japacar.members.forms.buyers import ConsigneeForm, ProfileForm
from japacar.members.forms.dealer import AddressForm, CompanyForm, PermitForm, RepresentativeForm, ShopForm
from japacar.members.forms.guardians import GuardianForm
from japacar.members.forms.identity import IdentityForm
from japacar.members.forms.staff import AcceptForm, InviteForm, NotificationAddressForm, RoleForm

__all__ = [
    "AcceptForm",
    "AddressForm",
    "AnswerForm",
    "BankAccountForm",
    "CompanyForm",
    "ConsigneeForm",
    "GuardianForm",
    "IdentityForm",
    "InviteForm",
    "NotificationAddressForm",
    "PermitForm",
    "ProfileForm",
    "RepresentativeForm",
    "RoleForm",
    "ShopForm",
]
